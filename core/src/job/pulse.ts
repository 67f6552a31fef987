/** Milliseconds before its time at which something is done when the process is awake anyway. */
const EARLY = 2;

interface Beat {
  readonly period: number;
  readonly run: () => void;
  next: number;
}

/**
 * Does at the same moments what a process does regularly: whatever wakes a process that sleeps finds its caches cold, which
 * costs more than most of what is then done. Periods that divide each other fall together.
 */
export class Pulse {
  private readonly beats = new Set<Beat>();
  private timer: NodeJS.Timeout | undefined;

  /**
   * Does something every so many milliseconds, for the first time after at most as many. It does not keep the process alive.
   * @returns what ends it.
   */
  every(period: number, run: () => void): () => void {
    const beat: Beat = { period, run, next: after(performance.now(), period) };
    this.beats.add(beat);
    this.arm();
    return () => {
      this.beats.delete(beat);
      this.arm();
    };
  }

  private arm(): void {
    clearTimeout(this.timer);
    if (this.beats.size === 0) return;
    const next = Math.min(...[...this.beats].map((beat) => beat.next));
    this.timer = setTimeout(() => this.beat(), Math.max(0, next - performance.now())).unref();
  }

  private beat(): void {
    const now = performance.now() + EARLY;
    const due = [...this.beats].filter(({ next }) => next <= now);
    for (const beat of due) beat.next = after(now, beat.period);
    this.arm();
    for (const beat of due) if (this.beats.has(beat)) beat.run();
  }
}

/** The next multiple of a period: counted from the start of the process, so that processes do not wake all at once. */
function after(now: number, period: number): number {
  return (Math.floor(now / period) + 1) * period;
}

/** The pulse of this job. */
export const pulse = new Pulse();
