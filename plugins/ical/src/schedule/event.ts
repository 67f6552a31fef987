import ICAL from 'ical.js';
import { CalendarError, propertiesOf, propertyOf, type LinedComponent } from './lines';
import { makeRule, momentsOfRule, type Rule } from './rule';
import {
  daysBetween,
  endAfter,
  epochOf,
  momentOf,
  momentsOf,
  zoneOfProperty,
  type Zones,
  type Length,
  type Moment,
} from './times';
import { wallNumber } from './zones';

/** One time that an event takes place. */
export interface Occurrence {
  readonly uid: string;
  /** Title of the event; empty when it has none. */
  readonly summary: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Milliseconds since 1970; after the start. */
  readonly end: number;
  /** Minutes that the event's time is ahead of UTC when it begins. */
  readonly offset: number;
}

/** Most occurrences of an event in the time that is asked for. */
const MAX_OCCURRENCES = 5000;
const DAY = 86_400_000;

interface Dated {
  readonly moment: Moment;
  readonly length: Length;
}

/** An event of a calendar. */
export class CalendarEvent {
  readonly line: number;
  readonly uid: string;
  readonly sequence: number;
  readonly cancelled: boolean;
  /** The occurrence of another event of the same UID that this one stands for, milliseconds since 1970. */
  readonly replaces: number | undefined;
  private readonly summary: string;
  private readonly start: Moment;
  private readonly length: Length;
  private readonly dates: readonly Dated[];
  private readonly rules: readonly Rule[];
  private readonly exceptRules: readonly Rule[];
  private readonly excluded = new Set<number>();
  /** Days, as `wallNumber` of their midnight, on which nothing takes place. */
  private readonly excludedDays = new Set<number>();

  /**
   * @hidden
   * @throws CalendarError when something that decides about its time is missing or cannot be understood.
   */
  constructor(component: LinedComponent, zones: Zones) {
    this.line = component.line;
    const text = (name: string): string =>
      String(propertyOf(component, name)?.property.getFirstValue() ?? '');
    this.summary = text('summary');
    this.uid = text('uid') || `line ${String(component.line)}`;
    this.sequence = Number(text('sequence')) || 0;
    this.cancelled = text('status').toUpperCase() === 'CANCELLED';
    const start = propertyOf(component, 'dtstart');
    const [moment] = start ? momentsOf(start, zones) : [];
    if (!moment) throw new CalendarError(component.line, 'the event has no DTSTART');
    this.start = moment;
    this.length = lengthOf(component, moment, zones);
    this.dates = datesOf(component, this.length, zones);
    const rules = (name: string): Rule[] =>
      propertiesOf(component, name).map(({ property }) =>
        makeRule(property.getFirstValue() as unknown as ICAL.Recur, moment),
      );
    this.rules = rules('rrule');
    this.exceptRules = rules('exrule');
    for (const lined of propertiesOf(component, 'exdate')) {
      for (const one of momentsOf(lined, zones)) this.exclude(one);
    }
    const replaced = propertyOf(component, 'recurrence-id');
    const [instance] = replaced ? momentsOf(replaced, zones) : [];
    this.replaces = instance && epochOf(instance);
  }

  /** Line of the first recurrence rule, or of the event. */
  static ruleLine(component: LinedComponent): number {
    return (propertyOf(component, 'rrule') ?? propertyOf(component, 'exrule') ?? component).line;
  }

  /** Leaves out the occurrence that another event stands for. */
  leaveOut(start: number): void {
    this.excluded.add(start);
  }

  /**
   * What takes place within a time, in no order.
   * @param from - milliseconds since 1970; what ends later counts.
   * @param to - milliseconds since 1970; what begins earlier counts.
   * @throws Error when there are more than 5000.
   */
  occurrences(from: number, to: number): readonly Occurrence[] {
    const found = new Map<number, Occurrence>();
    // A day may have 25 hours.
    const longest = this.length.days * (DAY + DAY / 24) + this.length.rest;
    const excepted = new Set<number>();
    for (const rule of this.exceptRules) {
      for (const moment of momentsOfRule(rule, this.start, from - longest, to)) excepted.add(epochOf(moment));
    }
    const add = ({ moment, length }: Dated): void => {
      const start = epochOf(moment);
      const end = endAfter(moment, length);
      if (end <= start || end <= from || start >= to) return;
      if (excepted.has(start) || this.excluded.has(start) || this.excludedDays.has(midnight(moment))) return;
      const offset = Math.round((wallNumber(moment.wall) - start) / 60_000);
      found.set(start, { uid: this.uid, summary: this.summary, start, end, offset });
      if (found.size > MAX_OCCURRENCES) {
        throw new Error(`the event takes place more than ${String(MAX_OCCURRENCES)} times in a day`);
      }
    };
    add({ moment: this.start, length: this.length });
    for (const dated of this.dates) add(dated);
    for (const rule of this.rules) {
      for (const moment of momentsOfRule(rule, this.start, from - longest, to)) {
        add({ moment, length: this.length });
      }
    }
    return [...found.values()];
  }

  private exclude(moment: Moment): void {
    if (moment.dateOnly) this.excludedDays.add(midnight(moment));
    else this.excluded.add(epochOf(moment));
  }
}

function midnight({ wall }: Moment): number {
  return wallNumber({ ...wall, hour: 0, minute: 0, second: 0 });
}

/** An end that is named is a length in hours; DURATION counts its days by the calendar (RFC 5545, 3.8.5.3). */
function lengthOf(component: LinedComponent, start: Moment, zones: Zones): Length {
  const named = propertyOf(component, 'dtend');
  const [end] = named ? momentsOf(named, zones) : [];
  if (end && start.dateOnly) return { days: daysBetween(start.wall, end.wall), rest: 0 };
  if (end) return { days: 0, rest: epochOf(end) - epochOf(start) };
  const duration = propertyOf(component, 'duration')?.property.getFirstValue();
  if (duration instanceof ICAL.Duration) return lengthOfDuration(duration);
  return { days: start.dateOnly ? 1 : 0, rest: 0 };
}

function lengthOfDuration(duration: ICAL.Duration): Length {
  const { weeks, days, hours, minutes, seconds, isNegative } = duration;
  if (isNegative) return { days: 0, rest: 0 };
  return { days: weeks * 7 + days, rest: ((hours * 60 + minutes) * 60 + seconds) * 1000 };
}

function datesOf(component: LinedComponent, length: Length, zones: Zones): readonly Dated[] {
  return propertiesOf(component, 'rdate').flatMap((lined) => {
    const zone = zoneOfProperty(lined, zones);
    return lined.property.getValues().map((value): Dated => {
      if (value instanceof ICAL.Time) return { moment: momentOf(value, zone), length };
      if (!(value instanceof ICAL.Period)) {
        throw new CalendarError(lined.line, `RDATE holds no date: ${String(value)}`);
      }
      const moment = momentOf(value.start, zone);
      const { end, duration } = value as { end: ICAL.Time | null; duration: ICAL.Duration | null };
      if (duration) return { moment, length: lengthOfDuration(duration) };
      const rest = end ? epochOf(momentOf(end, zone)) - epochOf(moment) : 0;
      return { moment, length: { days: 0, rest } };
    });
  });
}
