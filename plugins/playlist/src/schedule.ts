import type { RowOf } from '@flumotion/core/plugin';
import type { Chain } from './chain';
import type { declaration } from './declaration';
import { HORIZON } from './plan';
import { coming, type Facts } from './report';
import { SECOND } from './time';

/** A row of the table `schedule`. */
export type ScheduleRow = RowOf<(typeof declaration)['tables']['schedule']['columns']>;

/** Nanoseconds that people look ahead. */
const AHEAD = 14n * 24n * 3600n * SECOND;
/** Most rows. */
const MOST = 1000;

/**
 * What is played and what comes, by beginning: of a day as it is planned, after that what has its time in a playlist, where the
 * length of an entry is known only if the playlist says it.
 * @param chains - those in force.
 */
export function scheduleRows(facts: Facts, chains: readonly Chain[]): readonly ScheduleRow[] {
  const { now, epoch, playing } = facts;
  const current = playing.filter(({ begin, end }) => begin <= now && now < end);
  const planned = [...current, ...coming(facts)].map(({ begin, end, entry }): ScheduleRow => ({
    start: milliseconds(begin + epoch),
    end: milliseconds(end + epoch),
    what: entry.name,
    active: begin <= now,
  }));
  const later = chains.flatMap((chain) => [...timed(chain, now + epoch)]);
  return [...planned, ...later].sort((a, b) => (a.start ?? 0) - (b.start ?? 0)).slice(0, MOST);
}

/** Entries of a chain that begins later than is planned yet. @param today - nanoseconds since 1970. */
function* timed({ begin, until, entries }: Chain, today: bigint): Generator<ScheduleRow> {
  if (begin === undefined || begin <= today + HORIZON || begin > today + AHEAD) return;
  let at = begin;
  for (const { duration, name } of entries) {
    if (until !== undefined && at >= until) return;
    if (duration === undefined) {
      yield { start: milliseconds(at), what: name, active: false };
      return;
    }
    const whole = at + duration;
    const end = until !== undefined && until < whole ? until : whole;
    yield { start: milliseconds(at), end: milliseconds(end), what: name, active: false };
    at = whole;
  }
}

function milliseconds(time: bigint): number {
  return Number(time / 1_000_000n);
}
