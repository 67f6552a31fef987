import { build, type Histogram } from 'hdr-histogram-js';
import type { ListenerResult } from './listener-plan';

/** Different reasons that are kept apart; further ones count together. */
const MAX_REASONS = 40;
const OTHER = 'other reasons';

/** How a figure is spread over the listeners. */
export interface Spread {
  readonly min: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  readonly mean: number;
}

/** Listeners that failed for one reason. */
export interface FailureGroup {
  readonly reason: string;
  readonly count: number;
  /** Details of the first one. */
  readonly example?: string;
}

/** What a test has found. */
export interface TestReport {
  readonly url: string;
  /** Listeners in all. */
  readonly listeners: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Listeners that the end of the test cut short. */
  readonly interrupted: number;
  /** Length of the test in seconds. */
  readonly seconds: number;
  /** Bytes of stream received in all. */
  readonly bytes: number;
  /** What the streams were. */
  readonly streams: readonly string[];
  /** Milliseconds from the request to the first byte. */
  readonly firstByte?: Spread;
  /** Milliseconds of each listener's longest time without a byte. */
  readonly worstGap?: Spread;
  /** Each listener's rate in kbit/s. */
  readonly throughput?: Spread;
  /** Most milliseconds by which the first listener of the same stream had a byte earlier; of HLS, since the end of a segment was made. */
  readonly lag?: Spread;
  /** Listeners that stopped reading as they were meant to: those the server cut off, and those it held to the end. */
  readonly stalled?: { readonly cutOff: number; readonly held: number };
  /** Most frequent first. */
  readonly failures: readonly FailureGroup[];
}

/** Adds up how it went for listeners, in constant memory. */
export class Tally {
  private listeners = 0;
  private failed = 0;
  private interrupted = 0;
  private bytes = 0;
  private readonly streams = new Set<string>();
  private readonly reasons = new Map<string, { count: number; example: string | undefined }>();
  private readonly firstByte = histogram();
  private readonly worstGap = histogram();
  private readonly throughput = histogram();
  private readonly lag = histogram();
  private readonly stalled = { cutOff: 0, held: 0 };

  constructor(private readonly url: string) {}

  get finished(): number {
    return this.listeners;
  }

  get failures(): number {
    return this.failed;
  }

  /** Bytes of those who have left. */
  get received(): number {
    return this.bytes;
  }

  add(result: ListenerResult): void {
    this.listeners++;
    this.bytes += result.bytes;
    if (result.failure) this.fail(result.failure.reason, result.failure.detail);
    else if (result.interrupted) this.interrupted++;
    if (result.description !== undefined && this.streams.size < MAX_REASONS)
      this.streams.add(result.description);
    if (result.firstByte === undefined) return;
    this.firstByte.recordValue(thousandths(result.firstByte));
    if (result.stalled !== undefined) {
      this.stalled[result.stalled === 'held' ? 'held' : 'cutOff']++;
      return;
    }
    if (result.lag !== undefined) this.lag.recordValue(thousandths(result.lag));
    this.worstGap.recordValue(thousandths(result.worstGap));
    if (result.stayed > 0) this.throughput.recordValue(thousandths((result.bytes * 8) / result.stayed));
  }

  /** @param seconds length of the test. */
  report(seconds: number): TestReport {
    return {
      url: this.url,
      listeners: this.listeners,
      succeeded: this.listeners - this.failed - this.interrupted,
      failed: this.failed,
      interrupted: this.interrupted,
      seconds,
      bytes: this.bytes,
      streams: [...this.streams],
      ...spread('firstByte', this.firstByte),
      ...spread('worstGap', this.worstGap),
      ...spread('throughput', this.throughput),
      ...spread('lag', this.lag),
      ...(this.stalled.cutOff + this.stalled.held > 0 && { stalled: { ...this.stalled } }),
      failures: [...this.reasons]
        .map(([reason, { count, example }]) => ({ reason, count, ...(example !== undefined && { example }) }))
        .sort((a, b) => b.count - a.count),
    };
  }

  private fail(reason: string, detail: string | undefined): void {
    this.failed++;
    const key = this.reasons.has(reason) || this.reasons.size < MAX_REASONS ? reason : OTHER;
    const group = this.reasons.get(key);
    if (group) group.count++;
    else this.reasons.set(key, { count: 1, example: key === OTHER ? `${reason} ${detail ?? ''}` : detail });
  }
}

/** Thousandths, so that a figure keeps three decimals as a whole number. */
function thousandths(value: number): number {
  return Math.min(Math.round(value * 1000), MAX_VALUE);
}

const MAX_VALUE = 2 ** 42;

function histogram(): Histogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: MAX_VALUE,
    numberOfSignificantValueDigits: 3,
  });
}

function spread<K extends string>(name: K, values: Histogram): Partial<Record<K, Spread>> {
  if (values.totalCount === 0) return {};
  const most = values.maxValue / 1000;
  // A percentile is rounded up to three digits; it must not exceed the largest value.
  const at = (percentile: number): number => Math.min(most, values.getValueAtPercentile(percentile) / 1000);
  const figures: Spread = {
    min: at(0),
    p50: at(50),
    p90: at(90),
    p99: at(99),
    max: most,
    mean: Math.round(values.mean) / 1000,
  };
  return { [name]: figures } as Record<K, Spread>;
}
