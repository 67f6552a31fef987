/** Waits between attempts to reach the manager: from 1 s doubling up to 10 s, each shortened by up to half at random. */
export class Backoff {
  private failures = 0;

  constructor(
    private readonly first = 1_000,
    private readonly longest = 10_000,
  ) {}

  /** Milliseconds to wait before the next attempt. */
  next(): number {
    const wait = Math.min(this.longest, this.first * 2 ** Math.min(this.failures, 16));
    this.failures += 1;
    // At random, so that the workers of a planet do not come back together.
    return wait * (0.5 + Math.random() / 2);
  }

  /** The last attempt went well. */
  reset(): void {
    this.failures = 0;
  }
}
