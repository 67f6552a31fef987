import ICAL from 'ical.js';
import { epochOf, momentOf, type Moment } from './times';
import { wallNumber, wallOf } from './zones';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lengths of the intervals that are all alike, on the wall. */
const EVEN: Readonly<Record<string, number>> = {
  MINUTELY: MINUTE,
  HOURLY: HOUR,
  DAILY: DAY,
  WEEKLY: 7 * DAY,
};

/** A recurrence rule of an event. */
export interface Rule {
  readonly recur: ICAL.Recur;
  /** Milliseconds since 1970 of the last moment it may give; none when it goes on for ever. */
  readonly until: number | undefined;
}

/** Takes a rule as the library read it; the end is judged here, since the library does not know the zone. */
export function makeRule(given: ICAL.Recur, start: Moment): Rule {
  const recur = given.clone();
  const { until } = recur;
  recur.until = null;
  if (!until) return { recur, until: undefined };
  const last = momentOf(until, start.zone);
  // A date means the whole of that day.
  if (last.dateOnly && !start.dateOnly) {
    return { recur, until: last.zone({ ...last.wall, hour: 23, minute: 59, second: 59 }) };
  }
  return { recur, until: epochOf(last) };
}

/**
 * The moments a rule gives within a time, in order.
 * @param from - milliseconds since 1970, included.
 * @param to - milliseconds since 1970, excluded.
 */
export function* momentsOfRule(
  { recur, until }: Rule,
  start: Moment,
  from: number,
  to: number,
): Generator<Moment> {
  const begin = wallOf(skipped(recur, wallNumber(start.wall), from));
  const time = new ICAL.Time({ ...begin, isDate: start.dateOnly }, ICAL.Timezone.localTimezone);
  const iterator = recur.iterator(time);
  for (;;) {
    const next = iterator.next() as ICAL.Time | null | undefined;
    if (!next) return;
    const moment: Moment = { ...momentOf(next, start.zone), zone: start.zone };
    const number = wallNumber(moment.wall);
    if (number > to + DAY) return;
    if (number < from - DAY) continue;
    const at = epochOf(moment);
    if (until !== undefined && at > until) return;
    if (at >= from && at < to) yield moment;
  }
}

/** Where to begin: years of intervals that have passed need not be gone through. */
function skipped(recur: ICAL.Recur, start: number, from: number): number {
  const step = (EVEN[recur.freq] ?? 0) * recur.interval;
  if (step === 0 || recur.count !== null) return start;
  return start + Math.max(0, Math.floor((from - 2 * DAY - start) / step)) * step;
}
