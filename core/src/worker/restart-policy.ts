/** Deaths within the window after which a job is given up. */
export const CRASH_LIMIT = 5;
/** Length of that window, and life after which earlier deaths are forgotten, milliseconds. */
export const CRASH_WINDOW = 60_000;

const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;

/** Decides whether and when a job that died is started again. */
export class RestartPolicy {
  private deaths: number[] = [];
  private inARow = 0;

  /**
   * Counts a death.
   * @param now milliseconds.
   * @param lived milliseconds the job lived.
   * @returns milliseconds to wait before the next start, or undefined when it is to be given up.
   */
  died(now: number, lived: number): number | undefined {
    if (lived >= CRASH_WINDOW) this.reset();
    this.deaths = [...this.deaths.filter((at) => now - at < CRASH_WINDOW), now];
    this.inARow += 1;
    if (this.deaths.length >= CRASH_LIMIT) return undefined;
    return this.inARow === 1 ? 0 : Math.min(FIRST_DELAY * 2 ** (this.inARow - 2), LONGEST_DELAY);
  }

  /** Forgets all deaths: a person wants another try. */
  reset(): void {
    this.deaths = [];
    this.inARow = 0;
  }
}
