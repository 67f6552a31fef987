import { createHmac, randomBytes } from 'node:crypto';
import { HASHINGS } from './hashes';
import type { User } from './users';

/** A user that nobody is, for an empty list. */
const NOBODY: User = {
  name: '',
  kind: 'bcrypt',
  hash: '$2b$10$CwTycUXWue0Thq9StjUM0uJ8Gm4T1qZ1uVv0p3hT5dJ9cXo1nQe3K',
};

const key = randomBytes(32);

/**
 * Whether the password is that of the user of this name. A name that is not in the list costs what some name in it
 * costs, always the same one: how long an answer takes tells nobody which names there are.
 */
export async function verify(
  users: ReadonlyMap<string, User>,
  name: string,
  password: string,
): Promise<boolean> {
  const user = users.get(name);
  const { kind, hash } = user ?? standIn(users, name);
  const hashing = HASHINGS[kind];
  const { longest } = hashing;
  const fits = Buffer.byteLength(password) <= longest;
  const same = await hashing.matches(fits ? password : password.slice(0, longest), hash);
  return same && fits && user !== undefined;
}

function standIn(users: ReadonlyMap<string, User>, name: string): User {
  const number = createHmac('sha256', key).update(name).digest().readUInt32BE() % Math.max(1, users.size);
  return [...users.values()][number] ?? NOBODY;
}
