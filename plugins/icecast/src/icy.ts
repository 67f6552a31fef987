/** Bytes that a unit of the length byte stands for. */
const UNIT = 16;
/** Characters of a title that are shown. */
const MAX_TITLE = 300;

/** What a block of metadata names: what plays, and an address about it. */
export interface Named {
  readonly title: string;
  /** Empty when there is none. */
  readonly url: string;
}

/** Takes the metadata out of a stream that has some after every so many bytes. */
export class IcySplitter {
  /** Bytes of media until the next metadata. */
  private media: number;
  /** Bytes of metadata still to come; undefined when its length is. */
  private missing: number | undefined = 0;
  private text: Buffer[] = [];

  /**
   * @param interval - bytes of media between two metadata; none when 0.
   * @param titled - called with what each block of metadata names.
   */
  constructor(
    private readonly interval: number,
    private readonly titled: (named: Named) => void,
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
      const named = namedIn(Buffer.concat(this.text.splice(0)));
      if (named !== undefined) this.titled(named);
      this.media = this.interval;
    }
    return at + part.length;
  }
}

/** What a block of metadata names; undefined when it has no title. */
export function namedIn(block: Buffer): Named | undefined {
  const utf8 = block.toString('utf8');
  const text = utf8.includes('\ufffd') ? block.toString('latin1') : utf8;
  const title = /StreamTitle='(.*?)';/s.exec(text)?.[1];
  const url = /StreamUrl='(.*?)';/s.exec(text)?.[1] ?? '';
  return title === undefined ? undefined : { title: plain(title), url: plain(url) };
}

/** Text from outside without control characters, and not endless. */
export function plain(text: string): string {
  return text
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, MAX_TITLE);
}
