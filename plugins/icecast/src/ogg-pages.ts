const CAPTURE = 'OggS';
const HEADER = 27;
const CONTINUED = 1;
const BEGINNING = 2;
/** Most bytes of a page, by its format. */
const MAX_PAGE = HEADER + 255 + 255 * 255;

/** One page of Ogg. */
export interface OggPage {
  readonly data: Buffer;
  /** It begins in the middle of a packet. */
  readonly continued: boolean;
  /** It begins a track. */
  readonly beginning: boolean;
  /** It has settings of a codec, no media. */
  readonly header: boolean;
}

/** Cuts a stream of bytes into the pages of Ogg; what belongs to none is left out. */
export class OggPages {
  private rest = Buffer.alloc(0);

  /** The pages that are whole now. */
  push(piece: Buffer): readonly OggPage[] {
    this.rest = Buffer.concat([this.rest, piece]);
    const pages: OggPage[] = [];
    for (;;) {
      const start = this.rest.indexOf(CAPTURE, 0, 'latin1');
      if (start < 0) {
        this.rest = this.rest.subarray(Math.max(0, this.rest.length - CAPTURE.length + 1));
        return pages;
      }
      this.rest = this.rest.subarray(start);
      const size = sizeOf(this.rest);
      if (size === undefined || size > Math.min(this.rest.length, MAX_PAGE)) return pages;
      pages.push(pageOf(this.rest.subarray(0, size)));
      this.rest = this.rest.subarray(size);
    }
  }
}

function sizeOf(page: Buffer): number | undefined {
  const segments = page[HEADER - 1];
  if (segments === undefined || page.length < HEADER + segments) return undefined;
  const table = page.subarray(HEADER, HEADER + segments);
  return HEADER + segments + table.reduce((sum, size) => sum + size, 0);
}

function pageOf(data: Buffer): OggPage {
  const flags = data[5] ?? 0;
  return {
    data,
    continued: (flags & CONTINUED) !== 0,
    beginning: (flags & BEGINNING) !== 0,
    // Media ends later than at the beginning of time, or, where no packet ends, at -1.
    header: data.readBigInt64LE(6) === 0n,
  };
}
