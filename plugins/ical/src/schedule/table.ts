import type { RowOf, TableSpec } from '@flumotion/core/plugin';
import type { Clock } from './clock';
import type { FollowedCalendar } from './follow';

const COLUMNS = {
  start: { kind: 'time', description: 'When it begins.' },
  end: { kind: 'time', description: 'When it ends.' },
  what: { kind: 'text', description: 'Title of the event.' },
  active: { kind: 'bool', description: 'Whether it takes place now.' },
} as const;

/**
 * A table of the events of a calendar.
 * @param description - one sentence for people: what happens in them.
 * @param property - that names the calendar, where there may be none.
 */
export function scheduleTable(
  description: string,
  property?: string,
): TableSpec & { readonly columns: typeof COLUMNS } {
  return { description, ...(property === undefined ? {} : { property }), columns: COLUMNS };
}

/** Rows of such a table: what takes place now and in the next 14 days. */
export function* scheduleRows(
  calendar: FollowedCalendar | undefined,
  clock: Clock,
): Generator<RowOf<typeof COLUMNS>> {
  const now = clock.now();
  for (const { start, end, summary } of calendar?.coming ?? [])
    yield { start, end, what: summary, active: start <= now };
}
