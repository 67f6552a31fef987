import type { Command } from 'commander';
import { bashScript } from './bash';
import { fishScript } from './fish';
import { grammarOf } from './grammar';
import { zshScript } from './zsh';

export { completeWith } from './grammar';

/** Shells that completion scripts are made for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** A shell that completion scripts are made for. */
export type Shell = (typeof SHELLS)[number];

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** The completion script of a command for a shell, made from the command's own options and arguments. */
export function completionScript(command: Command, shell: Shell): string {
  return SCRIPTS[shell](grammarOf(command));
}
