/** How a password is hashed: bcrypt, or the traditional crypt(3) of old htpasswd files. */
export type HashKind = 'bcrypt' | 'crypt';

/** One line of a user list. */
export interface User {
  readonly name: string;
  readonly hash: string;
  readonly kind: HashKind;
}

/** A user list as read: the users by name, and what is wrong with the other lines. */
export interface UserList {
  readonly users: ReadonlyMap<string, User>;
  readonly problems: readonly string[];
}

/** Most lines that are read of a list. */
const MAX_LINES = 100_000;
const BCRYPT = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;
const CRYPT = /^[./A-Za-z0-9]{13}$/;

function kindOf(hash: string): HashKind | undefined {
  if (BCRYPT.test(hash)) return 'bcrypt';
  return CRYPT.test(hash) ? 'crypt' : undefined;
}

/** Reads `user:hash` lines. Empty lines and lines that begin with `#` are passed over; fields after the hash too. */
export function parseUsers(text: string): UserList {
  const users = new Map<string, User>();
  const problems: string[] = [];
  text
    .split(/\r?\n/, MAX_LINES)
    .map((line) => line.trim())
    .forEach((line, index) => {
      if (line === '' || line.startsWith('#')) return;
      const where = `line ${String(index + 1)}`;
      const [name = '', hash = ''] = line.split(':');
      const kind = kindOf(hash);
      if (name === '') problems.push(`${where}: expected user:hash`);
      else if (!kind) problems.push(`${where}: the hash of user ${name} is neither bcrypt nor crypt`);
      else if (users.has(name))
        problems.push(`${where}: user ${name} stands there twice; the first line counts`);
      else users.set(name, { name, hash, kind });
    });
  return { users, problems };
}
