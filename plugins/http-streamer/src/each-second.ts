/** Milliseconds between two times. */
const PERIOD = 1000;
/** Milliseconds by which it is done before its time where the process is awake anyway. */
const EARLY = 150;

/**
 * Does something about once a second, together with what wakes the process where there is such: waking a process that sleeps
 * costs more than most of what it then does once a second.
 */
export class EachSecond {
  private last = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param run - done for the first time after a second. */
  constructor(private readonly run: () => void) {
    this.arm();
  }

  /** The process is awake: does now what is due soon. */
  awake(): void {
    if (this.timer && performance.now() - this.last >= PERIOD - EARLY) this.now();
  }

  /** Does it no more. */
  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private now(): void {
    this.arm();
    this.run();
  }

  private arm(): void {
    this.last = performance.now();
    // Not `refresh`, which leaves the old time at which Node wakes to find that nothing is due.
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), PERIOD);
  }
}
