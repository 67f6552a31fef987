import {
  defineComponent,
  type ComponentDefinition,
  type Context,
  type PropertiesOf,
  type Verdict,
} from '@flumotion/core/plugin';
import { declaration } from './declaration';
import { describePoints, followCalendar, systemClock, type Clock, type FollowedCalendar } from './schedule';
import { openUntil } from './opening';

type Properties = PropertiesOf<typeof declaration>;

/** Makes the bouncer; a test gives a clock of its own. */
export function icalBouncer(clock: Clock = systemClock): ComponentDefinition {
  const calendars = new WeakMap<object, FollowedCalendar>();
  return defineComponent(declaration, {
    async start(context: Context<Properties>) {
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

    authenticate(context): Verdict {
      const now = clock.now();
      const until = openUntil(calendars.get(context)?.state, now);
      if (until === undefined) {
        context.count('refused');
        return { admitted: false, reason: 'no event of the calendar takes place now' };
      }
      context.count('admitted');
      return { admitted: true, duration: Math.ceil((until - now) / 1000) };
    },
  });
}

export default icalBouncer();
