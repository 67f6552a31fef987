import ICAL from 'ical.js';

/** Date and time on a wall, without a zone. */
export interface Wall {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Tells when a time on the wall is: milliseconds since 1970. */
export type Zone = (wall: Wall) => number;

const DAY = 86_400_000;

/** A time on the wall as if it were UTC, in milliseconds since 1970; also reckons with days beyond the month. */
export function wallNumber({ year, month, day, hour, minute, second }: Wall): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The wall time of a `wallNumber`. */
export function wallOf(number: number): Wall {
  const date = new Date(number);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

/** Coordinated universal time. */
export const utc: Zone = wallNumber;

/**
 * A zone from its distance to UTC at any moment. A time that stands twice on the wall when clocks are put back is the
 * first of the two; one that is left out when they are put forward is taken as if they had not been yet (RFC 5545).
 * @param offset - milliseconds that the wall is ahead of UTC at a moment.
 */
function zoneOf(offset: (moment: number) => number): Zone {
  return (wall) => {
    const number = wallNumber(wall);
    const before = offset(number - DAY);
    const after = offset(number + DAY);
    const early = number - before;
    const late = number - after;
    return offset(early) !== before && offset(late) === after ? late : early;
  };
}

/** The zone of the machine, for times that name none. */
export const localZone: Zone = zoneOf((moment) => -new Date(moment).getTimezoneOffset() * 60_000);

/** A zone of the system by its name, as `Europe/Madrid`; undefined when there is none of that name. */
export function namedZone(name: string): Zone | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  } catch {
    return undefined;
  }
  return zoneOf((moment) => {
    const parts = Object.fromEntries(
      format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return wallNumber({ year, month, day, hour, minute, second }) - Math.floor(moment / 1000) * 1000;
  });
}

/** A zone that the calendar describes itself, in a VTIMEZONE. */
export function describedZone(zone: ICAL.Timezone): Zone {
  return (wall) => new ICAL.Time({ ...wall, isDate: false }, zone).toUnixTime() * 1000;
}
