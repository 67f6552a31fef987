import type { FeedBuffer } from '@flumotion/core/plugin';
import type { Part, Segment, SegmentSink, SegmentStart } from './segment';

/** What two lengths in seconds may differ by and still be the same. */
const EPSILON = 1e-6;

interface OpenPart {
  readonly buffers: Buffer[];
  readonly start: number;
  independent: boolean;
}

/** The segment that is being filled. Times are seconds of the flow's time. */
export class OpenSegment {
  /** End of what has come. */
  last: number;
  bytes = 0;
  keyframes = 0;
  private newest: number;
  private readonly parts: Part[] = [];
  private part: OpenPart;

  /**
   * @param partTarget - longest piece in seconds; undefined for none.
   */
  constructor(
    readonly start: number,
    readonly about: SegmentStart,
    private readonly partTarget: number | undefined,
    private readonly sink: SegmentSink,
  ) {
    this.last = this.newest = start;
    this.part = { buffers: [], start, independent: false };
  }

  /**
   * Adds what belongs to it.
   * @param time - when it is shown.
   * @param lasts - how long, as far as is known.
   */
  add({ data, delta, duration }: FeedBuffer, time: number, lasts: number): void {
    if (this.partTarget !== undefined && time + lasts > this.part.start + this.partTarget + EPSILON)
      this.endPart(Math.max(time, this.newest));
    this.put(data);
    this.part.independent ||= !delta;
    if (!delta) this.keyframes++;
    this.newest = Math.max(this.newest, time);
    this.last = Math.max(this.last, time + Number(duration ?? 0n) / 1e9);
  }

  /** Adds bytes that have no time, in front of what comes. */
  put(data: Buffer): void {
    this.part.buffers.push(data);
    this.bytes += data.length;
  }

  /**
   * Ends it and gives it away; one without media is nothing.
   * @param longest - seconds it may say that it lasts.
   */
  close(end: number, longest: number): void {
    if (this.bytes === 0) return;
    if (this.partTarget !== undefined) this.endPart(Math.min(end, this.start + longest));
    const data = Buffer.concat(
      this.partTarget === undefined ? this.part.buffers : this.parts.map((part) => part.data),
    );
    let at = 0;
    const parts = this.parts.map((part) => {
      const own = data.subarray(at, at + part.data.length);
      at += part.data.length;
      return { ...part, data: own };
    });
    const segment: Segment = {
      ...this.about,
      data,
      duration: Math.max(0.001, Math.min(end - this.start, longest)),
      parts,
    };
    this.sink.segment(segment);
  }

  private endPart(end: number): void {
    const { buffers, start, independent } = this.part;
    if (buffers.length === 0) return;
    const part = { data: Buffer.concat(buffers), duration: Math.max(0.001, end - start), independent };
    this.parts.push(part);
    this.part = { buffers: [], start: end, independent: false };
    this.sink.part?.(part, this.about);
  }
}
