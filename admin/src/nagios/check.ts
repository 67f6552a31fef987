import type { Command } from 'commander';
import { errorText, isFlumotionError, type Terminal } from '@flumotion/core/cli';
import { exitStatus, verdictLine, type Verdict } from './verdict';

/** Where a check prints its line, and how it ends. */
export interface CheckTerminal extends Pick<Terminal, 'stdout'> {
  /** Told the exit status. */
  end(status: number): void;
}

/** The process's own terminal. */
export const PROCESS: CheckTerminal = {
  stdout: process.stdout,
  end: (status) => {
    process.exitCode = status;
  },
};

/** Errors that say no: everything else about a manager leaves it unknown. */
const REFUSALS = ['not-admitted', 'login-wanted', 'login-refused'];

/** The action of a check: prints its line and sets the exit status, whatever happens. */
// Commander knows no types of options: the caller says what they are.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function check<O>(
  terminal: CheckTerminal,
  work: (options: O, ...words: string[]) => Promise<Verdict> | Verdict,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const options = (given.at(-1) as Command).optsWithGlobals<Record<string, unknown>>() as O;
    const verdict = await verdictOf(() => work(options, ...(given.slice(0, -2) as string[])));
    terminal.stdout.write(verdictLine(verdict));
    terminal.end(exitStatus(verdict.state));
  };
}

async function verdictOf(work: () => Promise<Verdict> | Verdict): Promise<Verdict> {
  try {
    return await work();
  } catch (error) {
    const refused = isFlumotionError(error) && REFUSALS.includes(error.code);
    return { state: refused ? 'CRITICAL' : 'UNKNOWN', text: errorText(error) };
  }
}
