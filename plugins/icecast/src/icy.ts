/** Bytes that a unit of the length byte stands for. */
const UNIT = 16;
/** Characters of a title that are shown. */
const MAX_TITLE = 300;

/** Takes the metadata out of a stream that has some after every so many bytes. */
export class IcySplitter {
  /** Bytes of media until the next metadata. */
  private media: number;
  /** Bytes of metadata still to come; undefined when its length is. */
  private missing: number | undefined = 0;
  private text: Buffer[] = [];

  /**
   * @param interval - bytes of media between two metadata; none when 0.
   * @param titled - called with each title that comes.
   */
  constructor(
    private readonly interval: number,
    private readonly titled: (title: string) => void,
  ) {
    this.media = interval;
  }

  /** The media in a piece of the stream. */
  mediaOf(piece: Buffer): Buffer {
    if (this.interval === 0) return piece;
    const parts: Buffer[] = [];
    for (let at = 0; at < piece.length;) {
      if (this.media > 0) {
        const part = piece.subarray(at, at + this.media);
        parts.push(part);
        at += part.length;
        this.media -= part.length;
        if (this.media === 0) this.missing = undefined;
      } else at = this.readText(piece, at);
    }
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  }

  private readText(piece: Buffer, at: number): number {
    if (this.missing === undefined) {
      this.missing = (piece[at] ?? 0) * UNIT;
      if (this.missing === 0) this.media = this.interval;
      return at + 1;
    }
    const part = piece.subarray(at, at + this.missing);
    this.text.push(part);
    this.missing -= part.length;
    if (this.missing === 0) {
      const title = titleOf(Buffer.concat(this.text.splice(0)));
      if (title !== undefined) this.titled(title);
      this.media = this.interval;
    }
    return at + part.length;
  }
}

/** The title in a block of metadata; undefined when it has none. */
export function titleOf(block: Buffer): string | undefined {
  const utf8 = block.toString('utf8');
  const text = utf8.includes('\ufffd') ? block.toString('latin1') : utf8;
  const title = /StreamTitle='(.*?)';/s.exec(text)?.[1];
  return title === undefined ? undefined : plain(title);
}

/** Text from outside without control characters, and not endless. */
export function plain(text: string): string {
  return text
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, MAX_TITLE);
}
