import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

/** The two kinds of hash, by the number they are marked with. */
const KINDS = {
  5: { algorithm: 'sha256', size: 32, step: [10, 20], whole: 30 },
  6: { algorithm: 'sha512', size: 64, step: [21, 42], whole: 63 },
} as const;

/** Rounds where a hash does not say how many. */
const USUAL_ROUNDS = 5000;
/** Rounds after which others have their turn: some milliseconds. */
const STRETCH = 250;
const DIGITS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** What such a hash looks like: 1,000 to 999,999 rounds, which take a second or two. */
export const SHA_CRYPT =
  /^\$(?:5\$(?:rounds=[1-9]\d{3,5}\$)?[./A-Za-z0-9]{0,16}\$[./A-Za-z0-9]{43}|6\$(?:rounds=[1-9]\d{3,5}\$)?[./A-Za-z0-9]{0,16}\$[./A-Za-z0-9]{86})$/;

/**
 * The hash of a password as crypt(3) makes it with SHA-256 or SHA-512 (https://www.akkadia.org/drepper/SHA-crypt.txt; the
 * steps are numbered as there). It makes way for others while it counts; the package `unixcrypt` does not, and gets passwords
 * of 32, 64, … bytes wrong.
 * @param like - a hash of the form `SHA_CRYPT`, whose kind, rounds and salt are used.
 */
export async function shaCrypt(password: string, like: string): Promise<string> {
  const head = like.slice(0, like.lastIndexOf('$'));
  const { algorithm, size } = kindOf(like);
  const rounds = Number(/^\$.\$rounds=(\d+)\$/.exec(like)?.[1] ?? USUAL_ROUNDS);
  const secret = Buffer.from(password);
  const salt = Buffer.from(head.slice(head.lastIndexOf('$') + 1));
  const digest = (...parts: readonly Buffer[]): Buffer => {
    const hash = createHash(algorithm);
    for (const part of parts) hash.update(part);
    return hash.digest();
  };
  // Steps 1 to 12.
  const second = digest(secret, salt, secret);
  const mixed: Buffer[] = [];
  for (let left = secret.length; left > 0; left >>>= 1) mixed.push(left % 2 === 1 ? second : secret);
  let state = digest(secret, salt, stretched(second, secret.length), ...mixed);
  // Steps 13 to 20.
  const p = stretched(digest(...Array<Buffer>(secret.length).fill(secret)), secret.length);
  const s = stretched(digest(...Array<Buffer>(16 + (state[0] ?? 0)).fill(salt)), salt.length);
  // Step 21.
  for (let round = 0; round < rounds; round++) {
    const isOdd = round % 2 === 1;
    const parts = [isOdd ? p : state];
    if (round % 3 !== 0) parts.push(s);
    if (round % 7 !== 0) parts.push(p);
    parts.push(isOdd ? state : p);
    state = digest(...parts);
    if (round % STRETCH === STRETCH - 1) await setImmediate();
  }
  return `${head}$${encoded(state, size)}`;
}

function kindOf(hash: string): (typeof KINDS)[5 | 6] {
  return KINDS[hash.startsWith('$5$') ? 5 : 6];
}

/** A digest repeated up to a length. */
function stretched(digest: Buffer, length: number): Buffer {
  return Buffer.alloc(length, digest);
}

/** Step 22: three bytes in four digits, the least first; which three comes from their order in the original code. */
function encoded(digest: Buffer, size: 32 | 64): string {
  const { step, whole } = KINDS[size === 32 ? 5 : 6];
  let text = '';
  const put = (value: number, digits: number): void => {
    for (let rest = value, left = digits; left > 0; left--, rest >>>= 6) text += DIGITS[rest & 63] ?? '';
  };
  const at = (place: number): number => digest[place] ?? 0;
  let places: [number, number, number] = [0, step[0], step[1]];
  for (let count = 0; count < whole / 3; count++) {
    put((at(places[0]) << 16) | (at(places[1]) << 8) | at(places[2]), 4);
    places = next(places, size);
  }
  if (size === 32) put((at(31) << 8) | at(30), 3);
  else put(at(63), 2);
  return text;
}

/** The next three places: each one further, and turned about, to the right with 64 bytes and to the left with 32. */
function next([a, b, c]: [number, number, number], size: 32 | 64): [number, number, number] {
  return size === 32 ? [c + 1, a + 1, b + 1] : [b + 1, c + 1, a + 1];
}
