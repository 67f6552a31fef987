import type { Argument, Command } from 'commander';

/** What may follow an option or stand as an argument. */
export type Values =
  | { readonly kind: 'none' }
  /** Anything; the shell offers file names. */
  | { readonly kind: 'files' }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** Words that a shell command prints, one a line. */
  | { readonly kind: 'asked'; readonly command: string };

/** An option as the shells need it. */
export interface OptionGrammar {
  /** Spellings, short first, as `-T`, `--transport`. */
  readonly names: readonly string[];
  readonly description: string;
  readonly values: Values;
}

/** A command as the shells need it. */
export interface Grammar {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionGrammar[];
  readonly arguments: readonly Values[];
  readonly commands: readonly Grammar[];
}

const askers = new WeakMap<Argument, string>();

/**
 * Lets a shell ask a command for the words an argument may be.
 * @param command Fixed shell text that prints one word a line.
 */
export function completeWith(argument: Argument, command: string): Argument {
  askers.set(argument, command);
  return argument;
}

/** Reads the grammar off a command. */
export function grammarOf(command: Command): Grammar {
  const help = command.createHelp();
  return {
    name: command.name(),
    description: oneLine(command.description()),
    options: help.visibleOptions(command).map((option) => ({
      names: [option.short, option.long].filter((name) => name !== undefined),
      description: oneLine(option.description),
      values: option.required || option.optional ? valuesOf(option.argChoices) : { kind: 'none' },
    })),
    arguments: command.registeredArguments.map((argument) =>
      valuesOf(argument.argChoices, askers.get(argument)),
    ),
    commands: help
      .visibleCommands(command)
      .filter((child) => child.name() !== 'help')
      .map(grammarOf),
  };
}

function valuesOf(choices: readonly string[] | undefined, command?: string): Values {
  if (choices) return { kind: 'words', words: choices };
  return command === undefined ? { kind: 'files' } : { kind: 'asked', command };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Quotes text for bash and zsh: single quotes, an inner quote as `'\''`. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command's name as part of a shell function's name. */
export function functionName(name: string): string {
  return `_${name.replace(/\W+/g, '_')}`;
}
