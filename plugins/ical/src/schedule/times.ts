import ICAL from 'ical.js';
import { CalendarError, type LinedProperty } from './lines';
import { namedZone, utc, wallNumber, type Wall, type Zone } from './zones';

/** A date, or a date with a time, that a property names, and the zone it is in. */
export interface Moment {
  readonly wall: Wall;
  /** Only a date; the wall's time is midnight. */
  readonly dateOnly: boolean;
  readonly zone: Zone;
}

/** The zones of a calendar. */
export interface Zones {
  /** Those that it describes itself, by their TZID. */
  readonly described: ReadonlyMap<string, Zone>;
  /** For times that name none. */
  readonly local: Zone;
}

/** Milliseconds since 1970. */
export function epochOf(moment: Moment): number {
  return moment.zone(moment.wall);
}

/**
 * The zone of a property's times: UTC apart, which each time says itself.
 * @throws CalendarError when it is named and nobody knows it.
 */
export function zoneOfProperty({ line, property }: LinedProperty, zones: Zones): Zone {
  const name = property.getFirstParameter('tzid') as string | undefined;
  if (name === undefined) return zones.local;
  // Some programs put an address before the name: /freeassociation.sourceforge.net/Europe/Berlin.
  const tail = /[A-Z]\w+\/[\w/+-]+$/.exec(name)?.[0];
  const zone =
    zones.described.get(name) ?? namedZone(name) ?? (tail === undefined ? undefined : namedZone(tail));
  if (zone) return zone;
  throw new CalendarError(
    line,
    `the time zone ${JSON.stringify(name)} is neither described in the file nor known to the system; name one as Europe/Madrid`,
  );
}

/** A time as the library read it. */
export function momentOf(time: ICAL.Time, zone: Zone): Moment {
  const wall: Wall = {
    year: time.year,
    month: time.month,
    day: time.day,
    hour: time.isDate ? 0 : time.hour,
    minute: time.isDate ? 0 : time.minute,
    second: time.isDate ? 0 : time.second,
  };
  const isUtc = time.zone === ICAL.Timezone.utcTimezone;
  return { wall, dateOnly: time.isDate, zone: isUtc && !time.isDate ? utc : zone };
}

/**
 * All times of a property.
 * @throws CalendarError when a value is no time.
 */
export function momentsOf(lined: LinedProperty, zones: Zones): readonly Moment[] {
  const zone = zoneOfProperty(lined, zones);
  return lined.property.getValues().map((value) => {
    if (value instanceof ICAL.Time) return momentOf(value, zone);
    throw new CalendarError(
      lined.line,
      `${lined.property.name.toUpperCase()} holds no date: ${String(value)}`,
    );
  });
}

/** A length: days of the calendar, which may have 23 or 25 hours, and milliseconds after them. */
export interface Length {
  readonly days: number;
  readonly rest: number;
}

/** When something ends that begins at a wall time. */
export function endAfter(start: Moment, { days, rest }: Length): number {
  if (days === 0) return epochOf(start) + rest;
  return start.zone({ ...start.wall, day: start.wall.day + days }) + rest;
}

/** Days between two dates. */
export function daysBetween(from: Wall, to: Wall): number {
  return Math.round((wallNumber(to) - wallNumber(from)) / 86_400_000);
}
