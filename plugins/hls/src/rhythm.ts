/** Intervals that are remembered. */
const MEMORY = 8;

/** How far apart keyframes have been of late, to tell when the next one may come at the latest. */
export class KeyframeRhythm {
  private last: number | undefined;
  private readonly intervals: number[] = [];

  /** Longest of the last intervals in seconds; 0 before two keyframes have come. */
  get longest(): number {
    return Math.max(0, ...this.intervals);
  }

  /** A keyframe has come, at a time in seconds. */
  keyframe(time: number): void {
    if (this.last !== undefined && time > this.last) {
      this.intervals.push(time - this.last);
      if (this.intervals.length > MEMORY) this.intervals.shift();
    }
    this.last = time;
  }

  /** The stream was interrupted: the next interval is none. */
  forget(): void {
    this.last = undefined;
  }
}
