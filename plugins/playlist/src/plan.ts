import type { Chain } from './chain';
import type { Entry } from './entry';
import { aligned, lengthOf, type Grid, type Reel } from './reel';
import { isEntry, type Cursor, type Known, type Slot } from './slot';
import { SECOND } from './time';
import { Timeline } from './timeline';

/** Nanoseconds that are planned ahead. */
export const HORIZON = 24n * 3600n * SECOND;
/** Entries of one chain that are planned ahead. */
const AHEAD = 100;
/** Nanoseconds: less than this of an entry is not played. */
const LEAST = 500_000_000n;

/** Where planning begins. */
export interface Situation {
  readonly now: bigint;
  /** The first time at which something that is not ready yet can begin. */
  readonly earliest: bigint;
  /** Nanoseconds since 1970 at running time 0. */
  readonly epoch: bigint;
  readonly grid: Grid;
  /** In order: what comes first wins. */
  readonly chains: readonly Chain[];
  /** How far each chain has been played, by its id. */
  readonly cursors: ReadonlyMap<string, Cursor>;
  /** What plays, and cannot be moved. */
  readonly fixed: readonly Slot[];
  /** What is ready to be played: it may begin sooner than `earliest`, at its time. */
  readonly ready: readonly Slot[];
  readonly known: (entry: Entry) => Known;
}

/** An entry that cannot be played, or that nobody has looked at. */
export interface Doubt {
  readonly chain: Chain;
  readonly entry: Entry;
  /** When it would begin. */
  readonly at: bigint;
}

/** What is to be played when. */
export interface Plan {
  /** In order of time, without what is fixed. */
  readonly slots: readonly Slot[];
  /** Entries whose files have to be looked at, soonest first: nothing that begins later is certain before. */
  readonly unknown: readonly Doubt[];
  /** Entries that cannot be played, with the reason. */
  readonly broken: readonly (Doubt & { readonly problem: string })[];
}

/** Lays the entries of all chains on running time. Pure. */
export function plan(situation: Situation): Plan {
  return new Planner(situation).plan();
}

/** When something begins at a time or after it, or may: what it is need not be known yet. */
export function beginAfter({ slots, unknown }: Plan, time: bigint): bigint | undefined {
  const times = [...slots.map(({ begin }) => begin), ...unknown.map(({ at }) => at)];
  const later = times.filter((begin) => begin >= time);
  return later.length === 0 ? undefined : first(later);
}

class Planner {
  private readonly timeline = new Timeline();
  private readonly slots: Slot[] = [];
  private readonly unknown: Doubt[] = [];
  private readonly broken: (Doubt & { problem: string })[] = [];
  private readonly doubted = new Set<Entry>();

  constructor(private readonly situation: Situation) {}

  plan(): Plan {
    for (const slot of this.situation.fixed) this.timeline.take(slot.begin, slot.end);
    for (const chain of this.situation.chains) this.place(chain);
    const soonest = (a: { at: bigint }, b: { at: bigint }): number =>
      a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
    this.slots.sort((a, b) => (a.begin < b.begin ? -1 : 1));
    return { slots: this.slots, unknown: this.unknown.sort(soonest), broken: this.broken.sort(soonest) };
  }

  private place(chain: Chain): void {
    const { now, epoch, grid } = this.situation;
    const limit = chain.until === undefined ? undefined : aligned(chain.until - epoch, true, grid);
    if (limit !== undefined && limit <= now) return;
    const place = this.start(chain);
    if (!place) return;
    const more = this.more(chain, limit);
    let { index, round, at } = more ? { ...place, at: more.end } : place;
    let hard = place.hard;
    let [placed, failed] = [0, 0];
    // A round in which nothing could be played is the last that is tried.
    while (placed < AHEAD && failed < chain.entries.length && at <= now + HORIZON) {
      if (limit !== undefined && at >= limit) return;
      if (index >= chain.entries.length) {
        [index, round] = [0, round + 1];
        if (chain.times !== 0 && round >= chain.times) return;
      }
      const known = this.length(chain, chain.entries[index] as Entry, at);
      if (known === undefined) return;
      const slot = known && this.slot(chain, { index, round, at }, known, hard, limit);
      if (slot) {
        this.add(slot);
        placed++;
        at = slot.end;
      } else if (known) {
        if (!hard) return;
        at += known.length;
      }
      failed = known ? 0 : failed + 1;
      index++;
      hard = false;
    }
  }

  private add(slot: Slot): void {
    this.timeline.take(slot.begin, slot.end);
    this.slots.push(slot);
  }

  /** The rest of what plays, when it was to be cut and is no longer. */
  private more(chain: Chain, limit: bigint | undefined): Slot | undefined {
    const slot = this.situation.fixed.find((one) => one.chain === chain.id && one.whole > one.end);
    if (!slot) return undefined;
    const free = this.timeline.free(slot.end, LEAST);
    const end = first([slot.whole, free.end, limit]);
    if (free.begin > slot.end || end - slot.end < LEAST) return undefined;
    const rest = { ...slot, begin: slot.end, end, skip: slot.skip + slot.end - slot.begin };
    this.add(rest);
    return rest;
  }

