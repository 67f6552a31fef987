import { runInNewContext } from 'node:vm';

/** Milliseconds a plugin may take to load before it is given up. */
export const LOAD_DEADLINE = 10_000;

/**
 * Runs foreign code in this thread and breaks off when it does not come back, an endless loop included.
 * @param deadline milliseconds.
 * @throws what the code throws, or an error with code `ERR_SCRIPT_EXECUTION_TIMEOUT`.
 */
export function guarded<T>(run: () => T, deadline: number): T {
  return runInNewContext('run()', { run }, { timeout: deadline }) as T;
}
