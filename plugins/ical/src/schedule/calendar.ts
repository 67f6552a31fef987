import ICAL from 'ical.js';
import { CalendarEvent, type Occurrence } from './event';
import { isLate, withinTime } from './guard';
import { CalendarError, propertyOf, readComponents, type LinedComponent } from './lines';
import type { Zones } from './times';
import { describedZone, localZone, type Zone } from './zones';

/** Milliseconds that working out one event, and all of them, may take. */
const EVENT_LIMIT = 1000;
const ALL_LIMIT = 3000;
/** Most events in a file. */
const MAX_EVENTS = 20_000;
const DAY = 86_400_000;

/** The events of a file. */
export class Calendar {
  /** @hidden */
  constructor(private readonly events: readonly CalendarEvent[]) {}

  /**
   * What takes place within a time, by beginning and end.
   * @param from - milliseconds since 1970; what ends later counts.
   * @param to - milliseconds since 1970; what begins earlier counts.
   * @throws Error when that takes more than 3 s to work out.
   */
  between(from: number, to: number): readonly Occurrence[] {
    const all = withinTime(ALL_LIMIT, () => this.events.flatMap((event) => event.occurrences(from, to)));
    return [...all].sort((a, b) => a.start - b.start || a.end - b.end || (a.uid < b.uid ? -1 : 1));
  }
}

/**
 * Reads an iCalendar file (RFC 5545): VEVENTs with DTSTART, DTEND or DURATION, SUMMARY, RRULE, RDATE, EXDATE, EXRULE,
 * RECURRENCE-ID; zones from VTIMEZONE or, by their names, from the system; times without a zone are the machine's.
 * What is cancelled does not take place, what has no length neither.
 * @param now - milliseconds since 1970 around which the recurrence rules are tried.
 * @param local - the zone of times that name none; the machine's when left out.
 * @throws CalendarError naming the line that is wrong.
 */
export function parseCalendar(text: string, now: number, local: Zone = localZone): Calendar {
  const calendars = readComponents(text);
  if (calendars.length === 0) throw new CalendarError(1, 'the file has no BEGIN:VCALENDAR');
  const events = calendars.flatMap((calendar) => {
    const zones: Zones = { described: zonesOf(calendar), local };
    return named(calendar, 'vevent').map((component) => readEvent(component, zones, now));
  });
  if (events.length > MAX_EVENTS) {
    throw new CalendarError(
      1,
      `the file has ${String(events.length)} events, more than ${String(MAX_EVENTS)}`,
    );
  }
  return new Calendar(inForce(events));
}

function readEvent(component: LinedComponent, zones: Zones, now: number): CalendarEvent {
  const event = new CalendarEvent(component, zones);
  try {
    withinTime(EVENT_LIMIT, () => event.occurrences(now, now + DAY));
  } catch (error) {
    const reason = isLate(error)
      ? 'the recurrence rule fits no date, nearly none, or too many since it began'
      : (error as Error).message;
    throw new CalendarError(CalendarEvent.ruleLine(component), reason);
  }
  return event;
}

/** The newest version of each event, and those that stand for one occurrence in its place. */
function inForce(events: readonly CalendarEvent[]): readonly CalendarEvent[] {
  const newest = new Map<string, CalendarEvent>();
  for (const event of events) {
    const key = `${String(event.replaces ?? '')} ${event.uid}`;
    const known = newest.get(key);
    if (!known || event.sequence >= known.sequence) newest.set(key, event);
  }
  for (const { uid, replaces } of newest.values()) {
    if (replaces !== undefined) newest.get(` ${uid}`)?.leaveOut(replaces);
  }
  return [...newest.values()].filter((event) => !event.cancelled);
}

function named(component: LinedComponent, name: string): readonly LinedComponent[] {
  return component.components.filter((inner) => inner.name === name);
}

function zonesOf(calendar: LinedComponent): ReadonlyMap<string, Zone> {
  const zones = new Map<string, Zone>();
  for (const component of named(calendar, 'vtimezone')) {
    const name = propertyOf(component, 'tzid')?.property.getFirstValue();
    if (typeof name !== 'string') throw new CalendarError(component.line, 'the VTIMEZONE has no TZID');
    zones.set(name, describedZone(new ICAL.Timezone({ component: native(component), tzid: name })));
  }
  return zones;
}

/** A component as the library knows it. */
function native({ name, properties, components }: LinedComponent): ICAL.Component {
  const made = new ICAL.Component(name);
  for (const { property } of properties) made.addProperty(property);
  for (const inner of components) made.addSubcomponent(native(inner));
  return made;
}
