const HEAD = 27;
const CONTINUED = 1;
const BEGINNING = 2;
const NO_GRANULE = -1n;

const CRC = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? 0x04c11db7 : 0);
  return value >>> 0;
});

/** The word that every page begins with. */
export const CAPTURE = 'OggS';

/** A page of Ogg, as a view of the bytes it stands in. */
export class OggPage {
  private constructor(readonly bytes: Buffer) {}

  /**
   * The page that these bytes begin with.
   * @returns how many bytes are needed to tell, negative; 0 when it is none, or a broken one.
   */
  static read(bytes: Buffer): OggPage | number {
    if (bytes.length < HEAD) return -HEAD;
    const body = HEAD + bytes.readUInt8(HEAD - 1);
    if (bytes.length < body) return -body;
    const size = bytes.subarray(HEAD, body).reduce((sum, each) => sum + each, body);
    if (bytes.length < size) return -size;
    const page = new OggPage(bytes.subarray(0, size));
    return bytes.toString('latin1', 0, 4) === CAPTURE && page.isWhole() ? page : 0;
  }

  get serial(): number {
    return this.bytes.readUInt32LE(14);
  }

  /** Place in the track after the last packet that ends here; undefined when none does. */
  get granule(): bigint | undefined {
    const value = this.bytes.readBigInt64LE(6);
    return value === NO_GRANULE ? undefined : value;
  }

  /** It begins in the middle of a packet. */
  get continued(): boolean {
    return (this.bytes.readUInt8(5) & CONTINUED) !== 0;
  }

  /** It begins a track. */
  get beginning(): boolean {
    return (this.bytes.readUInt8(5) & BEGINNING) !== 0;
  }

  /** The packets in it, or the parts of packets. `whole` says whether the packet ends here. */
  *packets(): Generator<{ readonly data: Buffer; readonly whole: boolean }> {
    const body = HEAD + this.bytes.readUInt8(HEAD - 1);
    let [start, at] = [body, body];
    for (const size of this.bytes.subarray(HEAD, body)) {
      at += size;
      if (size === 255) continue;
      yield { data: this.bytes.subarray(start, at), whole: true };
      start = at;
    }
    if (at > start || this.bytes[body - 1] === 255)
      yield { data: this.bytes.subarray(start, at), whole: false };
  }

  private isWhole(): boolean {
    let value = 0;
    for (let at = 0; at < this.bytes.length; at++) {
      const byte = at >= 22 && at < 26 ? 0 : (this.bytes[at] ?? 0);
      value = (value << 8) ^ (CRC[(value >>> 24) ^ byte] ?? 0);
    }
    return value >>> 0 === this.bytes.readUInt32LE(22);
  }
}
