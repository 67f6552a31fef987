import type { ScheduleState } from './schedule';

/** Longest stay that is granted at once, in milliseconds. */
const MAX_STAY = 86_400_000;

/**
 * Until when it is open: to the end of the last event of a chain in which each begins before or when another ends, but
 * at most a day.
 * @param now - milliseconds since 1970.
 * @returns milliseconds since 1970; undefined when it is closed.
 */
export function openUntil(state: ScheduleState | undefined, now: number): number | undefined {
  const active = state?.active.filter(({ end }) => end > now) ?? [];
  if (!state || active.length === 0) return undefined;
  let until = Math.max(...active.map(({ end }) => end));
  for (const { kind, at, event } of state.points) {
    if (kind === 'start' && at <= until) until = Math.max(until, event.end);
  }
  return Math.min(until, now + MAX_STAY);
}
