const HEADER = 27;
const CAPTURE = 0x5367674f; // 'OggS', little-endian
const END_OF_STREAM = 0x04;
const NO_GRANULE = 0xffffffffffffffffn;

const CRC = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? 0x04c11db7 : 0);
  return value >>> 0;
});

function crc(page: Buffer): number {
  let value = 0;
  for (let at = 0; at < page.length; at++) {
    value = (value << 8) ^ (CRC[(value >>> 24) ^ page.readUInt8(at)] ?? 0);
  }
  return value >>> 0;
}

/** A page of an Ogg stream, as a view of the bytes it stands in. */
export class OggPage {
  constructor(readonly bytes: Buffer) {}

  get serial(): number {
    return this.bytes.readUInt32LE(14);
  }

  get sequence(): number {
    return this.bytes.readUInt32LE(18);
  }

  /** Position in the track after the last packet that ends here; undefined when none does. */
  get granule(): bigint | undefined {
    const value = this.bytes.readBigUInt64LE(6);
    return value === NO_GRANULE ? undefined : value;
  }

  get last(): boolean {
    return (this.bytes.readUInt8(5) & END_OF_STREAM) !== 0;
  }

  /** How packets are laid out, and the packets. */
  get payload(): Buffer {
    return this.bytes.subarray(HEADER - 1);
  }

  /** Gives it another place; the bytes are changed. */
  move(serial: number, sequence: number): void {
    this.bytes.writeUInt32LE(serial, 14);
    this.bytes.writeUInt32LE(sequence >>> 0, 18);
    this.seal();
  }

  /** Writes the checksum. */
  seal(): void {
    this.bytes.writeUInt32LE(0, 22);
    this.bytes.writeUInt32LE(crc(this.bytes), 22);
  }

  /** An empty last page of a track. */
  static end(serial: number, sequence: number, granule: bigint): OggPage {
    const page = new OggPage(Buffer.alloc(HEADER));
    page.bytes.writeUInt32LE(CAPTURE, 0);
    page.bytes.writeUInt8(END_OF_STREAM, 5);
    page.bytes.writeBigUInt64LE(granule, 6);
    page.move(serial, sequence);
    return page;
  }

  /** The whole pages at the start of a piece of stream; anything that is none ends the list. */
  static *all(data: Buffer): Generator<OggPage> {
    for (let at = 0; at + HEADER <= data.length && data.readUInt32LE(at) === CAPTURE;) {
      const body = HEADER + data.readUInt8(at + 26);
      const sizes = data.subarray(at + HEADER, at + body);
      const end = at + body + sizes.reduce((sum, size) => sum + size, 0);
      if (end > data.length) return;
      yield new OggPage(data.subarray(at, end));
      at = end;
    }
  }
}
