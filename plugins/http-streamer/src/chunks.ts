import { framedCopy, type Framed } from './framing';
import type { Stream } from './stream';
import { NO_TITLE, type Title } from './title';

/** A piece of stream that all listeners share: what arrived within one flush interval. */
export interface Chunk extends Framed {
  /** When it was finished, in monotonic milliseconds. */
  readonly at: number;
  readonly stream: Stream;
  /** What plays in it. */
  readonly title: Title;
  /** Bytes of stream before it, counted from the start of the component. */
  readonly offset: number;
  /** The bytes from its first keyframe on; undefined without a keyframe. */
  readonly fromFirstKey: Buffer | undefined;
  /** The bytes from its last keyframe on; undefined without a keyframe. */
  readonly fromLastKey: Buffer | undefined;
}

/** Size at which a chunk is finished early, so that what a stalled listener holds stays small. */
export const MAX_CHUNK = 256 * 1024;
/** Milliseconds by which a chunk is finished before its time: who comes last is still to be given it. */
const EARLY = 5;
/** Milliseconds for which going on to gather is not worth it. */
const LEAST_REST = 2;

/** Gathers buffers of a feed into chunks, by time and size. */
export class Gatherer {
  private parts: Buffer[] = [];
  private length = 0;
  private firstKey = -1;
  private lastKey = -1;
  private offset = 0;
  private timer: NodeJS.Timeout | undefined;
  private title = NO_TITLE;
  /** When the first buffer of the chunk came at the earliest, in monotonic milliseconds. */
  private since = 0;
  /** When all that the feed held was added, if it has been asked to wait since: what is added next came after that. */
  private rested: number | undefined;
  /** The feed asks how long it may wait, so that no timer is needed. */
  private asked = false;

  /**
   * @param interval - milliseconds from the first buffer of a chunk to its end; 0 makes each buffer a chunk.
   * @param emit - takes each finished chunk.
   */
  constructor(
    private readonly interval: () => number,
    private readonly emit: (chunk: Chunk) => void,
  ) {}

  /** Adds a buffer of a stream. Call `flush` before the first buffer of another stream. */
  add(data: Buffer, keyframe: boolean, stream: Stream): void {
    if (keyframe) {
      if (this.firstKey < 0) this.firstKey = this.length;
      this.lastKey = this.length;
    }
    if (this.length === 0) this.since = this.rested ?? performance.now();
    this.parts.push(data);
    this.length += data.length;
    const interval = this.interval();
    if (interval === 0 || this.length >= MAX_CHUNK) this.flush(stream);
    else if (!this.asked)
      this.timer ??= setTimeout(() => {
        this.flush(stream);
      }, interval);
  }

  /** Another title from here on. Call `flush` first when a chunk is being gathered. */
  retitle(title: Title): void {
    this.title = title;
  }

  /**
   * All that the feed holds so far was added. Answers for how many milliseconds more may be left there, so that the feed
   * gathers it at no cost; then this is called again. 0 when nothing came since the last time.
   */
  drained(stream: Stream): number {
    this.asked = true;
    const now = performance.now();
    const most = this.interval() - EARLY;
    const left = this.length === 0 ? 0 : this.since + most - now;
    const isDue = this.length > 0 && left < LEAST_REST;
    if (isDue) this.flush(stream);
    const rest = isDue ? most : left;
    this.rested = rest > 0 ? now : undefined;
    return Math.max(0, rest);
  }

  /** Finishes the chunk being gathered, if any. */
  flush(stream: Stream): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.length === 0) return;
    // One piece of memory of its own: buffers of a feed may be slices that keep far larger pieces alive.
    const { framed, data } = framedCopy(this.parts, this.length);
    const { firstKey, lastKey, offset, title } = this;
    this.parts = [];
    this.offset += this.length;
    this.length = 0;
    this.firstKey = this.lastKey = -1;
    const fromFirstKey = from(data, firstKey);
    const fromLastKey = lastKey === firstKey ? fromFirstKey : from(data, lastKey);
    this.emit({ framed, data, at: performance.now(), stream, title, offset, fromFirstKey, fromLastKey });
  }

  /** The feed is away: finishes what it gave. Another may not be able to wait. */
  lost(stream: Stream): void {
    this.asked = false;
    this.rested = undefined;
    this.flush(stream);
  }

  /** Forgets what is being gathered. */
  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.parts = [];
    this.length = 0;
  }
}

function from(data: Buffer, at: number): Buffer | undefined {
  if (at < 0) return undefined;
  return at === 0 ? data : data.subarray(at);
}
