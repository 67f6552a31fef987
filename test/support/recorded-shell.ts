import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Writes down how it was called; only what is built into the shell is used. */
const STUB = `#!/bin/sh
printf '%s\\0' "\${0##*/}" "$@" > "$CALLS/$$"
`;

/** What came of a script. */
export interface Recorded {
  /** Each program that was called, with its arguments; in no certain order. */
  readonly calls: readonly (readonly string[])[];
  readonly status: number | null;
  readonly errors: string;
}

/**
 * Runs a script in a real shell, in an empty folder, where the named programs only write down how they were called and
 * no other program is there: an unknown one ends the script with a status that is not 0.
 * @param real programs that are there as they are.
 */
export function recordShell(script: string, programs: readonly string[], real: readonly string[]): Recorded {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-shell-'));
  try {
    const [bin, calls, work] = ['bin', 'calls', 'work'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const dir of [bin, calls, work]) mkdirSync(dir);
    for (const name of programs) writeFileSync(join(bin, name), STUB, { mode: 0o755 });
    for (const name of real) symlinkSync(`/usr/bin/${name}`, join(bin, name));
    const { status, stderr } = spawnSync('/bin/sh', ['-e', '-c', `${script}\nwait`], {
      cwd: work,
      env: { PATH: bin, HOME: work, CALLS: calls },
      encoding: 'utf8',
      timeout: 10_000,
    });
    const called = readdirSync(calls).map((file) =>
      readFileSync(join(calls, file), 'utf8').split('\0').slice(0, -1),
    );
    return { calls: called, status, errors: stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
