import { oggChecksum } from './ogg-checksum';

/** Bytes of a page before its segment table. */
const HEADER = 27;
const CAPTURE = Buffer.from('OggS');
const NO_GRANULE = 0xffffffffffffffffn;

/** One page of an Ogg stream. */
export interface OggPage {
  /** Bytes of the stream before the page. */
  readonly offset: number;
  readonly version: number;
  /** The page begins with the rest of a packet. */
  readonly continued: boolean;
  /** First page of its logical stream. */
  readonly first: boolean;
  /** Last page of its logical stream. */
  readonly last: boolean;
  /** Granule position; undefined when no packet ends on the page. */
  readonly granule: bigint | undefined;
  /** Serial number of the logical stream. */
  readonly serial: number;
  readonly sequence: number;
  /** Whether the checksum is right. */
  readonly intact: boolean;
  /** Packets, or parts of packets, in order. */
  readonly parts: readonly Buffer[];
  /** The last part goes on in the next page. */
  readonly open: boolean;
}

/** Something in the bytes that is no page. */
export interface OggGap {
  /** Bytes of the stream before it. */
  readonly offset: number;
  /** How many bytes are no part of any page. */
  readonly skipped: number;
}

/** Receives what the parser finds, in order. */
export interface OggPageHandler {
  page(page: OggPage): void;
  gap(gap: OggGap): void;
}

/**
 * Cuts a stream of bytes, in pieces of any size, into Ogg pages. Bytes that are no page are passed over up to the next
 * `OggS`. Holds at most one page and the piece it came with.
 */
export class OggParser {
  private pieces: Buffer[] = [];
  private held = 0;
  private need = HEADER;
  private offset = 0;
  private skipped = 0;

  constructor(private readonly handler: OggPageHandler) {}

  /** Bytes of an unfinished page. */
  get unfinished(): number {
    return this.held;
  }

  push(piece: Buffer): void {
    this.held += piece.length;
    if (this.held < this.need) {
      this.pieces.push(Buffer.from(piece));
      return;
    }
    let rest = this.pieces.length === 0 ? piece : Buffer.concat([...this.pieces, piece], this.held);
    for (;;) {
      const used = this.take(rest);
      if (used === 0) break;
      this.offset += used;
      rest = rest.subarray(used);
    }
    this.pieces = rest.length > 0 ? [Buffer.from(rest)] : [];
    this.held = rest.length;
  }

  /** Takes one page, or bytes that are none, off the front; 0 when `need` bytes are not there yet. */
  private take(bytes: Buffer): number {
    this.need = HEADER;
    if (bytes.length < HEADER) return 0;
    if (bytes.compare(CAPTURE, 0, 4, 0, 4) !== 0) return this.skip(bytes);
    this.reportGap();
    const segments = bytes.readUInt8(26);
    const body = HEADER + segments;
    this.need = body;
    if (bytes.length < body) return 0;
    let size = body;
    for (let at = HEADER; at < body; at++) size += bytes.readUInt8(at);
    this.need = size;
    if (bytes.length < size) return 0;
    this.need = HEADER;
    this.handler.page(readPage(bytes.subarray(0, size), segments, this.offset));
    return size;
  }

  private skip(bytes: Buffer): number {
    const next = bytes.indexOf(CAPTURE);
    // Three bytes at the end may be the start of a capture pattern.
    const skipped = next >= 0 ? next : bytes.length - 3;
    this.skipped += skipped;
    return skipped;
  }

  private reportGap(): void {
    if (this.skipped === 0) return;
    this.handler.gap({ offset: this.offset - this.skipped, skipped: this.skipped });
    this.skipped = 0;
  }
}

function readPage(page: Buffer, segments: number, offset: number): OggPage {
  const flags = page.readUInt8(5);
  const granule = page.readBigUInt64LE(6);
  const { parts, open } = readParts(page, segments);
  return {
    offset,
    version: page.readUInt8(4),
    continued: (flags & 1) !== 0,
    first: (flags & 2) !== 0,
    last: (flags & 4) !== 0,
    granule: granule === NO_GRANULE ? undefined : granule,
    serial: page.readUInt32LE(14),
    sequence: page.readUInt32LE(18),
    intact: page.readUInt32LE(22) === oggChecksum(page),
    parts,
    open,
  };
}

/** A packet is a run of segments of 255 bytes and one shorter one. */
function readParts(page: Buffer, segments: number): { parts: Buffer[]; open: boolean } {
  const parts: Buffer[] = [];
  let start = HEADER + segments;
  let end = start;
  for (let at = HEADER; at < HEADER + segments; at++) {
    const lacing = page.readUInt8(at);
    end += lacing;
    if (lacing === 255) continue;
    parts.push(page.subarray(start, end));
    start = end;
  }
  const open = segments > 0 && page.readUInt8(HEADER + segments - 1) === 255;
  if (open) parts.push(page.subarray(start, end));
  return { parts, open };
}
