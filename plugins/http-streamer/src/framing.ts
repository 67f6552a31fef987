/** Digits of a size line; leading zeros are allowed (RFC 9112, 7.1). */
const DIGITS = 8;
const LINE_END = Buffer.from('\r\n');
/** Bytes before the data. */
const BEFORE = DIGITS + LINE_END.length;

/** Ends a chunked body. */
export const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** Media with the framing of a chunked body around it, in one piece of memory. */
export interface Framed {
  /** With the size line before and the line end behind it. */
  readonly framed: Buffer;
  /** The media alone; a view of the same memory. */
  readonly data: Buffer;
}

/** Copies parts together, with room for the framing, so that listeners with and without it share the memory. */
export function framedCopy(parts: readonly Buffer[], length: number): Framed {
  const framed = Buffer.allocUnsafeSlow(BEFORE + length + LINE_END.length);
  let at = sizeLine(length).copy(framed, 0);
  for (const part of parts) at += part.copy(framed, at);
  LINE_END.copy(framed, at);
  return { framed, data: framed.subarray(BEFORE, BEFORE + length) };
}

/** Pieces that frame the end of framed media, from a keyframe on, without a copy. */
export function framedEnd(framed: Buffer, length: number): readonly Buffer[] {
  return [sizeLine(length), framed.subarray(framed.length - LINE_END.length - length)];
}

/** Pieces that frame other data; none when there is none, since an empty chunk ends a body. */
export function framedPieces(data: Buffer): readonly Buffer[] {
  return data.length === 0 ? [] : [sizeLine(data.length), data, LINE_END];
}

function sizeLine(length: number): Buffer {
  return Buffer.from(`${length.toString(16).padStart(DIGITS, '0')}\r\n`, 'latin1');
}
