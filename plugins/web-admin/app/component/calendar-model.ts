import type { Row } from '../api/types';
import { clockText } from '../frame/format';

/** Something that takes place, or the part of it that is on one day. Times in milliseconds since 1970. */
export interface Period {
  readonly start: number;
  /** Undefined where nobody knows it yet. */
  readonly end: number | undefined;
  readonly title: string;
  readonly active: boolean;
  /** Where it is in the day, 0 to 1. */
  readonly from: number;
  readonly to: number;
  /** Its times on this day, for people. */
  readonly text: string;
}

/** A day, in the zone of who looks. */
export interface Day {
  /** Its first moment, milliseconds since 1970. */
  readonly start: number;
  readonly periods: readonly Period[];
}

/** Most days that are shown. */
const MOST_DAYS = 15;

/**
 * Rows of periods by day, from today on; days on which nothing takes place are there too, up to the last on which something
 * does.
 * @param title - column with what takes place.
 */
export function daysOf(rows: readonly Row[], title: string | undefined, now: number): readonly Day[] {
  const periods = rows.flatMap((row) => {
    const { start, end, active } = row;
    if (typeof start !== 'number') return [];
    const last = typeof end === 'number' && end > start ? end : undefined;
    const name = title === undefined ? '' : String(row[title] ?? '');
    return [
      { start, end: last, title: name, active: active === true || (start <= now && now < (last ?? 0)) },
    ];
  });
  const days: Day[] = [];
  for (let day = dayOf(now); days.length < MOST_DAYS; day = nextDay(day)) {
    const end = nextDay(day);
    const own = periods
      .filter((one) => one.start < end && (one.end ?? one.start + 1) > day)
      .sort((a, b) => a.start - b.start)
      .map((one): Period => ({ ...one, ...placeOf(one, day, end) }));
    days.push({ start: day, periods: own });
    if (!periods.some((one) => (one.end ?? one.start + 1) > end)) break;
  }
  return days;
}

function placeOf(
  { start, end }: { readonly start: number; readonly end: number | undefined },
  day: number,
  night: number,
): Pick<Period, 'from' | 'to' | 'text'> {
  const place = (time: number): number => Math.min(1, Math.max(0, (time - day) / (night - day)));
  const [early, late] = [start < day, end !== undefined && end > night];
  return {
    from: place(start),
    to: place(end ?? start),
    text: timesText(early ? undefined : start, late ? undefined : end, early, late),
  };
}

function timesText(
  start: number | undefined,
  end: number | undefined,
  early: boolean,
  late: boolean,
): string {
  if (early && late) return 'all day';
  if (early) return `until ${shortClock(end)}`;
  return late || end === undefined
    ? `from ${shortClock(start)}`
    : `${shortClock(start)} to ${shortClock(end)}`;
}

/** Seconds are told only where they are not 0. */
function shortClock(time = 0): string {
  return clockText(time).replace(/:00$/, '');
}

/** The first moment of the day of a moment. */
function dayOf(time: number): number {
  const date = new Date(time);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** The first moment of the day after; days may have 23 or 25 hours. */
function nextDay(day: number): number {
  const date = new Date(day);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}

const NAMES = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });

/** A day for people: `Today`, `Tuesday 1 December`. */
export function dayText(day: number, now: number): string {
  const name = NAMES.format(day);
  return day === dayOf(now) ? `Today, ${name}` : name;
}
