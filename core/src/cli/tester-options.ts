import { InvalidArgumentError } from 'commander';
import { isIP } from 'node:net';
import type { AskingOptions } from '../tester/http/opener';
import type { ListenerPlan } from '../tester/listener-plan';

/** A figure, or a range from which each listener gets its own. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Some of the listeners. */
export interface Share {
  readonly count: number;
  /** The count is of a hundred. */
  readonly percent: boolean;
}

/** What flumotion-tester is asked to do. */
export interface TesterOptions {
  readonly clients: number;
  readonly rampUp: number;
  /** Listeners a second that come, instead of a time over which they do. */
  readonly rate?: number;
  readonly duration?: number;
  readonly churn?: number;
  readonly stall?: Share;
  readonly bind?: readonly string[];
  readonly header?: readonly (readonly [string, string])[];
  readonly http?: '1.0' | '1.1';
  readonly icy?: boolean;
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

/** Reads a number of listeners, or a part of them such as `5%`. @throws InvalidArgumentError for anything else. */
export function share(text: string): Share {
  const match = /^(\d{1,6})(%?)$/.exec(text);
  const [count, percent] = [Number(match?.[1] ?? NaN), match?.[2] === '%'];
  if (count > 0 && (!percent || count <= 100)) return { count, percent };
  throw new InvalidArgumentError('Expected a number of listeners, or a part of them such as 5%.');
}

/** Reads a rate above 0. @throws InvalidArgumentError for anything else. */
export function rate(text: string): number {
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
  if (value > 0 && value <= 1e6) return value;
  throw new InvalidArgumentError('Expected a number of listeners a second, above 0.');
}

/** Reads addresses of this machine, added to those before. @throws InvalidArgumentError for what is no address. */
export function localAddresses(text: string, before: readonly string[] = []): readonly string[] {
  const addresses = text.split(',').map((address) => address.trim());
  const wrong = addresses.find((address) => isIP(address) === 0);
  if (wrong === undefined) return [...before, ...addresses];
  throw new InvalidArgumentError(
    `${JSON.stringify(wrong)} is no address; expected such as 127.0.0.2,127.0.0.3 or ::1.`,
  );
}

/** Reads a field of a request, added to those before. @throws InvalidArgumentError for what is none. */
export function headerField(
  text: string,
  before: readonly (readonly [string, string])[] = [],
): readonly (readonly [string, string])[] {
  const [, name, value = ''] =
    /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/.exec(text) ?? [];
  if (name !== undefined) return [...before, [name, value]];
  throw new InvalidArgumentError("Expected a field such as 'Cookie: id=1'.");
}

/** Seconds over which the first listeners come. */
export function rampUp({ clients, rampUp: seconds, rate: perSecond }: TesterOptions): number {
  return perSecond === undefined ? seconds : clients / perSecond;
}

/** How the streams are asked for. */
export function askingOptions({ insecure, http, icy, header, bind }: TesterOptions): AskingOptions {
  return {
    ...(insecure !== undefined && { insecure }),
    ...(http !== undefined && { http }),
    ...(icy !== undefined && { icy }),
    ...(header && { headers: header }),
    ...(bind && { bind }),
  };
}

/** Whether the listener at a place is one of those that stop reading: the first of them. */
function stalls({ stall, clients }: TesterOptions, place: number): boolean {
  if (!stall) return false;
  return place < (stall.percent ? Math.ceil((clients * stall.count) / 100) : stall.count);
}

/** Reads an address of a stream. @throws InvalidArgumentError for anything else. */
export function streamUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new InvalidArgumentError('Expected an http or https address such as http://localhost:8800/.');
}

/**
 * What the next listener does: figures given as ranges are drawn anew.
 * @param place number of the place it takes.
 */
export function listenerPlan(
  url: URL,
  options: TesterOptions,
  random: () => number = Math.random,
  place = 0,
): ListenerPlan {
  const draw = ({ low, high }: Range): number => low + random() * (high - low);
  const { time, bytes, readrate, readsize, timeout } = options;
  const wanted = bytes && Math.ceil(draw(bytes));
  const rate = readrate && draw(readrate);
  const stay = time ? draw(time) : wanted === undefined ? (churned(options) ?? DEFAULT_TIME) : undefined;
  return {
    url,
    readSize: readsize ? Math.ceil(draw(readsize)) : DEFAULT_READ_SIZE,
    timeout,
    // A minute more than twice what the rate alone makes it take.
    patience: 60 + (wanted !== undefined && rate !== undefined ? (2 * wanted) / rate : 0),
    ...(stalls(options, place) && { stalls: true }),
    ...(wanted !== undefined && { bytes: wanted }),
    ...(rate !== undefined && { readRate: rate }),
    ...(stay !== undefined && { seconds: stay }),
  };
}

/** Seconds that listeners stay who leave when it is their turn: to the end of the test. */
function churned({ churn, duration }: TesterOptions): number | undefined {
  return churn === undefined ? undefined : duration;
}
