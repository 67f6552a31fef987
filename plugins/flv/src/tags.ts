const VIDEO = 9;
const SCRIPT = 18;
const DATE = Buffer.from('creationdate');
const NO_DATE = 'Thu Jan  1 00:00:00 1970';

/** Whether a piece of FLV is a tag with a picture or with the settings of pictures. */
export function hasPicture(tag: Buffer): boolean {
  return tag[0] === VIDEO;
}

/** Whether a piece of FLV says something about the stream. */
export function isScript(tag: Buffer): boolean {
  return tag[0] === SCRIPT;
}

/** Bytes before what a tag holds, and of the length behind it. */
const TAG = 11;
const LENGTH = 4;

/** Time of a tag in milliseconds; of its 32 bits the highest eight stand behind the others. */
export function timeOf(tag: Buffer): number {
  return tag.readUIntBE(4, 3) + tag.readUInt8(7) * 2 ** 24;
}

/** Tags that are so many milliseconds later, in memory of their own. */
export function later(tags: Buffer, milliseconds: number): Buffer {
  const moved = Buffer.from(tags);
  for (let at = 0; at + TAG <= moved.length; at += TAG + moved.readUIntBE(at + 1, 3) + LENGTH) {
    const time = (timeOf(moved.subarray(at)) + milliseconds) >>> 0;
    moved.writeUIntBE(time & 0xffffff, at + 4, 3);
    moved.writeUInt8(time >>> 24, at + 7);
  }
  return moved;
}

/** A piece of the headers without the time at which it was made; of the same length. */
export function withoutDate(piece: Buffer): Buffer {
  const at = isScript(piece) ? piece.indexOf(DATE) : -1;
  // The name is followed by the type of a text, its length in two bytes, and the text.
  const start = at + DATE.length + 3;
  if (at < 0 || start > piece.length || piece[start - 3] !== 2) return piece;
  const copy = Buffer.from(piece);
  const end = Math.min(copy.length, start + copy.readUInt16BE(start - 2));
  copy.fill(' ', start, end);
  copy.write(NO_DATE, start, end - start, 'latin1');
  return copy;
}
