/** Kinds of FLV tags. */
export const TAG = { audio: 8, video: 9, script: 18 } as const;

const FILE_HEADER = 9;
const TAG_HEADER = 11;
const TAG_SIZE = 4;
const AVC = 7;
const AAC = 10;
/** Bit of a video tag that is in the newer form, with a codec named by four letters. */
const ENHANCED = 0x80;

/** The beginning of a stream with sound and picture, and the size of the tag before the first. */
export const BEGINNING = Buffer.from([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, FILE_HEADER, 0, 0, 0, 0]);

/** One FLV tag, with its size behind it. */
export interface Tag {
  readonly kind: number;
  /** Milliseconds. */
  readonly time: number;
  readonly data: Buffer;
}

/** The whole tags in a piece of an FLV stream that begins with a tag, or with the stream's beginning. */
export function readTags(piece: Buffer): readonly Tag[] {
  const tags: Tag[] = [];
  let at = piece.subarray(0, 3).toString('latin1') === 'FLV' ? FILE_HEADER + TAG_SIZE : 0;
  while (at + TAG_HEADER + TAG_SIZE <= piece.length) {
    const end = at + TAG_HEADER + piece.readUIntBE(at + 1, 3) + TAG_SIZE;
    if (end > piece.length) break;
    const time = piece.readUIntBE(at + 4, 3) + (piece[at + 7] ?? 0) * 0x1000000;
    tags.push({ kind: piece[at] ?? 0, time, data: piece.subarray(at, end) });
    at = end;
  }
  return tags;
}

/** A copy of a tag with another time, in milliseconds. */
export function withTime({ data }: Tag, time: number): Buffer {
  const copy = Buffer.from(data);
  const whole = Math.round(time) % 2 ** 32;
  copy.writeUIntBE(whole & 0xffffff, 4, 3);
  copy[7] = Math.floor(whole / 0x1000000);
  return copy;
}

/** Whether a tag tells the settings of a codec, or of the stream. */
export function isHeader({ kind, data }: Tag): boolean {
  if (kind === TAG.script) return true;
  const [first = 0, second = 1] = [data[TAG_HEADER], data[TAG_HEADER + 1]];
  if (kind === TAG.audio) return first >> 4 === AAC && second === 0;
  if (kind !== TAG.video) return false;
  return first & ENHANCED ? (first & 0x0f) === 0 : (first & 0x0f) === AVC && second === 0;
}

/** Whether a tag is a picture that can be decoded without those before. */
export function isKeyframe({ kind, data }: Tag): boolean {
  return kind === TAG.video && (((data[TAG_HEADER] ?? 0) >> 4) & 7) === 1;
}
