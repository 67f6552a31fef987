/** Part of a resource: its first and last byte. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * Reads a Range field for one stretch of bytes (RFC 9110, 14.2).
 * @returns undefined when the whole is to be sent: there is no such field, it asks for several stretches, or it is no
 *   valid one; 'beyond' when there is nothing there.
 */
export function readRange(field: string | undefined, size: number): ByteRange | 'beyond' | undefined {
  const [, from, to] = RANGE.exec(field?.replaceAll(' ', '') ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'beyond' : { first: size - length, last: size - 1 };
  }
  const [first, last] = [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)];
  if (to !== '' && Number(to) < first) return undefined;
  return first >= size ? 'beyond' : { first, last };
}
