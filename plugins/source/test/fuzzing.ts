import fc from 'fast-check';

/** Any bytes, up to so many. */
export const bytes = (maxLength: number): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));

/** Cuts bytes at any places. */
export function cutAt(data: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [0, ...places.map((place) => place % (data.length + 1)), data.length].sort((a, b) => a - b);
  return cuts.slice(1).map((to, at) => data.subarray(cuts[at], to));
}
