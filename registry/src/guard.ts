import { Script } from 'node:vm';

const SLOT = Symbol.for('flumotion.registry.guarded');
const script = new Script(`globalThis[Symbol.for('flumotion.registry.guarded')]()`);

/** Milliseconds a plugin may take to load before it is given up. */
export const LOAD_DEADLINE = 10_000;

/**
 * Runs foreign code in this thread and breaks off when it does not come back, an endless loop included.
 * @param deadline milliseconds.
 * @throws what the code throws, or an error with code `ERR_SCRIPT_EXECUTION_TIMEOUT`.
 */
export function guarded<T>(run: () => T, deadline: number): T {
  const global = globalThis as unknown as Record<symbol, (() => T) | undefined>;
  const outer = global[SLOT];
  global[SLOT] = run;
  try {
    return script.runInThisContext({ timeout: deadline }) as T;
  } finally {
    if (outer) global[SLOT] = outer;
    else Reflect.deleteProperty(global, SLOT);
  }
}
