import { SECOND } from './formats/format';

/** Steps between two pieces that are none: the source's own clock was set, or something is missing. */
const JUMP = { ahead: 10n * SECOND, back: 5n * SECOND };
/** Nanoseconds that media may be late before it is moved: a source that stood still is not late for ever. */
const LATE = SECOND;

/** Lays the times by which a source counts on those of the flow. What comes later never has an earlier time. */
export class Timeline {
  private offset: bigint | undefined;
  private own: bigint | undefined;
  private last: bigint;
  private end: bigint;

  /**
   * @param now - nanoseconds of the flow's time.
   * @param floor - before which nothing may be.
   */
  constructor(
    private readonly now: () => bigint,
    floor: bigint,
  ) {
    this.last = this.end = floor;
  }

  /** Time of the last piece. */
  get latest(): bigint {
    return this.last;
  }

  /** The source counts anew: what comes next follows what came last. */
  restart(): void {
    this.offset = undefined;
  }

  /** Time in the flow of a piece. @param own - its time as the source counts; undefined where it says none. */
  at(own: bigint | undefined, duration = 0n): bigint {
    if (own === undefined) this.last = this.offset === undefined ? later(this.now(), this.last) : this.last;
    else {
      const now = this.now();
      if (this.jumps(own)) this.offset = undefined;
      this.offset ??= later(now, this.end) - own;
      if (own + this.offset < now - LATE) this.offset = now - own;
      this.own = own;
      this.last = later(this.last, own + this.offset);
    }
    this.end = later(this.end, this.last + duration);
    return this.last;
  }

  private jumps(own: bigint): boolean {
    if (this.own === undefined || this.offset === undefined) return false;
    const step = own - this.own;
    return step > JUMP.ahead || step < -JUMP.back;
  }
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
