import type { Stats } from '../api/types';

/** Quietest level that a meter shows, dB. */
const QUIET = -60;

/** The figures of one plug, without its name in front. */
export function ownStats(stats: Stats, plug: string): readonly (readonly [string, number | string])[] {
  const begin = `${plug}.`;
  return Object.entries(stats)
    .filter(([name]) => name.startsWith(begin))
    .map(([name, value]) => [name.slice(begin.length), value] as const);
}

/** How much of a meter a figure fills, 0 to 1; undefined for one that is not shown as a meter. */
export function meterShare(value: number | string, unit: string | undefined): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  if (unit === 'dB' || unit === 'dBFS') return Math.min(1, Math.max(0, 1 - value / QUIET));
  if (unit === '%') return Math.min(1, Math.max(0, value / 100));
  return undefined;
}
