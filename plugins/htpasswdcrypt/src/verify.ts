import { timingSafeEqual } from 'node:crypto';
import { compare } from 'bcrypt';
import type { User } from './users';

// The package has no types of its own: crypt(password, salt), the salt two characters.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const crypt = require('unix-crypt-td-js') as (password: string, salt: string) => string;

/** A hash that no password has, so that an unknown user takes as long to refuse as a wrong password. */
const NOBODY = '$2b$10$CwTycUXWue0Thq9StjUM0uJ8Gm4T1qZ1uVv0p3hT5dJ9cXo1nQe3K';

/** bcrypt reads no further than this many bytes. */
const MAX_PASSWORD = 72;

/** Whether the password is the user's. Takes about as long for an unknown user as for a wrong password. */
export async function verify(user: User | undefined, password: string): Promise<boolean> {
  const fits = Buffer.byteLength(password) <= MAX_PASSWORD;
  if (user?.kind === 'crypt') return fits && equal(crypt(password, user.hash.slice(0, 2)), user.hash);
  // Apache writes $2y$ for what everybody else calls $2b$.
  const hash = user ? user.hash.replace(/^\$2y\$/, '$2b$') : NOBODY;
  const same = await compare(password.slice(0, MAX_PASSWORD), hash);
  return same && fits && user !== undefined;
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
