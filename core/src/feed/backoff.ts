/** Milliseconds of the first wait; each failure doubles it. */
const FIRST = 100;
/** Milliseconds a wait never exceeds: an attempt costs little, and what is missed meanwhile may be a keyframe. */
const LAST = 400;

/**
 * Waits between attempts at a feed: none, then 100 ms doubling up to 400 ms, each shortened by up to half at random so
 * that many eaters of one feeder do not come back together.
 */
export class Backoff {
  private failures = 0;

  /** Milliseconds to wait before the next attempt. */
  next(): number {
    const wait = this.failures === 0 ? 0 : Math.min(LAST, FIRST * 2 ** (this.failures - 1));
    this.failures += 1;
    return wait * (0.5 + Math.random() / 2);
  }

  /** The last attempt went well: the next loss is retried at once. */
  reset(): void {
    this.failures = 0;
  }
}
