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
