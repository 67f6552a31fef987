import type { Calendar } from './calendar';
import { systemClock, type Clock } from './clock';
import type { Occurrence } from './event';

/** Longest time between looks at the clock, in milliseconds: it may have been set. */
const LOOK_AT_LEAST = 60_000;
/** How far the schedule looks ahead, in milliseconds. */
const HORIZON = 86_400_000;
/** How long what was worked out is used, in milliseconds. */
const FRESH = 600_000;
/** How far people look ahead, in milliseconds. */
const AHEAD = 14 * HORIZON;
/** Most occurrences that people are shown. */
const MAX_COMING = 1000;
/** Most points that are told. */
const MAX_POINTS = 100;

/** A moment at which an event begins or ends. */
export interface SchedulePoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: 'start' | 'end';
  readonly event: Occurrence;
}

/** What takes place now, and what begins and ends within 24 hours. */
export interface ScheduleState {
  /** By beginning. */
  readonly active: readonly Occurrence[];
  /** At most 100, in order; at the same moment ends come before beginnings. */
  readonly points: readonly SchedulePoint[];
}

/** Whether two times are the same event; its end may have been moved. */
export function sameEvent(a: Occurrence, b: Occurrence): boolean {
  return a.uid === b.uid && a.start === b.start && a.summary === b.summary;
}

/** Follows a calendar through time. */
export class Schedule {
  private calendar: Calendar | undefined;
  private worked: { readonly at: number; readonly list: readonly Occurrence[] } | undefined;
  private ahead: { readonly at: number; readonly list: readonly Occurrence[] } | undefined;
  private current: ScheduleState = { active: [], points: [] };
  private cancel: (() => void) | undefined;

  /**
   * @param changed - called whenever what takes place, or what is to come, is another; first by `begin`.
   * @param failed - called when the calendar cannot be worked out; the state stays.
   */
  constructor(
    private readonly changed: (state: ScheduleState) => void,
    private readonly failed: (error: Error) => void,
    private readonly clock: Clock = systemClock,
  ) {}

  get state(): ScheduleState {
    return this.current;
  }

  /**
   * What takes place now and in the next 14 days, by beginning, at most 1000; of 24 hours only where that is too much to
   * be worked out.
   */
  get coming(): readonly Occurrence[] {
    const now = this.clock.now();
    if (!this.ahead || isStale(this.ahead.at, now)) this.ahead = { at: now, list: this.lookAhead(now) };
    return this.ahead.list.filter(({ start, end }) => end > now && start < now + AHEAD).slice(0, MAX_COMING);
  }

  /** Begins to follow a calendar, or goes on with a new one. What still takes place goes on. */
  follow(calendar: Calendar): void {
    this.calendar = calendar;
    this.worked = undefined;
    this.ahead = undefined;
    this.look(true);
  }

  /** Ends. */
  close(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  private look(always = false): void {
    this.cancel?.();
    const now = this.clock.now();
    let next = now + LOOK_AT_LEAST;
    try {
      const state = this.stateAt(now);
      const other = always || !sameState(state, this.current);
      this.current = state;
      const [first] = state.points;
      if (first) next = Math.min(next, first.at);
      if (other) this.changed(state);
    } catch (error) {
      this.failed(error as Error);
    }
    this.cancel = this.clock.after(Math.max(0, next - now), () => {
      this.look();
    });
  }

  private lookAhead(now: number): readonly Occurrence[] {
    try {
      return this.calendar?.between(now, now + FRESH + AHEAD) ?? [];
    } catch {
      return this.worked?.list ?? [];
    }
  }

  private stateAt(now: number): ScheduleState {
    if (!this.worked || isStale(this.worked.at, now)) {
      this.worked = { at: now, list: this.calendar?.between(now, now + FRESH + HORIZON) ?? [] };
    }
    const list = this.worked.list.filter(({ start, end }) => end > now && start < now + HORIZON);
    const points = list
      .flatMap((event): SchedulePoint[] => [
        { at: event.start, kind: 'start', event },
        { at: event.end, kind: 'end', event },
      ])
      .filter(({ at }) => at > now && at <= now + HORIZON)
      .sort((a, b) => a.at - b.at || (a.kind === b.kind ? 0 : a.kind === 'end' ? -1 : 1));
    return { active: list.filter(({ start }) => start <= now), points: points.slice(0, MAX_POINTS) };
  }
}

/** Whether what was worked out is no longer good. A clock that was put back asks for what was forgotten. */
function isStale(at: number, now: number): boolean {
  return now < at || now > at + FRESH;
}

function sameState(a: ScheduleState, b: ScheduleState): boolean {
  return (
    a.active.length === b.active.length &&
    a.points.length === b.points.length &&
    a.active.every((event, index) => same(event, b.active[index])) &&
    a.points.every(({ at, kind, event }, index) => {
      const other = b.points[index];
      return other?.at === at && other.kind === kind && same(event, other.event);
    })
  );
}

function same(a: Occurrence, b: Occurrence | undefined): boolean {
  return b !== undefined && sameEvent(a, b) && a.end === b.end;
}
