/** Head of an EBML element. */
export interface Element {
  readonly id: number;
  /** Bytes of id and size together. */
  readonly head: number;
  /** Bytes of the content; undefined when it is not known, as for live segments and clusters. */
  readonly size: number | undefined;
}

/** Reads the head of an element; `none` when the bytes cannot be one, `unfinished` when more are needed. */
export function readElement(bytes: Buffer): Element | 'none' | 'unfinished' {
  const first = bytes[0];
  if (first === undefined) return 'unfinished';
  const idLength = Math.clz32(first) - 23;
  if (idLength > 4) return 'none';
  const second = bytes[idLength];
  if (second === undefined) return 'unfinished';
  const sizeLength = Math.clz32(second) - 23;
  if (sizeLength > 8) return 'none';
  const head = idLength + sizeLength;
  if (bytes.length < head) return 'unfinished';
  const id = readUnsigned(bytes.subarray(0, idLength));
  // The first byte carries a marker bit for the length; all other bits set means a size that is not known.
  const high = second & (0x7f >> (sizeLength - 1));
  const size = high * 256 ** (sizeLength - 1) + readUnsigned(bytes.subarray(idLength + 1, head));
  return { id, head, size: size >= 2 ** (7 * sizeLength) - 1 ? undefined : size };
}

/** A big-endian whole number of up to eight bytes; above 2^53 it is not exact. */
export function readUnsigned(bytes: Buffer): number {
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  return value;
}
