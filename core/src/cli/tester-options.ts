import { InvalidArgumentError } from 'commander';
import type { ListenerPlan } from '../tester/listener';

/** A figure, or a range from which each listener gets its own. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What flumotion-tester is asked to do. */
export interface TesterOptions {
  readonly clients: number;
  readonly rampUp: number;
  readonly duration?: number;
  readonly time?: Range;
  readonly bytes?: Range;
  readonly readrate?: Range;
  readonly readsize?: Range;
  readonly timeout: number;
  readonly insecure?: boolean;
  readonly json?: boolean;
}

/** Seconds that a listener stays when neither `--time` nor `--bytes` is given. */
export const DEFAULT_TIME = 5;
const DEFAULT_READ_SIZE = 4096;
const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1000, M: 1_000_000, G: 1_000_000_000 };

/** Reads a figure or a range such as `4096-8192` or `1M`. @throws InvalidArgumentError for anything else. */
export function parseRange(text: string): Range {
  const match = /^(\d+(?:\.\d+)?)([kMG]?)(?:-(\d+(?:\.\d+)?)([kMG]?))?$/.exec(text);
  const low = match ? Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1) : 0;
  const high = match?.[3] === undefined ? low : Number(match[3]) * (UNITS[match[4] ?? ''] ?? 1);
  if (low <= 0 || high < low) {
    throw new InvalidArgumentError(
      'Expected a number above 0, or a range such as 4096-8192; k, M and G may follow.',
    );
  }
  return { low, high };
}

/** Reads a whole number in a range. @throws InvalidArgumentError for anything else. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
  };
}

/** Reads seconds, from `least`. @throws InvalidArgumentError for anything else. */
export function seconds(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= 1e6) return value;
    throw new InvalidArgumentError(`Expected seconds, ${least} or more.`);
  };
}

/** Reads an address of a stream. @throws InvalidArgumentError for anything else. */
export function streamUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new InvalidArgumentError('Expected an http or https address such as http://localhost:8800/.');
}

/** What the next listener does: figures given as ranges are drawn anew. */
export function listenerPlan(
  url: URL,
  options: TesterOptions,
  random: () => number = Math.random,
): ListenerPlan {
  const draw = ({ low, high }: Range): number => low + random() * (high - low);
  const { time, bytes, readrate, readsize, timeout } = options;
  const wanted = bytes && Math.ceil(draw(bytes));
  const rate = readrate && draw(readrate);
  const stay = time ? draw(time) : wanted === undefined ? DEFAULT_TIME : undefined;
  return {
    url,
    readSize: readsize ? Math.ceil(draw(readsize)) : DEFAULT_READ_SIZE,
    timeout,
    // A minute more than twice what the rate alone makes it take.
    patience: 60 + (wanted !== undefined && rate !== undefined ? (2 * wanted) / rate : 0),
    ...(wanted !== undefined && { bytes: wanted }),
    ...(rate !== undefined && { readRate: rate }),
    ...(stay !== undefined && { seconds: stay }),
  };
}
