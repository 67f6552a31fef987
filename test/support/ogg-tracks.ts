import { oggPages } from './ogg-pages';

/** One track of an Ogg file of ours: Theora at a known frame rate, or Vorbis at 44.1 kHz. */
export interface OggTrack {
  readonly codec: 'theora' | 'vorbis';
  /** Packets that begin with a header's signature. */
  readonly headerPackets: number;
  /** Data packets. */
  readonly frames: number;
  /** Time of the last page's end. */
  readonly seconds: number;
  /** Places where the muxer left out a page number: it marks lost media so. */
  readonly holes: number;
  /** What is wrong with the track: times that go back, or leap ahead of all reason. */
  readonly problems: readonly string[];
}

const NO_GRANULE = 0xffffffffffffffffn;

/**
 * Reads what a muxer wrote.
 * @throws Error at the first byte that is not of a sound page.
 */
export function oggTracks(data: Buffer, fps = 25): OggTrack[] {
  const tracks = new Map<number, { codec: OggTrack['codec']; pages: ReturnType<typeof oggPages> }>();
  for (const page of oggPages(data)) {
    const codec = page.bytes.includes('\x80theora', 0, 'latin1') ? 'theora' : 'vorbis';
    const track = tracks.get(page.serial) ?? { codec, pages: [] };
    tracks.set(page.serial, track);
    track.pages.push(page);
  }
  return [...tracks.values()].map(({ codec, pages }) => {
    const problems: string[] = [];
    let [seconds, frames, headerPackets, holes, next] = [0, 0, 0, 0, 0];
    for (const page of pages) {
      if (page.sequence !== next) holes++;
      next = page.sequence + 1;
      for (const packet of packetStarts(page.bytes)) {
        if (/^[\x80-\x82\x01\x03\x05](theora|vorbis)/.test(packet.toString('latin1'))) headerPackets++;
        else frames++;
      }
      if (page.granule === NO_GRANULE || page.granule === 0n) continue;
      const now = codec === 'theora' ? theoraTime(page.granule, fps) : Number(page.granule) / 44_100;
      if (now < seconds) problems.push(`${codec}: ${String(now)} s after ${String(seconds)} s`);
      if (now > seconds + 600) problems.push(`${codec}: leap to ${String(now)} s`);
      seconds = now;
    }
    return { codec, headerPackets, frames, seconds, holes, problems };
  });
}

function theoraTime(granule: bigint, fps: number): number {
  // Our encoders leave 5 bits (keyframe-force up to 32) or 6 for the distance to the keyframe; see SHIFT.
  return (Number(granule >> SHIFT) + Number(granule & ((1n << SHIFT) - 1n))) / fps;
}

/** Bits of the distance to the keyframe for `keyframe-force=25`. */
const SHIFT = 5n;

function packetStarts(page: Buffer): Buffer[] {
  const segments = page.readUInt8(26);
  const starts: Buffer[] = [];
  let at = 27 + segments;
  let fresh = (page.readUInt8(5) & 1) === 0;
  for (let segment = 0; segment < segments; segment++) {
    const size = page.readUInt8(27 + segment);
    if (fresh) starts.push(page.subarray(at, at + 7));
    fresh = size < 255;
    at += size;
  }
  return starts;
}
