import type { Figures } from '../api/live-model';

/** Figures over time. */
export interface History {
  /** Milliseconds since 1970, growing. */
  readonly times: readonly number[];
  /** By figure, a value for each time; null where it was not known. */
  readonly series: Readonly<Record<string, readonly (number | null)[]>>;
}

/** A history as the manager tells it. */
export interface ToldHistory {
  /** Milliseconds between two values. */
  readonly interval: number;
  /** Of the first values, milliseconds since 1970. */
  readonly start: number;
  readonly series: Readonly<Record<string, readonly (number | null)[]>>;
}

/** What the manager tells as a history that can be added to. */
export function historyOf({ interval, start, series }: ToldHistory): History {
  const length = Math.max(0, ...Object.values(series).map((values) => values.length));
  const whole = (values: readonly (number | null)[]): readonly (number | null)[] =>
    Array.from({ length }, (_, at) => values[at] ?? null);
  return {
    times: Array.from({ length }, (_, at) => start + at * interval),
    series: Object.fromEntries(Object.entries(series).map(([name, values]) => [name, whole(values)])),
  };
}

/** Milliseconds that are kept. */
const SPAN = 30 * 60_000;
/** Milliseconds between two points at least. */
const STEP = 900;

/** A history with the figures of this moment at its end, and without what is too old. */
export function appended(history: History, { cpu, memory, stats }: Figures, now: number): History {
  const last = history.times.at(-1) ?? 0;
  if (now - last < STEP) return history;
  const point: Readonly<Record<string, number | string | undefined>> = { ...stats, cpu, memory };
  const from = history.times.findIndex((time) => now - time <= SPAN);
  const start = from < 0 ? history.times.length : from;
  const names = new Set([
    ...Object.keys(history.series),
    ...Object.keys(point).filter((name) => typeof point[name] === 'number'),
  ]);
  const series = [...names].map((name) => {
    const before = history.series[name] ?? history.times.map(() => null);
    const value = point[name];
    return [name, [...before.slice(start), typeof value === 'number' ? value : null]] as const;
  });
  return { times: [...history.times.slice(start), now], series: Object.fromEntries(series) };
}

/** One figure of a history, as a chart takes it: times in seconds. */
export function seriesOf(
  { times, series }: History,
  name: string,
): { readonly times: readonly number[]; readonly values: readonly (number | null)[] } {
  const values = series[name];
  if (!values || values.every((value) => value === null)) return { times: [], values: [] };
  return { times: times.map((time) => time / 1000), values };
}
