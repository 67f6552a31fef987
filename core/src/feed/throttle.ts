/** Milliseconds between two lines. */
const INTERVAL = 5_000;

/** Lets through one log line in 5 s and tells with it how many it kept back. */
export class Throttle {
  private next = 0;
  private kept = 0;

  constructor(private readonly write: (text: string) => void) {}

  /** Writes the line, or counts it. */
  say(text: string): void {
    const now = performance.now();
    if (now < this.next) {
      this.kept += 1;
      return;
    }
    this.write(this.kept === 0 ? text : `${text} (and ${this.kept} more like it)`);
    this.next = now + INTERVAL;
    this.kept = 0;
  }
}
