import type { DecodedSound } from './decode';

/** Seconds over which loudness is taken together. */
const STEP = 0.01;

/** Loudness of a sound, one value (root mean square) for each 10 ms. */
export function envelope({ samples, rate }: DecodedSound): number[] {
  const size = Math.round(rate * STEP);
  return Array.from({ length: Math.floor(samples.length / size) }, (_, at) => {
    const part = samples.subarray(at * size, (at + 1) * size);
    return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / size);
  });
}

/** How much a recording is found somewhere in a sound, by loudness over time: 1 fully, 0 not at all. */
export function likeness(heard: readonly number[], recording: readonly number[]): number {
  let best = 0;
  for (let at = 0; at + recording.length <= heard.length; at++) {
    best = Math.max(best, correlation(heard.slice(at, at + recording.length), recording));
  }
  return best;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [at, value] of a.entries()) {
    const [x, y] = [value - ma, (b[at] ?? 0) - mb];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
