import {
  defineComponent,
  definePlug,
  type ComponentDefinition,
  type Judgement,
  type PlugDefinition,
} from '@flumotion/core/plugin';
import { declaration, type Properties } from './declaration';
import {
  describePoints,
  followCalendar,
  scheduleRows,
  systemClock,
  type Clock,
  type FollowedCalendar,
} from './schedule';
import { openUntil } from './opening';

const CLOSED = 'no event of the calendar takes place now';

/** Judges by a calendar. What both the bouncer and the plug do. */
function openingHours(
  clock: Clock,
  calendars = new WeakMap<object, FollowedCalendar>(),
): Judgement<Properties> {
  return {
    async start(context) {
      const followed = await followCalendar(
        context,
        context.properties.file,
        ({ active, points }) => {
          context.stat('open', active.length > 0 ? 1 : 0);
          context.stat('next-points', describePoints(points));
        },
        clock,
      );
      calendars.set(context, followed);
    },

    stop(context) {
      calendars.get(context)?.close();
    },

    authenticate(context) {
      const now = clock.now();
      const until = openUntil(calendars.get(context)?.state, now);
      if (until === undefined) {
        context.count('refused');
        return { admitted: false, reason: CLOSED };
      }
      context.count('admitted');
      return { admitted: true, duration: Math.ceil((until - now) / 1000) };
    },

    // The calendar may have changed since.
    review(context) {
      const now = clock.now();
      const until = openUntil(calendars.get(context)?.state, now);
      if (until === undefined) return { admitted: false, reason: CLOSED };
      return { admitted: true, duration: Math.ceil((until - now) / 1000) };
    },
  };
}

/** Makes the bouncer; a test gives a clock of its own. */
export function icalBouncer(clock: Clock = systemClock): ComponentDefinition {
  const calendars = new WeakMap<object, FollowedCalendar>();
  return defineComponent(declaration, {
    ...openingHours(clock, calendars),
    tables: { schedule: (context) => scheduleRows(calendars.get(context), clock) },
  });
}

/** Makes the plug; a test gives a clock of its own. */
export function icalPlug(clock: Clock = systemClock): PlugDefinition {
  const { description, properties, stats } = declaration;
  return definePlug(
    { type: 'icalbouncer-plug', socket: 'bouncer-algorithm', description, properties, stats },
    openingHours(clock),
  );
}

export default [icalBouncer(), icalPlug()];
