import type { Memory } from '@flumotion/core/plugin';

/** Milliseconds from 1970 to 2026: numbers stay below 2^31 for 17 years. */
const SINCE = 1_767_225_600_000;
/** Milliseconds for each number of a segment: segments are longer. */
const SEGMENT_STEP = 250;
/** Milliseconds for each number of a discontinuity. Players keep lists with as many places as it is high: it has to be low. */
const DISCONTINUITY_STEP = 3_600_000;
/** Numbers of segments that are taken at a time, so that not each one has to be written down. */
const RESERVE = 1000;

/** What is remembered: no number of an earlier run is as high. */
interface Free {
  readonly segment: number;
  readonly discontinuity: number;
}

/**
 * Numbers of segments and discontinuities, which never go back (RFC 8216, 6.2.2): not over restarts, for what was used is
 * remembered; and where the memory is lost, the clock gives numbers that are higher than those of a stream that is seldom
 * interrupted.
 */
export class Numbers {
  private constructor(
    private readonly memory: Memory,
    /** The first number of a segment. */
    readonly segment: number,
    /** Discontinuities before the first one. */
    readonly discontinuities: number,
    private free: Free,
  ) {}

  /** Begins above all that an earlier run has used. */
  static async open(memory: Memory): Promise<Numbers> {
    const before = judged(await memory.recall());
    const segment = Math.max(since(SEGMENT_STEP), before.segment);
    const discontinuities = Math.max(since(DISCONTINUITY_STEP), before.discontinuity);
    const numbers = new Numbers(memory, segment, discontinuities, { segment: 0, discontinuity: 0 });
    await numbers.use(segment, 1);
    return numbers;
  }

  /**
   * Has come so far. Call it before anybody is told of the numbers.
   * @param segment - number of the segment that comes next.
   * @param breaks - discontinuities of this run, the one at its beginning included; 0 leaves them as they are.
   */
  async use(segment: number, breaks: number): Promise<void> {
    const { free } = this;
    const discontinuity = Math.max(free.discontinuity, this.discontinuities + breaks);
    if (segment < free.segment && discontinuity === free.discontinuity) return;
    this.free = { segment: Math.max(free.segment, segment + RESERVE), discontinuity };
    await this.memory.remember(this.free);
  }
}

function since(step: number): number {
  return Math.max(0, Math.floor((Date.now() - SINCE) / step));
}

function judged(value: unknown): Free {
  const { segment, discontinuity } = (value ?? {}) as Partial<Record<keyof Free, unknown>>;
  return { segment: numberOf(segment), discontinuity: numberOf(discontinuity) };
}

/** Players read whole numbers of 32 bits at least. */
function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 31 ? value : 0;
}
