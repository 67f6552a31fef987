import { AsyncLocalStorage } from 'node:async_hooks';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A package whose code runs in this process. */
export interface Suspect {
  readonly name: string;
  /** Its folder, links resolved. */
  readonly dir: string;
}

/** The package that is being loaded, and later whatever its timers and promises call. */
const loading = new AsyncLocalStorage<Suspect>();

/** Loads a package so that `culpritOf` knows later who threw, even where what was thrown has no stack. */
export function onBehalfOf<T>(suspect: Suspect, run: () => T): T {
  return loading.run({ name: suspect.name, dir: suspect.dir }, run);
}

/**
 * Whose code threw what nobody caught: the package nearest to the throw by the files of the stack, else the one whose
 * loading began what has failed. Ask it while `uncaughtException` is handled.
 */
export function culpritOf(error: unknown, suspects: readonly Suspect[]): Suspect | undefined {
  for (const file of filesOf(error)) {
    const [nearest] = suspects
      .filter(({ dir }) => file.startsWith(dir + sep))
      .sort((one, other) => other.dir.length - one.dir.length);
    if (nearest) return nearest;
  }
  return loading.getStore();
}

/** Files in a stack, from the throw outwards. */
function filesOf(error: unknown): string[] {
  let stack: unknown;
  try {
    stack = (error as { stack?: unknown } | null | undefined)?.stack;
  } catch {
    // A getter that throws: who does so has no stack.
  }
  if (typeof stack !== 'string') return [];
  return [...stack.matchAll(/^\s+at (?:.*\(|async )?(file:\/\/\/.+?|\/.+?):\d+(?::\d+)?\)?$/gm)].map(
    ([, place = '']) => pathOf(place),
  );
}

function pathOf(place: string): string {
  try {
    return place.startsWith('file:') ? fileURLToPath(place) : place;
  } catch {
    return place;
  }
}
