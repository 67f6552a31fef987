import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { PluginManifest } from './manifest';
import { problem, type Problem } from './problem';

/** Milliseconds beside those for loading. */
const START = 10_000;
/** Megabytes that a package may take while it is loaded. */
const MEMORY = 512;
/** Where the code that tries lies, for a program that runs from its sources too. */
const TRIER = join(__dirname, '../dist/trier.js');
const IDLE = 'ignore' as const;
/** How it ends when a package does not come back. */
export const HANGS = 3;

/**
 * Loads packages in another process first: one that brings its process down, as addons in C and endless lists do, or that
 * cannot be broken off, does so there.
 * @param api version of the plugin API this host has.
 * @param deadline milliseconds that each may take.
 * @returns what is wrong with those that are not to be loaded here, by their folders.
 */
export function tryOut(
  packages: readonly PluginManifest[],
  api: string,
  deadline: number,
): ReadonlyMap<string, Problem> {
  const failures = new Map<string, Problem>();
  for (let rest = packages; rest.length > 0;) {
    const dirs = rest.map(({ dir }) => dir);
    const { output, signal, status, error } = spawnSync(
      process.execPath,
      [`--max-old-space-size=${MEMORY}`, TRIER, String(deadline), api, ...dirs],
      {
        stdio: [IDLE, IDLE, IDLE, 'pipe'],
        timeout: START + rest.length * deadline,
        killSignal: 'SIGKILL',
        encoding: 'utf8',
      },
    );
    if (signal === null && status === 0) return failures;
    // There is no output where no process could be made.
    const begun = (output as typeof output | null)?.[3]?.length ?? 0;
    // It did not come to the first, so nothing is known of any.
    if (begun === 0) return failures;
    const late = status === HANGS || (error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT';
    const how = signal === null ? `exit status ${String(status)}` : `signal ${signal}`;
    const culprit = rest[begun - 1];
    if (culprit)
      failures.set(
        culprit.dir,
        late ? failed(culprit, 'hangs', `${deadline / 1000} s`) : failed(culprit, 'dies', how),
      );
    rest = rest.slice(begun);
  }
  return failures;
}

function failed(culprit: PluginManifest, reason: 'hangs' | 'dies', detail: string): Problem {
  const { name, dir, components, plugs = [] } = culprit;
  return problem(reason, { package: name, dir, types: [...components, ...plugs] }, detail);
}
