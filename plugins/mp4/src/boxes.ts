/** A box of an MP4 file, as a place in the bytes around it. */
export interface Box {
  /** Four letters, as `moof`. */
  readonly type: string;
  readonly start: number;
  /** Where its content begins. */
  readonly body: number;
  readonly end: number;
}

/** Bytes before the content of a box. */
export const BOX_HEAD = 8;

/** The boxes that follow each other in a stretch of bytes; one that is not whole ends the list. */
export function* boxesIn(bytes: Buffer, from = 0, to = bytes.length): Generator<Box> {
  for (let start = from; start + BOX_HEAD <= to;) {
    const size = bytes.readUInt32BE(start);
    const end = start + size;
    if (size < BOX_HEAD || end > to) return;
    yield { type: bytes.toString('latin1', start + 4, start + BOX_HEAD), start, body: start + BOX_HEAD, end };
    start = end;
  }
}

/** The boxes at the end of a path of types, as `moov`, `trak`, `mdia`. */
export function find(bytes: Buffer, path: readonly string[], inside?: Box): Box[] {
  const [type, ...rest] = path;
  const found = [...boxesIn(bytes, inside?.body, inside?.end)].filter((box) => box.type === type);
  return rest.length === 0 ? found : found.flatMap((box) => find(bytes, rest, box));
}
