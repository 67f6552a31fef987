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
