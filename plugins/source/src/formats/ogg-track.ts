import { commentsOf } from './comments';
import { SECOND } from './format';

/** What the first packet of a track says of it. */
interface Codec {
  /** Packets of headers. */
  readonly headers: number;
  readonly video: boolean;
  /** Nanoseconds at a granule position; undefined where it says nothing of time. */
  readonly time?: (granule: bigint) => bigint;
  /** Whether a packet can be decoded without those before it. */
  readonly isKey?: (packet: Buffer) => boolean;
  /** Bytes before the comments in the second packet. */
  readonly comments?: number;
}

/** Nanoseconds that the first page of a track lasts at most; where it ends later, the stream was joined while it ran. */
const LONGEST_PAGE = 10n * SECOND;
const UNKNOWN: Codec = { headers: 0, video: false };

/** A track of an Ogg stream. */
export class OggTrack {
  private readonly codec: Codec;
  private seen = 0;
  /** A packet of headers that goes on. */
  private parts: Buffer[] = [];
  private last: bigint | undefined;

  /**
   * @param first - first packet.
   * @param named - told of the comments.
   */
  constructor(
    first: Buffer,
    private readonly named: (tags: Readonly<Record<string, string>>) => void,
  ) {
    this.codec = codecOf(first) ?? UNKNOWN;
  }

  get video(): boolean {
    return this.codec.video;
  }

  /** Whether all its headers have come. */
  get complete(): boolean {
    return this.seen >= this.codec.headers;
  }

  /** Whether nothing tells how many headers it has. */
  get unknown(): boolean {
    return this.codec === UNKNOWN;
  }

  /** Takes a packet of headers, or a part of one. */
  header(data: Buffer, whole: boolean): void {
    this.parts.push(data);
    if (!whole) return;
    const packet = Buffer.concat(this.parts.splice(0));
    if (++this.seen === 2 && this.codec.comments !== undefined)
      this.named(commentsOf(packet.subarray(this.codec.comments)));
  }

  isKey(packet: Buffer): boolean {
    return this.codec.isKey?.(packet) ?? true;
  }

  /** When the media of a page begins, in nanoseconds, by where it ends. */
  timeTo(granule: bigint | undefined): bigint | undefined {
    const before = this.last;
    if (granule !== undefined && granule >= 0n) this.last = this.codec.time?.(granule);
    if (before !== undefined || this.last === undefined) return before;
    return this.last < LONGEST_PAGE ? 0n : this.last;
  }
}

function codecOf(first: Buffer): Codec | undefined {
  const has = (text: string, size: number): boolean =>
    first.length >= size && first.toString('latin1', 0, text.length) === text;
  const sound = (rate: number, headers: number, comments?: number): Codec | undefined =>
    rate === 0
      ? undefined
      : {
          headers,
          video: false,
          time: (granule) => (granule * SECOND) / BigInt(rate),
          ...(comments === undefined ? {} : { comments }),
        };
  if (has('\x01vorbis', 30)) return sound(first.readUInt32LE(12), 3, 7);
  if (has('OpusHead', 19)) return sound(48_000, 2, 8);
  if (has('\x7fFLAC', 51)) {
    // Comments are always there, also where the number of headers is not told.
    return sound(first.readUIntBE(27, 3) >> 4, 1 + Math.max(1, first.readUInt16BE(7)), 4);
  }
  if (has('Speex   ', 80)) return sound(first.readUInt32LE(36), 2 + Math.min(8, first.readUInt32LE(68)), 0);
  if (has('\x80theora', 42)) return theora(first);
  if (has('OVP80\x01', 26)) return vp8(first);
  return undefined;
}

function theora(first: Buffer): Codec | undefined {
  const [frames, seconds] = [BigInt(first.readUInt32BE(22)), BigInt(first.readUInt32BE(26))];
  if (frames === 0n || seconds === 0n) return undefined;
  const shift = BigInt((first.readUInt16BE(40) >> 5) & 31);
  return {
    headers: 3,
    video: true,
    comments: 7,
    time: (granule) => (((granule >> shift) + (granule & ((1n << shift) - 1n))) * seconds * SECOND) / frames,
    isKey: (packet) => packet.length > 0 && (packet.readUInt8(0) & 0xc0) === 0,
  };
}

function vp8(first: Buffer): Codec | undefined {
  const [frames, seconds] = [BigInt(first.readUInt32BE(18)), BigInt(first.readUInt32BE(22))];
  if (frames === 0n || seconds === 0n) return undefined;
  return {
    headers: 2,
    video: true,
    comments: 7,
    time: (granule) => ((granule >> 32n) * seconds * SECOND) / frames,
    isKey: (packet) => packet.length > 0 && (packet.readUInt8(0) & 1) === 0,
  };
}
