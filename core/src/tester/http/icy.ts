import { isUtf8 } from 'node:buffer';

/** Takes the metadata out of an ICY stream: after each interval a byte that says how many sixteen bytes of it follow. */
export class IcyFilter {
  /** Blocks of metadata that were not empty. */
  titles = 0;
  /** What is wrong with a block; the first. */
  fault: { readonly reason: string; readonly detail: string } | undefined;
  /** Bytes of media until the next block. */
  private media: number;
  /** Bytes of the block still to come. */
  private left = 0;
  private readonly parts: Buffer[] = [];

  /** @param interval bytes of media between two blocks. */
  constructor(private readonly interval: number) {
    this.media = interval;
  }

  /** Takes what came and hands on the media in it. */
  push(bytes: Buffer, deliver: (piece: Buffer) => void): void {
    for (let at = 0; at < bytes.length;) {
      if (this.left > 0) at += this.collect(bytes.subarray(at, at + this.left));
      else if (this.media > 0) {
        const piece = bytes.subarray(at, at + this.media);
        at += piece.length;
        this.media -= piece.length;
        deliver(piece);
      } else {
        this.left = bytes.readUInt8(at++) * 16;
        this.media = this.interval;
      }
    }
  }

  private collect(part: Buffer): number {
    this.left -= part.length;
    this.parts.push(Buffer.from(part));
    if (this.left === 0) this.judge(Buffer.concat(this.parts.splice(0)));
    return part.length;
  }

  private judge(block: Buffer): void {
    const end = block.indexOf(0);
    const bytes = block.subarray(0, end < 0 ? block.length : end);
    const text = bytes.toString();
    // A title may hold what ends one, so no more can be asked of several than of one.
    const wrong =
      !/^[A-Za-z]+='.*';$/s.test(text) || (end >= 0 && block.subarray(end).some((byte) => byte !== 0))
        ? 'ICY metadata is malformed'
        : isUtf8(bytes)
          ? undefined
          : 'ICY metadata is not UTF-8';
    if (wrong !== undefined) this.fault ??= { reason: wrong, detail: JSON.stringify(text.slice(0, 100)) };
    this.titles++;
  }
}

/** Bytes between blocks of metadata, from the field icy-metaint; undefined when there are none or it is nonsense. */
export function icyInterval(value: string | undefined): number | undefined {
  return value !== undefined && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : undefined;
}
