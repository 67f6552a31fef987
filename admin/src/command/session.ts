import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { errorText, escapeText, FlumotionError, type Terminal } from '@flumotion/core/cli';
import { ManagerClient } from '../client/client';
import type { ConnectOptions } from '../connect/options';
import { connectSettings } from '../connect/settings';

/** Options of every verb of flumotion-command. */
export interface VerbOptions extends ConnectOptions {
  readonly json?: boolean;
}

/** A verb at work: its manager and where its answer goes. */
export interface Session<O extends VerbOptions = VerbOptions> {
  readonly client: ManagerClient;
  readonly options: O;
  /** Prints a value as JSON for programs, or its text for people. */
  readonly show: (value: unknown, text: () => string) => void;
  /** Prints text as it is. */
  readonly write: (text: string | Buffer) => void;
  /** Tells people something on standard error. */
  readonly tell: (text: string) => void;
}

/** Where a verb writes; bytes too. */
export interface VerbTerminal {
  readonly stdout: { write(text: string | Buffer): unknown };
  readonly stderr: Terminal['stderr'];
}

/** The action of a verb: connects, does the work and ends the connections. */
export function verb<O extends VerbOptions = VerbOptions>(
  terminal: VerbTerminal,
  work: (session: Session<O>, ...words: string[]) => Promise<void>,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    const options = command.optsWithGlobals<O>();
    const tell = (text: string): void => {
      terminal.stderr.write(`${rootOf(command).name()}: ${escapeText(text)}\n`);
    };
    const client = new ManagerClient(connectSettings(options, tell));
    const write = (text: string | Buffer): void => {
      terminal.stdout.write(text);
    };
    const show = (value: unknown, text: () => string): void => {
      write(options.json === true ? `${JSON.stringify(value, null, 2)}\n` : text());
    };
    try {
      // Arguments come one by one; those that were not given as undefined, further ones as a list.
      await work({ client, options, show, write, tell }, ...(given.slice(0, -2).flat() as string[]));
    } finally {
      client.close();
    }
  };
}

function rootOf(command: Command): Command {
  return command.parent ? rootOf(command.parent) : command;
}

/** The contents of a file, or of standard input for `-`. @throws FlumotionError `file-unreadable`. */
export function readFileOrInput(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw FlumotionError.of('file-unreadable', { file, reason: errorText(error) });
  }
}

/** The same as text. @throws FlumotionError `file-unreadable`. */
export function readTextOrInput(file: string): string {
  return readFileOrInput(file).toString('utf8');
}
