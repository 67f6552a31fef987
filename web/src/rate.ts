/** Seconds over which a current rate is taken. */
const WINDOW = 10;

/** Rate of a figure that only grows, over the last 10 s. Give it the figure once a second. */
export class Rate {
  private readonly samples: { readonly at: number; readonly total: number }[] = [];

  /** @param now - monotonic milliseconds. */
  sample(total: number, now: number): void {
    this.samples.push({ at: now, total });
    while (this.samples.length > 2 && now - (this.samples[1]?.at ?? now) >= WINDOW * 1000)
      this.samples.shift();
  }

  /** Growth a second; 0 until there are two samples. */
  get perSecond(): number {
    const first = this.samples[0];
    const last = this.samples[this.samples.length - 1];
    if (!first || !last || last.at <= first.at) return 0;
    return ((last.total - first.total) * 1000) / (last.at - first.at);
  }
}
