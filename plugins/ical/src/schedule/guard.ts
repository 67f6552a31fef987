import { createContext, Script } from 'node:vm';

const CALL = new Script('call()');
/** Times that a call is tried, each with twice the time of the last, while others have the processor. */
const TRIES = 3;
/** Share of its time for which a call has had the processor when it is to blame for being late. */
const BUSY = 0.8;

/**
 * Calls something that may never return, such as a recurrence rule that no date fulfils. On a busy machine it is called
 * again, with more time, so that it is not taken for endless.
 * @param limit - milliseconds.
 * @throws Error when it takes longer, or what it throws itself.
 */
export function withinTime<T>(limit: number, call: () => T): T {
  for (let attempt = 1, time = limit; ; attempt++, time *= 2) {
    const before = process.cpuUsage();
    try {
      return once(time, call);
    } catch (error) {
      const { user, system } = process.cpuUsage(before);
      const starved = isLate(error) && (user + system) / 1000 < BUSY * limit;
      if (!starved || attempt === TRIES) throw error;
    }
  }
}

/** Whether an error says that a call took longer than it may. */
export function isLate(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

function once<T>(limit: number, call: () => T): T {
  let result: { readonly value: T } | undefined;
  const run = (): void => {
    result = { value: call() };
  };
  CALL.runInContext(createContext({ call: run }), { timeout: limit });
  if (!result) throw new Error('no result');
  return result.value;
}
