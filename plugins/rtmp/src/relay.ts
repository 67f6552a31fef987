import type { FeedBuffer, Inlet, TapHandler } from '@flumotion/core/plugin';
import { BEGINNING, isHeader, isKeyframe, readTags, TAG, withTime, type Tag } from './tags';

const MILLISECOND = 1_000_000n;
/** Milliseconds by which the stream's own time may differ from that of its arrival. */
const MAX_DRIFT = 3000;

/**
 * Makes a feed of what comes from a server: one tag a buffer, headers kept for those who join late, and the times of
 * the tags laid on the flow's, through all reconnections.
 */
export class Relay implements TapHandler {
  /** Newest header of each kind. */
  private readonly headers = new Map<number, Buffer>();
  private told: readonly Buffer[] = [];
  /** What is added to the stream's times, in milliseconds; unknown until the first tag of a connection. */
  private offset: number | undefined;
  private last = 0;
  private moved: number | undefined;

  /** @param now - nanoseconds of the flow's time. */
  constructor(
    private readonly inlet: Pick<Inlet, 'caps' | 'buffer'>,
    private readonly now: () => bigint,
  ) {}

  /** When sound or picture came last over this connection, in milliseconds of `performance.now`; undefined before any. */
  get mediaAt(): number | undefined {
    return this.moved;
  }

  /** The connection was lost: what comes next has times of its own. */
  lost(): void {
    this.moved = undefined;
    this.offset = undefined;
    this.headers.clear();
  }

  caps(): void {
    // They say no more than that it is FLV.
  }

  buffer({ data }: FeedBuffer): void {
    const now = Number(this.now() / MILLISECOND);
    for (const tag of readTags(data)) {
      if (isHeader(tag)) this.headers.set(tag.kind, withTime(tag, 0));
      else this.pass(tag, now);
    }
  }

  private pass(tag: Tag, now: number): void {
    if (tag.kind !== TAG.script) this.moved = performance.now();
    const time = this.timeOf(tag, now);
    this.tellHeaders(time);
    const entry = this.headers.has(TAG.video) ? isKeyframe(tag) : true;
    this.send(withTime(tag, time), time, !entry, false);
  }

  private timeOf({ time }: Tag, now: number): number {
    if (this.offset === undefined || Math.abs(time + this.offset - now) > MAX_DRIFT) {
      this.offset = now - time;
    }
    this.last = Math.max(this.last, time + this.offset);
    return this.last;
  }

  private tellHeaders(time: number): void {
    const headers = [BEGINNING, ...this.headers.values()];
    if (
      headers.length === this.told.length &&
      headers.every((one, at) => one.equals(this.told[at] ?? BEGINNING))
    ) {
      return;
    }
    const first = this.told.length === 0;
    this.told = headers;
    this.inlet.caps('video/x-flv', headers);
    // Who reads already has the beginning; the rest is told as the tags that they are.
    for (const header of headers.slice(first ? 0 : 1)) this.send(header, time, false, true);
  }

  private send(data: Buffer, time: number, delta: boolean, header: boolean): void {
    this.inlet.buffer({ data, pts: BigInt(time) * MILLISECOND, delta, header, discont: false });
  }
}