  /** Where in a chain to begin; undefined when it is over, or when that cannot be known yet. */
  private start(chain: Chain): (Cursor & { hard: boolean }) | undefined {
    const { cursors, epoch, earliest, now, ready } = this.situation;
    const cursor = cursors.get(chain.id);
    if (cursor) return { ...cursor, hard: false };
    const own = ready.filter((slot) => slot.chain === chain.id).map(({ begin }) => begin);
    const soonest = first([earliest, ...own]);
    if (chain.begin === undefined) return { index: 0, round: 0, at: soonest, hard: false };
    let at = chain.begin - epoch;
    if (at > now + HORIZON) return undefined;
    let [index, round] = [0, 0];
    const length = chain.times === 1 || soonest <= at ? 0n : this.roundLength(chain, at);
    if (length === undefined) return undefined;
    if (length > 0n) {
      const rounds = (soonest - at) / length;
      if (chain.times !== 0 && rounds >= BigInt(chain.times)) return undefined;
      round = Number(rounds);
      at += rounds * length;
    }
    for (; index < chain.entries.length; index++) {
      const length = this.past(chain, chain.entries[index] as Entry, at);
      if (length === undefined) return undefined;
      if (at + length > soonest) break;
      at += length;
    }
    return { index, round, at, hard: true };
  }

  /** Nanoseconds that a round takes; undefined when that cannot be known yet. */
  private roundLength(chain: Chain, at: bigint): bigint | undefined {
    let length = 0n;
    for (const entry of chain.entries) {
      const known = this.past(chain, entry, at);
      if (known === undefined) return undefined;
      length += known;
    }
    return length;
  }

  /** How long an entry has been that may be over: one that says so need not be looked at. */
  private past(chain: Chain, entry: Entry, at: bigint): bigint | undefined {
    if (entry.duration !== undefined && this.situation.known(entry) === undefined) return entry.duration;
    const known = this.length(chain, entry, at);
    return known === null ? 0n : known?.length;
  }

  /** How long an entry is; null when it cannot be played, undefined when that is not known yet. */
  private length(chain: Chain, entry: Entry, at: bigint): { reel: Reel; length: bigint } | null | undefined {
    const known = this.situation.known(entry);
    if (known === undefined) {
      this.unknown.push({ chain, entry, at });
      this.keepFree(chain, at);
      return undefined;
    }
    try {
      if (!('problem' in known)) return { reel: known, length: lengthOf(entry, known, this.situation.grid) };
      this.doubt(chain, entry, at, known.problem);
    } catch (error) {
      this.doubt(chain, entry, at, (error as Error).message);
    }
    return null;
  }

  /** What comes later in order must not take what an entry of unknown length may need. */
  private keepFree({ until }: Chain, at: bigint): void {
    const { earliest, epoch } = this.situation;
    const free = this.timeline.free(at > earliest ? at : earliest, LEAST);
    const end = first([free.end, until === undefined ? undefined : until - epoch, free.begin + HORIZON]);
    if (end > free.begin) this.timeline.take(free.begin, end);
  }

  private doubt(chain: Chain, entry: Entry, at: bigint, problem: string): void {
    if (this.doubted.has(entry)) return;
    this.doubted.add(entry);
    this.broken.push({ chain, entry, at, problem });
  }

  /**
   * Finds the time for an entry. One that has its time in the calendar (hard) loses what others take of it; one that
   * follows waits for its turn.
   */
  private slot(
    chain: Chain,
    { index, round, at }: Cursor,
    { reel, length }: { reel: Reel; length: bigint },
    hard: boolean,
    limit: bigint | undefined,
  ): Slot | undefined {
    const { ready, grid, earliest } = this.situation;
    const entry = chain.entries[index] as Entry;
    const own = { chain: chain.id, file: chain.file, key: chain.keys[index] as string, round };
    const prepared = ready.find((slot) => isEntry(slot, own));
    const due = aligned(at, reel.video, grid);
    const soonest = first([earliest, prepared?.begin]);
    const free = this.timeline.free(due > soonest ? due : soonest, first([length, LEAST]));
    const begin = aligned(free.begin, reel.video, grid);
    const skip = hard ? begin - due : 0n;
    const whole = begin + length - skip;
    const end = first([whole, free.end, limit]);
    // Half, since the begin of a picture may be later than that of the time that is free.
    if (end - begin < first([length, LEAST]) / 2n) return undefined;
    return { ...own, entry, reel, index, begin, end, skip, whole, hard };
  }
}

function first(times: readonly (bigint | undefined)[]): bigint {
  const known = times.filter((time) => time !== undefined);
  return known.reduce((least, time) => (time < least ? time : least));
}
