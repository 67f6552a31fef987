/** Bytes of a page before its table of segments. */
const HEADER = 27;
/** Longest page there is. */
const LONGEST = HEADER + 255 + 255 * 255;
/** A page on which no packet ends. */
const NO_GRANULE = -1n;
/** Seconds of sound in a packet, about. */
const SOUND_PACKET = 0.02;

/** How the times of a track are counted. */
interface Track {
  /** Units a second. */
  readonly rate: number;
  /** Low bits that count from the last keyframe. */
  readonly shift: bigint;
  /** Seconds that one packet lasts, about. */
  readonly packet: number;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/**
 * Moves the times of an Ogg stream so that it begins at zero. ogv.js waits for the time of the first picture, so who
 * comes after an hour would see it after an hour. What is no Ogg passes as it is.
 */
export class OggClock {
  private waiting = new Uint8Array(0);
  private readonly tracks = new Map<number, Track>();
  /** Time of the stream's first page in seconds. */
  private first: number | undefined;

  /** Takes the next bytes of the stream. @returns the whole pages that are there now. */
  push(bytes: Uint8Array): Uint8Array {
    const all = new Uint8Array(this.waiting.length + bytes.length);
    all.set(this.waiting);
    all.set(bytes, this.waiting.length);
    let at = 0;
    for (
      let length = pageLength(all, at);
      length > 0 && at + length <= all.length;
      length = pageLength(all, at)
    ) {
      this.move(all.subarray(at, at + length));
      at += length;
    }
    const lost = all.length - at > LONGEST || (all.length - at >= 4 && !isPage(all, at));
    this.waiting = lost ? new Uint8Array(0) : all.slice(at);
    return lost ? all : all.subarray(0, at);
  }

  private move(page: Uint8Array): void {
    const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
    const serial = view.getUint32(14, true);
    if ((view.getUint8(5) & 2) !== 0) {
      const track = trackOf(page.subarray(HEADER + view.getUint8(26)));
      if (track) this.tracks.set(serial, track);
      return;
    }
    const track = this.tracks.get(serial);
    const granule = view.getBigInt64(6, true);
    // Pages of headers have no time.
    if (!track || granule === NO_GRANULE || granule === 0n) return;
    const { rate, shift, packet } = track;
    const mask = (1n << shift) - 1n;
    const [key, rest] = [granule >> shift, granule & mask];
    this.first ??= Math.max(0, Number(key + rest) / rate - packets(page) * packet);
    const moved = key - BigInt(Math.floor(this.first * rate));
    view.setBigInt64(6, ((moved < 0n ? 0n : moved) << shift) | rest, true);
    view.setUint32(22, 0, true);
    view.setUint32(22, checksum(page), true);
  }
}

function isPage(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x4f && bytes[at + 1] === 0x67 && bytes[at + 2] === 0x67 && bytes[at + 3] === 0x53;
}

/** Length of a page that begins here; 0 when that cannot be told yet, or there is none. */
function pageLength(bytes: Uint8Array, at: number): number {
  const segments = bytes[at + HEADER - 1] ?? 0;
  if (at + HEADER + segments > bytes.length || !isPage(bytes, at)) return 0;
  const table = bytes.subarray(at + HEADER, at + HEADER + segments);
  return HEADER + segments + table.reduce((sum, length) => sum + length, 0);
}

/** Packets that end on a page. */
function packets(page: Uint8Array): number {
  const segments = page[HEADER - 1] ?? 0;
  return page.subarray(HEADER, HEADER + segments).filter((length) => length < 255).length;
}

/** Reads the first packet of a track. */
function trackOf(packet: Uint8Array): Track | undefined {
  const magic = String.fromCharCode(...packet.subarray(0, 8));
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  if (magic.startsWith('\x80theora') && packet.length >= 42) {
    const rate = view.getUint32(22) / view.getUint32(26);
    const shift = BigInt((view.getUint16(40) >> 5) & 31);
    return rate > 0 && Number.isFinite(rate) ? { rate, shift, packet: 1 / rate } : undefined;
  }
  if (magic.startsWith('\x01vorbis') && packet.length >= 16) {
    const rate = view.getUint32(12, true);
    return rate > 0 ? { rate, shift: 0n, packet: SOUND_PACKET } : undefined;
  }
  return magic === 'OpusHead' ? { rate: 48_000, shift: 0n, packet: SOUND_PACKET } : undefined;
}

function checksum(page: Uint8Array): number {
  let value = 0;
  for (const byte of page) value = ((value << 8) ^ (TABLE[((value >>> 24) ^ byte) & 255] ?? 0)) >>> 0;
  return value;
}
