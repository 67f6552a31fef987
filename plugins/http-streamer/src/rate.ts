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

/** Seconds of media after which a mean says what a stream has. */
const ENOUGH = 0.5;

/** Mean rate of a stream by the durations of its buffers, which does not depend on when they come. */
export class MediaRate {
  private bytes = 0;
  private seconds = 0;

  /** Takes the size of a buffer; one without a duration does not count. */
  add(bytes: number, duration: bigint | undefined): void {
    if (duration === undefined) return;
    this.bytes += bytes;
    this.seconds += Number(duration) / 1e9;
  }

  /** Bits per second; undefined while there is too little. */
  get bitrate(): number | undefined {
    return this.seconds < ENOUGH ? undefined : Math.round((this.bytes * 8) / this.seconds);
  }
}
