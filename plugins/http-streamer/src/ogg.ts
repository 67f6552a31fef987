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
  for (const byte of page) value = ((value << 8) ^ (CRC[(value >>> 24) ^ byte] ?? 0)) >>> 0;
  return value;
}

interface Track {
  sequence: number;
  granule: bigint;
  ended: boolean;
}

/** Follows the pages of an Ogg stream, so that it can be ended properly when another takes its place. */
export class OggTracks {
  private readonly tracks = new Map<number, Track>();

  /** Takes note of the whole pages in a piece of stream; anything else in it is passed over. */
  follow(data: Buffer): void {
    for (let at = 0; at + HEADER <= data.length && data.readUInt32LE(at) === CAPTURE;) {
      const segments = data.readUInt8(at + 26);
      const granule = data.readBigUInt64LE(at + 6);
      const serial = data.readUInt32LE(at + 14);
      const track = this.tracks.get(serial) ?? { sequence: 0, granule: 0n, ended: false };
      track.sequence = data.readUInt32LE(at + 18);
      if (granule !== NO_GRANULE) track.granule = granule;
      track.ended = (data.readUInt8(at + 5) & END_OF_STREAM) !== 0;
      this.tracks.set(serial, track);
      const table = data.subarray(at + HEADER, at + HEADER + segments);
      at += HEADER + segments + table.reduce((sum, size) => sum + size, 0);
    }
  }

  /** One empty last page for each track that has not ended; the tracks are forgotten. */
  end(): Buffer {
    const pages = [...this.tracks]
      .filter(([, track]) => !track.ended)
      .map(([serial, track]) => lastPage(serial, track));
    this.tracks.clear();
    return Buffer.concat(pages);
  }
}

function lastPage(serial: number, { sequence, granule }: Track): Buffer {
  const page = Buffer.alloc(HEADER);
  page.writeUInt32LE(CAPTURE, 0);
  page.writeUInt8(END_OF_STREAM, 5);
  page.writeBigUInt64LE(granule, 6);
  page.writeUInt32LE(serial, 14);
  page.writeUInt32LE((sequence + 1) >>> 0, 18);
  page.writeUInt32LE(crc(page), 22);
  return page;
}
