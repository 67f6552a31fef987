import { readFileSync, statSync } from 'node:fs';
import { errorText, FlumotionError } from '@flumotion/core/cli';
import type { ManagerPlace } from './place';

/** A line of the login file: whom to log in as at a manager. */
export interface LoginEntry {
  /** `host` or `host:port`; absent for any other manager. */
  readonly machine?: string;
  readonly login?: string;
  readonly password?: string;
  readonly token?: string;
}

/** Largest login file that is read, bytes. */
const MAX_FILE = 1024 * 1024;

/**
 * Finds the login for a manager in a file in the form of netrc: `machine host[:port] login USER password PASSWORD`, or
 * `token TOKEN`; `default` for any other manager. The line with the port wins.
 * @param user whose login is wanted; anybody's when left out.
 * @returns undefined when there is no such file or no such line.
 * @throws FlumotionError `login-file-open` when others may read it, `login-file-invalid`.
 */
export function findLogin(
  file: string,
  { host, port }: ManagerPlace,
  user: string | undefined,
): LoginEntry | undefined {
  const entries = readEntries(file).filter(({ login }) => user === undefined || login === user);
  const named = (machine: string | undefined): LoginEntry | undefined =>
    entries.find((entry) => entry.machine === machine);
  return named(`${host}:${port}`) ?? named(host) ?? named(undefined);
}

function readEntries(file: string): readonly LoginEntry[] {
  const invalid = (reason: string): FlumotionError =>
    FlumotionError.of('login-file-invalid', { file, reason });
  let text: string;
  try {
    const { mode, size } = statSync(file);
    if ((mode & 0o077) !== 0) throw FlumotionError.of('login-file-open', { file });
    if (size > MAX_FILE) throw invalid(`it is larger than ${MAX_FILE} bytes`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw (error as Error).name === 'FlumotionError' ? error : invalid(errorText(error));
  }
  return parseEntries(words(text), invalid);
}

function parseEntries(
  all: readonly string[],
  invalid: (reason: string) => FlumotionError,
): readonly LoginEntry[] {
  const entries: Record<string, string>[] = [];
  for (let at = 0; at < all.length; at++) {
    const word = all[at] ?? '';
    if (word === 'default') {
      entries.push({});
      continue;
    }
    if (!['machine', 'login', 'password', 'token', 'account'].includes(word))
      throw invalid(
        `it says ${JSON.stringify(word)} where machine, login, password, token or default is expected`,
      );
    const value = all[++at];
    if (value === undefined) throw invalid(`its last word ${word} has no value`);
    if (word === 'machine') entries.push({ machine: value });
    else {
      const entry = entries.at(-1);
      if (!entry) throw invalid(`it says ${word} before any machine`);
      entry[word] = value;
    }
  }
  return entries;
}

/** Words between spaces; `#` begins a comment at the beginning of a word, quotes hold spaces. */
function words(text: string): string[] {
  const found = text.matchAll(/(?<=^|\s)(?:#.*|"((?:[^"\\\n]|\\.)*)"|(\S+))/g);
  return [...found].flatMap(([, quoted, plain]) => quoted?.replace(/\\(.)/g, '$1') ?? plain ?? []);
}
