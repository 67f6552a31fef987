/** Bytes of an Ogg page before its segment table. */
const PAGE_HEAD = 27;
/** A Theora stream's first packet begins so. */
const THEORA = Buffer.from('\x80theora', 'latin1');
/** Where that packet has its bits for the granule shift. */
const SHIFT_AT = 40;

/** Counts the pictures of an Ogg Theora stream as it comes in, so that what two encoders did can be compared. */
export class OggFrames {
  #rest = Buffer.alloc(0);
  #shift = 0;
  /** Pictures from the encoder's start to the last page. */
  frames = 0;

  write(chunk) {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (let page = this.#next(); page; page = this.#next()) this.#take(page);
  }

  #next() {
    const bytes = this.#rest;
    if (bytes.length < PAGE_HEAD) return undefined;
    const segments = bytes[26];
    const body = PAGE_HEAD + segments;
    if (bytes.length < body) return undefined;
    const size = bytes.subarray(PAGE_HEAD, body).reduce((sum, segment) => sum + segment, body);
    if (bytes.length < size) return undefined;
    this.#rest = bytes.subarray(size);
    return { granule: bytes.readBigInt64LE(6), body: bytes.subarray(body, size) };
  }

  #take({ granule, body }) {
    if (body.subarray(0, THEORA.length).equals(THEORA))
      this.#shift = ((body[SHIFT_AT] & 3) << 3) | (body[SHIFT_AT + 1] >> 5);
    if (granule <= 0n) return;
    const keyframe = granule >> BigInt(this.#shift);
    this.frames = Number(keyframe + (granule - (keyframe << BigInt(this.#shift))));
  }
}

/** The whole pages at the beginning of some bytes: what identifies each, its size, and the packets that are whole in it. */
export function pagesIn(bytes) {
  const pages = [];
  for (let at = 0; at + PAGE_HEAD <= bytes.length;) {
    const segments = bytes[at + 26];
    const table = bytes.subarray(at + PAGE_HEAD, at + PAGE_HEAD + segments);
    const size = table.reduce((sum, segment) => sum + segment, PAGE_HEAD + segments);
    if (table.length < segments || at + size > bytes.length) break;
    const serial = bytes.readUInt32LE(at + 14);
    const page = { id: `${serial}:${bytes.readUInt32LE(at + 18)}`, serial, size, packets: [] };
    let [start, end] = [at + PAGE_HEAD + segments, at + PAGE_HEAD + segments];
    for (const segment of table) {
      end += segment;
      if (segment === 255) continue;
      page.packets.push(bytes.subarray(start, end));
      start = end;
    }
    if ((bytes[at + 5] & 1) !== 0) page.packets.shift();
    pages.push(page);
    at += size;
  }
  return pages;
}

/** Whether a decoder that gets these bytes can show a picture: Theora's headers and a whole keyframe are there. */
export function keyframeIn(bytes) {
  const pages = pagesIn(bytes);
  const serial = pages.find(({ packets }) => packets[0]?.subarray(0, 7).equals(THEORA))?.serial;
  // The two highest bits of a packet's first byte: it is a header, it needs the picture before it.
  return pages.some((page) => page.serial === serial && page.packets.some((packet) => packet[0] < 0x40));
}
