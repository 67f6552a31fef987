import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommonOptions } from '@flumotion/core/cli';
import { parsePlace, type GivenPlace, type Transport } from './place';

/** The options by which a command finds its manager and says who asks. */
export interface ConnectOptions extends CommonOptions {
  readonly manager?: GivenPlace;
  readonly transport?: Transport;
  readonly username?: string;
  readonly password?: string;
  readonly token?: string;
  readonly loginFile?: string;
  readonly fingerprint?: string;
  /** Seconds. */
  readonly timeout: number;
}

/** What help says about the environment. */
export const ENVIRONMENT = `
Environment:
  FLU_MANAGER, FLU_USER, FLU_PASSWORD, FLU_TOKEN, FLU_LOGIN_FILE
                    as the options; what the list of processes does not show is safer there, or in the login file
  XDG_CONFIG_HOME   holds flumotion/logins, and flumotion/known-managers with the fingerprints of managers
                    (default: ~/.config)`;

/**
 * Adds the options to a command.
 * @param letters whether they have short spellings, which another command may need for itself.
 */
export function withConnection(command: Command, letters = true): Command {
  const flags = (letter: string, long: string): string => (letters ? `-${letter}, ${long}` : long);
  return command
    .addOption(
      new Option(
        flags('m', '--manager <manager>'),
        'manager, as [user[:password]@]host[:port] (default: localhost, port 7531 for ssl, 8642 for tcp)',
      )
        .env('FLU_MANAGER')
        .argParser(parsePlace),
    )
    .addOption(
      new Option(flags('T', '--transport <transport>'), 'transport to the manager (default: ssl)').choices([
        'tcp',
        'ssl',
      ]),
    )
    .addOption(new Option(flags('u', '--username <user>'), 'user to log in as').env('FLU_USER'))
    .addOption(new Option(flags('p', '--password <password>'), 'password to log in with').env('FLU_PASSWORD'))
    .addOption(new Option('--token <token>', 'token to log in with, instead of a user').env('FLU_TOKEN'))
    .addOption(
      new Option(
        '--login-file <file>',
        'file in the form of netrc, mode 0600 (default: flumotion/logins in the configuration folder)',
      ).env('FLU_LOGIN_FILE'),
    )
    .addOption(
      new Option(
        '--fingerprint <sha256>',
        "the manager's certificate has to have this fingerprint; learnt on first contact when left out",
      ).argParser(fingerprint),
    )
    .addOption(new Option('--timeout <seconds>', 'longest wait for an answer').argParser(seconds).default(30))
    .addHelpText('after', ENVIRONMENT);
}

/** Reads a fingerprint with or without colons. @throws InvalidArgumentError when it is none. */
export function fingerprint(text: string): string {
  const plain = text.replaceAll(':', '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(plain)) throw new InvalidArgumentError('expected 64 hexadecimal digits');
  return plain;
}

/** Reads seconds, also as a fraction. @throws InvalidArgumentError when it is no time from 0.1 s to a day. */
export function seconds(text: string): number {
  const value = /^\d{1,5}(?:\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!(value >= 0.1 && value <= 86_400)) throw new InvalidArgumentError('expected seconds, 0.1 to 86400');
  return value;
}
