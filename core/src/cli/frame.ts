import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { errorText, isFlumotionError } from '../errors';
import { levelFor, parseLevels } from '../log/levels';
import { escapeText, Logger, streamSink } from '../log/logger';
import { VERSION } from '../version';
import { SHELLS, completionScript, type Shell } from './completion';

/** A line of help that shows the command at work. */
export interface Example {
  /** As typed in a shell, from the top of a checkout. */
  readonly command: string;
  /** What it does, in a few words. */
  readonly does: string;
}

/** What a command says about itself. */
export interface CommandPlan {
  /** Name on the path, as `flumotion-worker`. */
  readonly name: string;
  /** One or two sentences for people. */
  readonly summary: string;
  readonly examples: readonly Example[];
}

/** The options every command has. */
export interface CommonOptions {
  /** Log levels, as `*:4,feed*:5`. */
  readonly debug?: string;
  /** The same as `--debug '*:3'`. */
  readonly verbose?: boolean;
}

/** Where a command writes. */
export interface Terminal {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Longest example that has what it does on its own line. */
const WIDEST = 60;

/** Makes a command with the common options, examples in its help and completion; add arguments, options and an action. */
export function createCommand(plan: CommandPlan): Command {
  return new Command(plan.name)
    .description(plan.summary)
    .version(`${plan.name} ${VERSION}`, '--version', 'print the version and end')
    .helpOption('-h, --help', 'print this help and end')
    .option('-v, --verbose', "log what happens; the same as --debug '*:3'")
    .addOption(
      new Option(
        '-d, --debug <levels>',
        'log levels by category: 1 errors, 2 warnings, 3 info, 4 debug, 5 all, as *:4,feed*:5',
      )
        .env('FLU_DEBUG')
        .argParser(checkedLevels),
    )
    .addOption(
      new Option('--completion <shell>', 'print a completion script for the shell and end').choices(SHELLS),
    )
    .addHelpText('after', `\nExamples:\n${exampleLines(plan.examples).join('\n')}`)
    .showHelpAfterError(`Run ${plan.name} --help for what it takes.`);
}

/** Commands with what they do: beside each other, or below where a command is too long for that. */
function exampleLines(examples: readonly Example[]): string[] {
  const width = Math.max(...examples.map(({ command }) => command.length));
  return width <= WIDEST
    ? examples.map(({ command, does }) => `  ${command.padEnd(width)}  ${does}`)
    : examples.map(({ command, does }) => `  # ${does}\n  ${command}`);
}

function checkedLevels(text: string): string {
  try {
    parseLevels(text);
  } catch (error) {
    throw new InvalidArgumentError(errorText(error));
  }
  return text;
}

/** Log levels that the common options ask for, for {@link Logger} and for the processes a command starts. */
export function debugLevels(options: CommonOptions): string {
  return [options.verbose === true ? '*:3' : '', options.debug ?? ''].filter((part) => part !== '').join(',');
}

/** A logger to standard error with the levels that the common options ask for. */
export function commandLogger(options: CommonOptions, category: string, object: string): Logger {
  return new Logger(streamSink(process.stderr), parseLevels(debugLevels(options)), category, object);
}

/**
 * Runs a command with its arguments (without the program's name). What its action throws becomes one sentence on
 * standard error, with the stack only at debug level 4 of category `cli`.
 * @returns the exit status.
 */
export async function execute(
  command: Command,
  argv: readonly string[],
  terminal: Terminal = process,
): Promise<number> {
  prepare(command, command, terminal);
  command.on('option:completion', (shell: Shell) => {
    terminal.stdout.write(completionScript(command, shell));
    throw new CommanderError(0, 'flumotion.completion', '');
  });
  try {
    await command.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    return report(command, error, terminal);
  }
}

/** Gives a command and its sub-commands the same way to write and to end. */
function prepare(command: Command, root: Command, terminal: Terminal): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => terminal.stdout.write(text),
    writeErr: (text) => terminal.stderr.write(text),
    outputError: (text, write) => {
      write(text.replace(/^error: /, `${root.name()}: `));
    },
  });
  for (const child of command.commands) prepare(child, root, terminal);
}

function report(command: Command, error: unknown, terminal: Terminal): number {
  const known = isFlumotionError(error);
  const text = errorText(error).split('\n').map(escapeText).join('\n');
  const advice = known ? '' : `; this is a fault in the program: run it with --debug '*:4' to see where`;
  terminal.stderr.write(`${command.name()}: ${text}${advice}\n`);
  const debug = levelFor(parseLevels(debugLevels(command.opts<CommonOptions>())), 'cli') >= 4;
  if (debug && error instanceof Error) terminal.stderr.write(`${error.stack ?? ''}\n`);
  return known ? error.exit : 1;
}

const faults: ((error: unknown) => boolean)[] = [];

/**
 * Has what nobody caught judged before it ends the process.
 * @param handles - true when the process may go on.
 */
export function onFault(handles: (error: unknown) => boolean): void {
  faults.push(handles);
}

let isDone = false;

/**
 * Has the process end once what it printed is gone, as plugins may have left timers and sockets that would keep it. For
 * commands that have loaded plugins and are done when their action is.
 */
export function endAfterwards(): void {
  isDone = true;
}

/**
 * Runs a command as this process: with the process's arguments, ending it with the exit status on failure. After
 * success the process ends by itself when nothing is left to do.
 */
export async function runCommand(command: Command): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader went away, as in `flumotion-inspect | head`: nothing more to say.
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
  process.on('uncaughtException', (error) => {
    if (!faults.some((handles) => handles(error))) process.exit(report(command, error, process));
  });
  const status = await execute(command, process.argv.slice(2));
  if (status !== 0) process.exit(status);
  if (isDone) process.stdout.write('', () => process.stderr.write('', () => process.exit()));
}
