import type { Entry } from './entry';
import type { Reel } from './reel';

/** What is known of a file: its reel, or what is wrong with it in words; undefined when nobody has looked yet. */
export type Known = Reel | { readonly problem: string } | undefined;

/** A place in a chain. */
export interface Cursor {
  /** Number of the entry, from 0. */
  readonly index: number;
  /** Number of the round, from 0. */
  readonly round: number;
  /** When the entry may begin, in nanoseconds of running time. */
  readonly at: bigint;
}

/** An entry with its time. All times are in nanoseconds of running time. */
export interface Slot {
  /** Id of the chain. */
  readonly chain: string;
  /** Path of the playlist. */
  readonly file: string;
  /** Key of the entry in the chain. */
  readonly key: string;
  readonly entry: Entry;
  readonly reel: Reel;
  readonly index: number;
  readonly round: number;
  readonly begin: bigint;
  readonly end: bigint;
  /** Nanoseconds of the entry that are left out at its beginning, because it is joined in the middle. */
  readonly skip: bigint;
  /** When it would end if nothing cut it. */
  readonly whole: bigint;
  /** It has its time in the calendar, rather than after another. */
  readonly hard: boolean;
}

/** Whether two slots are the same piece of the same entry. */
export function sameSlot(a: Slot, b: Slot): boolean {
  return sameBegin(a, b) && a.end === b.end;
}

/** Whether two slots are the same piece of the same entry, but may end at different times. */
export function sameBegin(a: Slot, b: Slot): boolean {
  return isEntry(a, b) && a.begin === b.begin && a.skip === b.skip;
}

type Place = Pick<Slot, 'chain' | 'key' | 'round'>;

/** Whether two slots play the same entry in the same round. */
export function isEntry(a: Place, b: Place): boolean {
  return a.chain === b.chain && a.key === b.key && a.round === b.round;
}

/** Whether a slot of the plan is in a deck already, maybe with another end. */
export function covers(shown: Slot, slot: Slot): boolean {
  return isEntry(shown, slot) && slot.begin < shown.end;
}
