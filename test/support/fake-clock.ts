/** A clock that a test moves; what is due is called at its time, in order. */
export class FakeClock {
  private time: number;
  private readonly due = new Set<{ at: number; call: () => void }>();

  /** @param start - a date in any form that `Date.parse` takes. */
  constructor(start: string) {
    this.time = Date.parse(start);
  }

  now = (): number => this.time;

  after = (delay: number, call: () => void): (() => void) => {
    const entry = { at: this.time + delay, call };
    this.due.add(entry);
    return () => void this.due.delete(entry);
  };

  /** Calls that wait. */
  get waiting(): number {
    return this.due.size;
  }

  /** Lets time go by, to a date, calling what is due on the way. */
  runTo(date: string): void {
    this.run(Date.parse(date) - this.time);
  }

  /** Lets milliseconds go by, calling what is due on the way. */
  run(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const next = [...this.due].sort((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      this.due.delete(next);
      this.time = Math.max(this.time, next.at);
      next.call();
    }
    this.time = end;
  }

  /** Sets the clock, as a person does: nothing is called for the time left out. */
  set(date: string): void {
    const by = Date.parse(date) - this.time;
    for (const entry of this.due) entry.at += by;
    this.time += by;
  }
}
