const LEAST = 1_200_000_000n;
const MOST = 8_000_000_000n;
/** Nanoseconds before its begin at which something has to be ready. */
const IN_TIME = 100_000_000n;

/** How long before its begin something has to be made ready: learnt from how long it took. */
export class Lead {
  /** Nanoseconds. */
  time = LEAST;

  /** Waiting even longer is of no use. */
  get longest(): boolean {
    return this.time === MOST;
  }

  /** Whether what is ready now loses nothing of its beginning. */
  inTime(begin: bigint, now: bigint): boolean {
    return begin >= now + IN_TIME;
  }

  /** Something was made ready. @param took - nanoseconds. */
  learn(took: bigint): void {
    const wanted = took + took / 2n + LEAST / 2n;
    // Up at once, down slowly.
    const time = wanted > this.time ? wanted : (this.time * 9n + wanted) / 10n;
    this.time = time < LEAST ? LEAST : time > MOST ? MOST : time;
  }
}
