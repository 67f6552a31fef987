import type { Context } from '@flumotion/core/plugin';
import {
  describePoints,
  followCalendar,
  type Clock,
  type FollowedCalendar,
} from '@flumotion/plugin-ical/schedule';

/**
 * Follows the calendar of a switch.
 * @param event - called with whether an event takes place: at the start, and when that changes.
 */
export function followEvents(
  context: Pick<Context<never>, 'stat' | 'log' | 'message' | 'clear'>,
  file: string,
  event: (takesPlace: boolean) => void,
  clock: Clock,
): Promise<FollowedCalendar> {
  let before: boolean | undefined;
  return followCalendar(
    context,
    file,
    ({ active, points }) => {
      context.stat('next-points', describePoints(points));
      const now = active.length > 0;
      if (now !== before) event(now);
      before = now;
    },
    clock,
  );
}
