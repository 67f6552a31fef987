import { compare, hash } from 'bcrypt';

/** Work factor of the hashes: some 60 ms of one core. */
const ROUNDS = 10;
/** Shortest password in characters, and longest in bytes: bcrypt looks at no more. */
export const SHORTEST_PASSWORD = 8;
export const LONGEST_PASSWORD = 72;

/** A password as it is stored. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, ROUNDS);
}

/** Whether a password is the one that was stored. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  if (Buffer.byteLength(password) > LONGEST_PASSWORD) return false;
  return compare(password, stored);
}
