import { createContext, Script, type Context } from 'node:vm';
import { firstLine } from '@flumotion/registry';

/** Milliseconds that a pure function of a plugin may take in a process that it shares with others. */
const PATIENCE = 1000;
const CALL = new Script('run()');
let place: Context | undefined;

/** What a function of a plugin gave, or why it gave nothing. */
export type Foreign<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** Calls a pure function of a plugin. What it throws, or that it does not come back, is a reason, never an error. */
export function askForeign<T>(run: () => T): Foreign<T> {
  place ??= createContext({});
  place['run'] = run;
  try {
    return { ok: true, value: CALL.runInContext(place, { timeout: PATIENCE }) as T };
  } catch (error) {
    const hangs = (error as { code?: unknown } | null | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    return {
      ok: false,
      reason: hangs ? `it did not come back within ${PATIENCE / 1000} s` : firstLine(error),
    };
  } finally {
    place['run'] = undefined;
  }
}

/** What a plugin's own check says against values; undefined for nothing. That it fails counts as a complaint. */
export function complaintOf(check: () => unknown): string | undefined {
  const said = askForeign(check);
  if (!said.ok) return `its check failed: ${said.reason}`;
  if (said.value === undefined || typeof said.value === 'string') return said.value;
  return 'its check failed: it gave something that is no text';
}
