import { createHash, randomBytes } from 'node:crypto';

/** A secret that nobody guesses: 256 bits, in letters that suit headers. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A name for something that has a secret; it opens nothing. */
export function newId(): string {
  return randomBytes(9).toString('base64url');
}
