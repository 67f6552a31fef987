import type { FeedBuffer, FeedCaps, TapHandler } from '@flumotion/core/plugin';
import { OpenSegment } from './open-segment';
import { KeyframeRhythm } from './rhythm';
import type { SegmentSink, SegmentStart } from './segment';
import { Timeline } from './timeline';

/** How a feed is to be cut. */
export interface Cutting {
  /** Longest segment in seconds. */
  readonly target: number;
  /** Keyframes after which a segment ends, when the next one comes; undefined for as many as fit. */
  readonly keyframes?: number | undefined;
  /** Longest piece in seconds; undefined when segments are not given in pieces. */
  readonly part?: number | undefined;
}

/** Most bytes of one segment; it is then cut wherever it stands. */
export const MAX_SEGMENT = 64 * 1024 * 1024;
/** What a segment may be longer than the target: players compare rounded lengths. */
const ROUNDING = 0.49;
/** Largest step of time between two buffers that still is one stream, in seconds. */
const MAX_STEP = 10;
/** Seconds that a segment lasts at least, however often keyframes come. */
const LEAST = 0.5;
/** Buffers whose steps of time tell how long the next may last. */
const STEPS = 32;
const TABLE_PACKET = 0x47;

/** Cuts a feed into segments, and these into pieces. Times are seconds of the flow's time. */
export class Segmenter implements TapHandler {
  private header: Buffer = Buffer.alloc(0);
  /** Of the files, by the form of the feed. */
  extension: SegmentStart['extension'] = 'ts';
  private open: OpenSegment | undefined;
  private broken = true;
  /** The next segment goes on where the last one ended, also without a keyframe. */
  private continues = false;
  /** Breaks of the timeline that this stream has been through. */
  private passed = 0;
  private readonly rhythm = new KeyframeRhythm();
  private previous: number | undefined;
  private readonly steps: number[] = [];

  constructor(
    private readonly cutting: Cutting,
    private readonly sink: SegmentSink,
    private readonly timeline = new Timeline(),
  ) {}

  caps({ mediaType, streamHeader }: FeedCaps): void {
    const header = Buffer.concat(streamHeader);
    const extension = mediaType === 'video/mpegts' ? 'ts' : 'm4s';
    if (extension !== this.extension || !header.equals(this.header)) this.interrupt();
    this.header = header;
    this.extension = extension;
  }

  buffer(buffer: FeedBuffer): void {
    if (buffer.header && this.header.length > 0) return;
    const time = buffer.pts === undefined ? this.open?.last : Number(buffer.pts) / 1e9;
    if (time === undefined) return;
    if (this.open && (buffer.discont || Math.abs(time - this.open.last) > MAX_STEP)) this.lost();
    if (!buffer.delta) this.rhythm.keyframe(time);
    const cut = this.cutBefore(buffer, time);
    if (cut !== undefined) this.begin(buffer, time, cut);
    this.step(time);
    this.open?.add(buffer, time, this.lasting(buffer));
  }

  lost(): void {
    this.interrupt();
    this.rhythm.forget();
  }

  /** Ends the segment that is open, as long as it is. */
  finish(): void {
    if (this.open) this.close(this.open.last);
  }

  /** Gives the segment that is open as far as it has come; what follows goes on from there. */
  giveEarly(): void {
    if (!this.open) return;
    this.finish();
    this.continues = true;
  }

  /** When the segment began that is being filled, in seconds; undefined when none is. */
  get begun(): number | undefined {
    return this.open?.start;
  }

  /** Breaks of the timeline before the newest one that this stream has been through. */
  get breaksBefore(): number {
    return Math.max(0, this.passed - 1);
  }

  private interrupt(): void {
    this.finish();
    this.broken = true;
    this.continues = false;
    this.previous = undefined;
    this.steps.length = 0;
  }

  /** Whether and how a segment begins with this buffer. */
  private cutBefore({ delta, data, duration }: FeedBuffer, time: number): 'keyframe' | 'forced' | undefined {
    const { open, cutting } = this;
    if (!open) return delta ? (this.continues ? 'forced' : undefined) : 'keyframe';
    const limit = open.start + cutting.target + ROUNDING;
    const enough = open.keyframes >= (cutting.keyframes ?? Infinity) && time >= open.start + LEAST;
    if (!delta && time > open.start && (enough || time + this.rhythm.longest > limit)) return 'keyframe';
    // A buffer that does not say how long it lasts is taken to last as long as the one before.
    const lasts = (duration ?? 0n) > 0n ? Number(duration) / 1e9 : time - open.last;
    const late = time + lasts > limit && time > open.start;
    return late || open.bytes + data.length > MAX_SEGMENT ? 'forced' : undefined;
  }

  /** How long a buffer may last: as it says, else as the longest of those before. */
  private lasting({ duration = 0n }: FeedBuffer): number {
    return duration > 0n ? Number(duration) / 1e9 : Math.max(0, ...this.steps);
  }

  private step(time: number): void {
    if (this.previous !== undefined && time > this.previous) {
      this.steps.push(time - this.previous);
      if (this.steps.length > STEPS) this.steps.shift();
    }
    this.previous = Math.max(time, this.previous ?? time);
  }

  private begin({ data }: FeedBuffer, time: number, how: 'keyframe' | 'forced'): void {
    if (this.open) this.close(time);
    const { extension, header, broken, timeline } = this;
    // A break that another stream of the same thing began with already is the same one.
    if (broken && this.passed === timeline.breaks) timeline.break();
    if (broken) timeline.begin(time);
    const about: SegmentStart = {
      discontinuity: this.passed < timeline.breaks,
      forced: how === 'forced',
      header: extension === 'm4s' ? header : undefined,
      extension,
      date: timeline.at(time),
    };
    this.open = new OpenSegment(time, about, this.cutting.part, this.sink);
    this.broken = this.continues = false;
    this.passed = timeline.breaks;
    // Tables that a muxer did not repeat stand in front; a segment of MP4 has its header in a file of its own.
    if (extension === 'ts' && header[0] === TABLE_PACKET && !beginsWithTables(data)) this.open.put(header);
  }

  private close(end: number): void {
    const { open } = this;
    this.open = undefined;
    open?.close(end, this.cutting.target + ROUNDING);
  }
}

/** Whether a piece of transport stream begins with the table of programmes. */
function beginsWithTables(data: Buffer): boolean {
  return data.length >= 3 && (data.readUInt16BE(1) & 0x1fff) === 0;
}
