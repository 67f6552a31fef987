import type { Command } from 'commander';
import { execute } from '../../core/src/cli/frame';

/** What a command printed and how it ended. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process; `make` is given where it writes. */
export async function runIn(
  make: (terminal: {
    readonly stdout: { write(text: string | Buffer): unknown };
    readonly stderr: { write(text: string): unknown };
  }) => Command,
  argv: readonly string[],
): Promise<Ran> {
  let [stdout, stderr] = ['', ''];
  const terminal = {
    stdout: { write: (text: string | Buffer) => (stdout += text.toString()) },
    stderr: { write: (text: string) => (stderr += text) },
  };
  const status = await execute(make(terminal), argv, terminal);
  return { status, stdout, stderr };
}
