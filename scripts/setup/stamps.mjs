import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What the last set-up was made from, beside what it made: it goes when `node_modules` goes. */
const FILE = new URL('../../node_modules/.flumotion/setup.json', import.meta.url);

function read() {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {
    return {};
  }
}

/** Whether a step was last done with exactly this input. */
export function isDone(step, stamp) {
  return read()[step] === stamp;
}

/** Remembers that a step was done with this input. */
export function done(step, stamp) {
  mkdirSync(dirname(FILE.pathname), { recursive: true });
  writeFileSync(FILE, JSON.stringify({ ...read(), [step]: stamp }));
}

export function hash(...parts) {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('hex');
}
