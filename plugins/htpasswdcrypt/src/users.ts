import { HASHINGS, type HashKind } from './hashes';

/** One line of a user list. */
export interface User {
  readonly name: string;
  /** What follows the name, as far as it is the hash: with its salt. */
  readonly hash: string;
  readonly kind: HashKind;
}

/** A user list as read: the users by name, and what is wrong with the other lines. */
export interface UserList {
  readonly users: ReadonlyMap<string, User>;
  readonly problems: readonly string[];
}

/** How the lines of a list are written. */
export interface ListFormat {
  /** A line, for people. */
  readonly line: string;
  /** Fields after the name that make the hash; those that follow are passed over. */
  readonly fields: number;
  readonly kinds: readonly HashKind[];
  /** What is wrong with a hash of no known kind. */
  readonly unknown: string;
}

/** Lists as Apache's htpasswd makes them. */
export const HTPASSWD: ListFormat = {
  line: 'user:hash',
  fields: 1,
  kinds: ['bcrypt', 'sha-crypt', 'md5', 'sha1', 'crypt'],
  unknown: 'is neither bcrypt nor SHA-512, SHA-256 ($6$, $5$), MD5 (apr1), SHA-1 or crypt',
};

/** Lists of the saltsha256-bouncer. */
export const SALTED: ListFormat = {
  line: 'user:salt:hash',
  fields: 2,
  kinds: ['salted-sha256'],
  unknown: 'is not a salt and 64 hexadecimal digits of SHA-256',
};

/** Most lines that are read of a list. */
const MAX_LINES = 100_000;

/** Reads the lines of a list. Empty lines and lines that begin with `#` are passed over; fields after the hash too. */
export function parseUsers(text: string, format: ListFormat): UserList {
  const users = new Map<string, User>();
  const problems: string[] = [];
  text
    .split(/\r?\n/, MAX_LINES)
    .map((line) => line.trim())
    .forEach((line, index) => {
      if (line === '' || line.startsWith('#')) return;
      const where = `line ${String(index + 1)}`;
      const [name = '', ...rest] = line.split(':');
      const hash = rest.slice(0, format.fields).join(':');
      const kind = format.kinds.find((one) => HASHINGS[one].form.test(hash));
      if (name === '') problems.push(`${where}: expected ${format.line}`);
      else if (!kind) problems.push(`${where}: the hash of user ${name} ${format.unknown}`);
      else if (users.has(name))
        problems.push(`${where}: user ${name} stands there twice; the first line counts`);
      else users.set(name, { name, hash, kind });
    });
  return { users, problems };
}
