import type { Pace } from '@flumotion/core/plugin';

/** Milliseconds that are worth waiting for, so that pieces do not become crumbs. */
const WORTH = 100;

/** Settings of a bucket, all in bits. */
export interface BucketSettings {
  /** Bits that flow into it each second. */
  readonly rate: number;
  /** Most that it holds. */
  readonly maxLevel: number;
  /** What is in it at first. */
  readonly initialLevel: number;
}

/** A bucket into which tokens flow at a steady rate; each byte that is sent takes eight out. */
export class Bucket implements Pace {
  private level: number;
  private filled: number;

  /**
   * @param settings - asked each time, so that they may change meanwhile.
   * @param now - a clock in milliseconds that never goes back.
   */
  constructor(
    private readonly settings: () => BucketSettings,
    private readonly now: () => number = () => performance.now(),
  ) {
    const { initialLevel, maxLevel } = settings();
    this.level = Math.min(initialLevel, maxLevel);
    this.filled = now();
  }

  take(most: number): { readonly bytes: number; readonly wait: number } {
    this.fill();
    const { rate, maxLevel } = this.settings();
    const wanted = Math.max(8, Math.min(most * 8, (rate * WORTH) / 1000, maxLevel));
    if (this.level < wanted) return { bytes: 0, wait: Math.ceil(((wanted - this.level) / rate) * 1000) };
    const bytes = Math.min(most, Math.floor(this.level / 8));
    this.level -= bytes * 8;
    return { bytes, wait: 0 };
  }

  private fill(): void {
    const { rate, maxLevel } = this.settings();
    const now = this.now();
    this.level = Math.min(maxLevel, this.level + ((now - this.filled) / 1000) * rate);
    this.filled = now;
  }
}
