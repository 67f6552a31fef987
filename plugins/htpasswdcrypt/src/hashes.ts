import { createHash, timingSafeEqual } from 'node:crypto';
import { compare } from 'bcrypt';
import { SHA_CRYPT, shaCrypt } from './sha-crypt';

// Its types say that it has a default export, which it has not.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const md5 = require('apache-md5') as (password: string, hash: string) => string;
// The package has no types of its own: crypt(password, salt), the salt two characters.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const crypt = require('unix-crypt-td-js') as (password: string, salt: string) => string;

/** How a password is hashed. */
export type HashKind = 'bcrypt' | 'sha-crypt' | 'md5' | 'sha1' | 'crypt' | 'salted-sha256';

interface Hashing {
  /** What the hash in a list looks like. */
  readonly form: RegExp;
  /** Longest password in bytes. */
  readonly longest: number;
  /** For people, where the hash resists guessing badly. */
  readonly weak?: string;
  /** Whether a password has the hash; compares in constant time. */
  matches(password: string, hash: string): boolean | Promise<boolean>;
}

/** Longest password of a hash that itself sets no limit, in bytes. */
const LONGEST = 1024;

/** Every kind of hash. */
export const HASHINGS: Readonly<Record<HashKind, Hashing>> = {
  bcrypt: {
    form: /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/,
    // bcrypt reads no further, so a longer password would be as good as its beginning.
    longest: 72,
    // Apache writes $2y$ for what everybody else calls $2b$.
    matches: (password, hash) => compare(password, hash.replace(/^\$2y\$/, '$2b$')),
  },
  'sha-crypt': {
    form: SHA_CRYPT,
    longest: LONGEST,
    matches: async (password, hash) => equal(await shaCrypt(password, hash), hash),
  },
  md5: {
    form: /^\$(?:apr1|1)\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}$/,
    longest: LONGEST,
    // The package hashes a character as one byte.
    matches: (password, hash) => equal(md5(Buffer.from(password).toString('latin1'), hash), hash),
  },
  sha1: {
    form: /^\{SHA\}[A-Za-z0-9+/]{27}=$/,
    longest: LONGEST,
    weak: 'SHA-1 without salt',
    matches: (password, hash) => equal(`{SHA}${createHash('sha1').update(password).digest('base64')}`, hash),
  },
  crypt: {
    form: /^[./A-Za-z0-9]{13}$/,
    longest: LONGEST,
    weak: 'traditional crypt',
    matches: (password, hash) => equal(crypt(password, hash.slice(0, 2)), hash),
  },
  'salted-sha256': {
    form: /^[^:]*:[0-9a-f]{64}$/i,
    longest: LONGEST,
    matches(password, hash) {
      const [salt = '', digest = ''] = hash.split(':');
      const found = createHash('sha256')
        .update(salt + password)
        .digest('hex');
      return equal(found, digest.toLowerCase());
    },
  },
};

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
