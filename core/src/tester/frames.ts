import { ProblemList, type StreamChecker, type StreamProblem } from './checker';

/** Head of a frame of sound. */
export interface FrameHead {
  /** Bytes of the whole frame. */
  readonly length: number;
  /** What does not change within a stream, as `MP3: 44100 Hz, 2 channels`. */
  readonly form: string;
}

/** A format that is nothing but frames of sound one after the other. */
export interface FrameFormat {
  readonly name: string;
  /** Bytes a head needs. */
  readonly head: number;
  /** Reads the head at a place where that many bytes are; undefined when there is none. */
  read(bytes: Buffer, at: number): FrameHead | undefined;
}

/** Tag of MP3 files, with titles and pictures: ten bytes and the length they tell, seven bits a byte. */
const TAG = 'ID3';
const TAG_HEAD = 10;
/** Bytes in which a listener that joins in the middle has to find two frames; the longest frames have 8 KiB. */
const MOST_SKIPPED = 32 * 1024;

/**
 * Checks a stream of frames: each follows the one before without a byte between, and all have the same form. A listener
 * may join in the middle of a frame.
 */
export class FrameChecker implements StreamChecker {
  private readonly list = new ProblemList();
  private rest = Buffer.alloc(0);
  private offset = 0;
  private frames = 0;
  private form: string | undefined;
  /** Bytes of a tag still to be passed over. */
  private passing = 0;
  private skipped = 0;

  constructor(private readonly format: FrameFormat) {}

  get problems(): readonly StreamProblem[] {
    return this.list.problems;
  }

  get awaits(): string | undefined {
    return this.frames >= 2 ? undefined : 'two frames one after the other';
  }

  get description(): string {
    return this.form ?? this.format.name;
  }

  push(piece: Buffer): void {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, piece]) : piece;
    let at = 0;
    for (let used = this.take(bytes, at); used > 0; used = this.take(bytes, at)) at += used;
    this.offset += at;
    this.rest = Buffer.from(bytes.subarray(at));
  }

  end(): void {
    if (this.rest.length > 0)
      this.list.add('the stream ends within a frame', this.offset, `${this.rest.length} bytes of it`);
  }

  /** Bytes that can be passed; 0 when more are needed. */
  private take(bytes: Buffer, at: number): number {
    const left = bytes.length - at;
    if (this.passing > 0) {
      const passed = Math.min(this.passing, left);
      this.passing -= passed;
      return passed;
    }
    if (left < Math.max(TAG_HEAD, this.format.head)) return 0;
    if (bytes.toString('latin1', at, at + 3) === TAG) {
      this.passing =
        TAG_HEAD + [6, 7, 8, 9].reduce((sum, byte) => sum * 128 + (bytes.readUInt8(at + byte) & 127), 0);
      return this.take(bytes, at);
    }
    const frame = this.format.read(bytes, at);
    // In the middle of a frame bytes may look like a head: the first is believed when another follows it.
    const needs = frame && this.frames === 0 ? frame.length + this.format.head : frame?.length;
    if (needs !== undefined && left < needs) return 0;
    const believed =
      frame && (this.frames > 0 || this.format.read(bytes, at + frame.length)?.form === frame.form);
    return believed ? this.frame(frame, at) : this.skip(at);
  }

  private frame({ length, form }: FrameHead, at: number): number {
    if (this.skipped > 0 && this.frames > 0)
      this.list.add(
        `bytes that are no ${this.format.name} frame`,
        this.offset + at - this.skipped,
        `${this.skipped} bytes`,
      );
    if (this.form !== undefined && form !== this.form)
      this.list.add('the form of the sound changes', this.offset + at, `${form} after ${this.form}`);
    this.skipped = 0;
    this.form = form;
    this.frames++;
    return length;
  }

  private skip(at: number): number {
    this.skipped++;
    if (this.skipped === MOST_SKIPPED)
      this.list.add(`no ${this.format.name} frame`, this.offset + at, `in ${MOST_SKIPPED} bytes`);
    return 1;
  }
}
