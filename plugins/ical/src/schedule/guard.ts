import { createContext, Script } from 'node:vm';

const CALL = new Script('call()');

/**
 * Calls something that may never return, such as a recurrence rule that no date fulfils.
 * @param limit - milliseconds.
 * @throws Error when it takes longer, or what it throws itself.
 */
export function withinTime<T>(limit: number, call: () => T): T {
  let result: { readonly value: T } | undefined;
  const run = (): void => {
    result = { value: call() };
  };
  CALL.runInContext(createContext({ call: run }), { timeout: limit });
  if (!result) throw new Error('no result');
  return result.value;
}
