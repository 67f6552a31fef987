/** Nanoseconds by which the wall clock may drift from the flow before what is to come moves with it. */
const DRIFT = 250_000_000n;
/** Nanoseconds that a reading of both clocks may take. */
const QUICK = 3_000_000n;
/** Nanoseconds of a difference that is no more than the clock's own steps. */
const NOISE = 2_000_000n;
const ATTEMPTS = 5;

/**
 * Where the wall clock stands against running time. Both go at one pace, so that what follows each other on the wall
 * does so in the flow; the wall clock may be set, which moves what is to come and nothing that plays.
 */
export class WallClock {
  /** Nanoseconds since 1970 at running time 0. */
  epoch = 0n;
  private known = false;

  /**
   * @param running - nanoseconds of running time.
   * @param date - milliseconds since 1970.
   */
  constructor(
    private readonly running: () => bigint,
    private readonly date: () => number = Date.now,
  ) {}

  /**
   * Looks at both clocks.
   * @param idle - nothing plays, so that even small differences may be made up for.
   * @returns nanoseconds by which the epoch has moved; undefined when it has not.
   */
  look(idle: boolean): bigint | undefined {
    const epoch = this.read();
    if (epoch === undefined) return undefined;
    const moved = epoch - this.epoch;
    const size = moved < 0n ? -moved : moved;
    if (this.known && size < (idle ? NOISE : DRIFT)) return undefined;
    this.epoch = epoch;
    const first = !this.known;
    this.known = true;
    return first ? 0n : moved;
  }

  /** The epoch; undefined when the machine is too busy to tell. */
  private read(): bigint | undefined {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = this.running();
      const date = BigInt(Math.round(this.date() * 1e6));
      const after = this.running();
      if (after - before <= QUICK || !this.known) return date - (before + after) / 2n;
    }
    return undefined;
  }
}
