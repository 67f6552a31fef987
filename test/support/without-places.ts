/** A copy without the `place` of anything in it: where it was written does not matter for equality. */
export function withoutPlaces<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (key, each: unknown) => (key === 'place' ? undefined : each))) as T;
}
