/** Milliseconds over which the least lag counts: what a busy machine adds comes and goes. */
const WINDOW = 5000;
/** Windows in a row that must be off: a feed that stands still for a moment is caught up with for a moment. */
const WINDOWS = 3;
/** Nanoseconds by which the lag may change: less is what media jitters. */
const DRIFT = 200_000_000n;

/** Sees that decoded media keeps its distance to the feed it comes from, whose times are those of the flow. */
export class TimeWatch {
  private usual: bigint | undefined;
  private least: bigint | undefined;
  private ends: number | undefined;
  private drifts: bigint[] = [];

  /**
   * Takes note of a distance.
   * @param lag - nanoseconds by which what leaves is behind what comes in.
   * @param now - milliseconds.
   * @returns nanoseconds by which the media has to be moved; 0 while it is right.
   */
  look(lag: bigint, now: number): bigint {
    this.ends ??= now + WINDOW;
    if (this.least === undefined || lag < this.least) this.least = lag;
    if (now < this.ends) return 0n;
    const { least } = this;
    this.ends = undefined;
    this.least = undefined;
    if (this.usual === undefined) this.usual = least;
    else this.drifts = [...this.drifts, least - this.usual].slice(-WINDOWS);
    return this.lasting();
  }

  /** What the last windows agree on. */
  private lasting(): bigint {
    if (this.drifts.length < WINDOWS) return 0n;
    const [first = 0n, ...others] = this.drifts;
    const late = [first, ...others].reduce((a, b) => (a < b ? a : b));
    const early = [first, ...others].reduce((a, b) => (a > b ? a : b));
    const drift = late > DRIFT ? late : early < -DRIFT ? early : 0n;
    if (drift !== 0n) this.drifts = [];
    return drift;
  }
}
