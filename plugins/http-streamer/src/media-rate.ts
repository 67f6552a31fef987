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
