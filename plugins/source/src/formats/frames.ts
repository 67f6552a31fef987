import { Cutter } from './cutter';
import { MAX_RUBBISH, SECOND, Unreadable, type FormatReader, type FormatSink } from './format';

/** What the head of a frame of sound says. */
export interface Frame {
  /** Bytes, head included. */
  readonly size: number;
  readonly samples: number;
  /** Samples a second. */
  readonly rate: number;
  readonly caps: string;
}

/** One kind of framed sound. */
export interface Framing {
  /** For people. */
  readonly name: string;
  /** Bytes needed to read the head of a frame. */
  readonly head: number;
  /** Reads the head of a frame at a place that has `head` bytes; undefined when none is there. */
  frame(bytes: Buffer, at: number): Frame | undefined;
}

const ID3 = 10;
/** The first byte of a frame, and that of a tag. */
const BEGINNINGS = [0xff, 0x49] as const;

/** Reads sound that is a row of frames, each with its own length: MP3 and AAC. Tags of ID3 and rubbish are left out. */
export class FrameReader implements FormatReader {
  private readonly cutter = new Cutter((bytes) => this.step(bytes));
  private caps: string | undefined;
  /** Bytes of a tag that are still to be left out. */
  private skip = 0;
  private rubbish = 0;
  /** Whether the last thing was a frame, so that the next one needs no second to be believed. */
  private synced = false;
  private time = 0n;

  constructor(
    private readonly framing: Framing,
    private readonly sink: FormatSink,
  ) {}

  push(data: Buffer): void {
    this.cutter.push(data);
  }

  private step(bytes: Buffer): number {
    if (this.skip > 0) {
      const skipped = Math.min(this.skip, bytes.length);
      this.skip -= skipped;
      return skipped;
    }
    const { head } = this.framing;
    if (bytes.length < Math.max(head, ID3)) return -Math.max(head, ID3);
    this.skip = id3Size(bytes);
    if (this.skip > 0) return ID3;
    const frame = this.framing.frame(bytes, 0);
    if (!frame) return this.leaveOut(bytes);
    if (bytes.length < frame.size) return -frame.size;
    if (!this.synced) {
      if (bytes.length < frame.size + head) return -(frame.size + head);
      const next = this.framing.frame(bytes, frame.size);
      if (next?.caps !== frame.caps) return this.leaveOut(bytes);
    }
    this.pass(bytes.subarray(0, frame.size), frame);
    return frame.size;
  }

  private pass(data: Buffer, { samples, rate, caps }: Frame): void {
    if (caps !== this.caps) {
      this.caps = caps;
      this.sink.begin(caps, []);
    }
    this.synced = true;
    this.rubbish = 0;
    const duration = (BigInt(samples) * SECOND) / BigInt(rate);
    this.sink.piece({ data, delta: false, time: this.time, duration });
    this.time += duration;
  }

  /** Goes on to the next place where a frame or a tag may begin, wherever what came was cut. */
  private leaveOut(bytes: Buffer): number {
    this.synced = false;
    const next = BEGINNINGS.map((first) => bytes.indexOf(first, 1)).filter((at) => at > 0);
    const left = Math.min(bytes.length, ...next);
    this.rubbish += left;
    if (this.rubbish > MAX_RUBBISH)
      throw new Unreadable(`has no frame of ${this.framing.name} in ${MAX_RUBBISH / 1024} kB`);
    return left;
  }
}

/** Bytes of a tag of ID3 after its head; 0 when there is none, or an empty one. */
function id3Size(bytes: Buffer): number {
  if (bytes.toString('latin1', 0, 3) !== 'ID3') return 0;
  const sizes = bytes.subarray(6, ID3);
  return sizes.some((size) => size > 0x7f) ? 0 : sizes.reduce((sum, size) => sum * 128 + size, 0);
}
