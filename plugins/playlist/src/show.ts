import type { Clip, LoadedClip } from '@flumotion/core/plugin';
import { SECOND } from './time';
import { lengthOf, type Grid } from './reel';
import type { Chain } from './chain';
import type { Slot } from './slot';

/** Nanoseconds after the end of a clip until its deck is emptied whether it says that it has ended or not. */
const OVERDUE = 2n * SECOND;
/** Nanoseconds that the mixers may be behind: what is taken out of a deck sooner is missing at its end. */
const BEHIND = 320_000_000n;
/** Nanoseconds of filler between two entries for which the last picture stays instead. */
const SHORT_GAP = SECOND / 2n;

/** An entry in a deck. */
export interface Show {
  slot: Slot;
  readonly clip: LoadedClip;
  /** It can no longer be taken back. */
  begun: boolean;
  /** Its last picture stays until it is taken out. */
  readonly hold: boolean;
  /** It ends before its clip does. */
  cut: boolean;
}

/** What a deck is to play for a slot. @param next - when something may begin after it. */
export function clipOf(slot: Slot, next: bigint | undefined, grid: Grid): Clip {
  const { entry, reel, skip, begin, end } = slot;
  const natural = lengthOf({ offset: entry.offset }, reel, grid) - skip;
  const from = entry.offset + skip;
  const gap = next === undefined ? 0n : next - end;
  return {
    location: entry.location,
    at: begin,
    // A little more, so that rounding does not bring in the picture before.
    ...(from > 0n ? { from: skip > 0n ? from + 4n : from } : {}),
    ...(reel.cut || end - begin < natural ? { to: from + (end - begin) } : {}),
    hold: reel.waits || (reel.video && gap > 0n && gap < SHORT_GAP),
  };
}

/** Nanoseconds of running time at which a show is taken out of its deck. @param next - what begins after it. */
export function releaseOf({ slot, hold, cut }: Show, next: Slot | undefined): bigint {
  const over = slot.end + BEHIND;
  if (cut) return over;
  if (!hold) return slot.end + OVERDUE;
  return next && next.begin > slot.end && next.begin - slot.end < SHORT_GAP ? next.begin + BEHIND : over;
}

/** Where an entry that plays stands in edited playlists. */
export interface Standing {
  readonly chain: Chain;
  readonly index: number;
}

/**
 * Finds an entry that plays in playlists that have been edited: where it was, elsewhere in the same playlist, or with
 * another time at which it would play now too.
 * @param now - in nanoseconds since 1970.
 * @returns undefined when it is gone.
 */
export function standingOf(
  slot: Slot,
  chains: readonly Chain[],
  now: bigint,
  grid: Grid,
): Standing | undefined {
  const own = chains
    .filter(({ file }) => file === slot.file)
    .sort((a, b) => Number(b.id === slot.chain) - Number(a.id === slot.chain));
  for (const chain of own) {
    const index = chain.keys.indexOf(slot.key);
    if (index >= 0) return { chain, index };
  }
  for (const chain of own) {
    const [entry] = chain.entries;
    if (entry?.location !== slot.entry.location || entry.offset !== slot.entry.offset) continue;
    if (entry.time === undefined || entry.time > now) continue;
    if (entry.time + lengthOf(entry, slot.reel, grid) > now) return { chain, index: 0 };
  }
  return undefined;
}

/** What of a slot is another when its entry stands elsewhere. */
export function placeOf(standing: Standing | undefined): Partial<Slot> {
  if (!standing) return {};
  const { chain, index } = standing;
  const [entry, key] = [chain.entries[index], chain.keys[index]];
  return { chain: chain.id, index, ...(entry && { entry }), ...(key !== undefined && { key }) };
}
