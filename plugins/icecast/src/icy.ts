import { isUtf8 } from 'node:buffer';

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
  const text = block.toString(isUtf8(block) ? 'utf8' : 'latin1');
  const title = /StreamTitle='(.*?)';/s.exec(text);
  if (!title) return undefined;
  // Only behind the title: what looks like an address in it is part of it.
  const rest = text.slice(title.index + title[0].length);
  return { title: plain(title[1] ?? ''), url: plain(/StreamUrl='(.*?)';/s.exec(rest)?.[1] ?? '') };
}

/** Text from outside without control characters, and not endless. */
export function plain(text: string): string {
  return text
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, MAX_TITLE);
}
