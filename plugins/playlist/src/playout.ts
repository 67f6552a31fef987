import type { Player } from '@flumotion/core/plugin';
import { chainsOf, type Chain } from './chain';
import type { Source } from './entry';
import { Lead } from './lead';
import { beginAfter, plan, type Plan } from './plan';
import { covers, isEntry, sameBegin, sameSlot, type Slot } from './slot';
import { Progress } from './progress';
import { lengthOf, type Grid } from './reel';
import { Reels } from './reels';
import { clipOf, placeOf, releaseOf, standingOf, type Show } from './show';
import { SECOND } from './time';
import type { WallClock } from './wall';

/** Nanoseconds by which an entry is put into a deck sooner than it has to be. */
const PRELOAD = 5n * SECOND;
/** Nanoseconds before its begin from which on an entry is no longer taken back. */
const LATEST = 300_000_000n;
/** Nanoseconds before its begin in which an entry is not taken back only because it is to end at another time. */
const SETTLED = 2n * SECOND;
/** Nanoseconds after which the plan is made again even if nothing happened. */
const REPLAN = 5n * SECOND;

const NOTHING: Plan = { slots: [], unknown: [], broken: [] };

/** What happens in a playout. */
export interface Happenings {
  readonly log: (text: string) => void;
  /** An entry begins, in another round of its playlist or not. */
  readonly played: (slot: Slot, newRound: boolean) => void;
}

/** Plays the entries of playlists, each in its time. Calls `look` as often as it is worth it. */
export class Playout {
  private shows: Show[] = [];
  private loading: Slot | undefined;
  private current: Plan = NOTHING;
  private plannedAt = 0n;
  private dirty = true;
  private readonly lead = new Lead();
  private chains: readonly Chain[] = [];
  private readonly progress = new Progress();
  private readonly reels: Reels;

  constructor(
    private readonly player: Player,
    private readonly decks: number,
    private readonly grid: Grid,
    private readonly wall: WallClock,
    private readonly happenings: Happenings,
  ) {
    this.reels = new Reels(
      grid,
      (location) => player.probe(location),
      () => {
        this.dirty = true;
      },
    );
  }

  /** What is to be played when. */
  get plan(): Plan {
    return this.current;
  }

  /** What is in the decks, or about to be, in order of time. */
  get playing(): readonly Slot[] {
    return this.shows.map(({ slot }) => slot);
  }

  /** The playlists in force, in the pieces that are planned. */
  get chainsInForce(): readonly Chain[] {
    return this.chains;
  }

  /** How many entries with a time have missed it. */
  skipped(): number {
    const late = this.player.now() + this.wall.epoch;
    const coming = new Set(this.current.slots.map(({ chain }) => chain));
    return this.chains.filter(({ id, begin, background }) => {
      if (begin === undefined || begin >= late || background) return false;
      return !coming.has(id) && !this.progress.cursors.has(id);
    }).length;
  }

  /** The playlists are others, or have been edited. @param loop - rounds of playlists that do not say. */
  follow(sources: readonly Source[], loop: number): void {
    this.chains = chainsOf(sources, loop);
    this.progress.follow(this.chains);
    this.reels.keep(
      new Set(sources.flatMap(({ playlist }) => playlist.entries.map(({ location }) => location))),
    );
    const files = new Set(sources.map(({ file }) => file));
    for (const show of this.shows) if (show.begun && files.has(show.slot.file)) this.revise(show);
    this.dirty = true;
  }

  /** Does what is due. @returns nanoseconds until the next look is worth it; undefined when nobody knows. */
  look(): bigint | undefined {
    if (!this.player.playing) return undefined;
    this.setClock();
    this.begin();
    this.clear();
    void this.reels.look();
    const now = this.player.now();
    if (this.dirty || now - this.plannedAt >= REPLAN) this.replan();
    void this.load();
    return this.next();
  }

  close(): void {
    this.reels.close();
  }

  private setClock(): void {
    const moved = this.wall.look(this.shows.length === 0 && !this.loading);
    if (moved === undefined) return;
    this.dirty = true;
    this.progress.rewind(this.player.now(), this.wall.epoch);
    const seconds = Number(moved) / 1e9;
    if (Math.abs(seconds) < 0.1) return;
    this.happenings.log(`the clock of the machine moved by ${seconds.toFixed(1)} s; what plays goes on`);
  }

  private begin(): void {
    const now = this.player.now();
    for (const show of this.shows) {
      if (show.begun || show.slot.begin - LATEST > now) continue;
      show.begun = true;
      this.dirty = true;
      const { slot } = show;
      const before = this.progress.cursors.get(slot.chain)?.round ?? slot.round;
      this.progress.played(slot);
      const goesOn = this.shows.some((other) => other.begun && other !== show && isEntry(other.slot, slot));
      if (!goesOn) this.happenings.played(slot, slot.round > before);
    }
  }

  /** Takes out what is over, and what broke. */
  private clear(): void {
    const now = this.player.now();
    for (const show of [...this.shows]) {
      const { slot, clip } = show;
      const problem = clip.problem();
      if (problem !== undefined) {
        this.reels.fail(slot.entry.location, problem);
        if (show.begun && now < slot.end) this.progress.move(slot, now);
        this.remove(show);
      } else if (now >= this.release(show)) this.remove(show);
      else if (!show.hold && now >= slot.end && clip.ended()) this.remove(show);
    }
  }

  private remove(show: Show): void {
    show.clip.eject();
    this.shows = this.shows.filter((other) => other !== show);
    this.dirty = true;
  }

  private release(show: Show): bigint {
    const next = this.playing.find(({ begin }) => begin >= show.slot.end);
    return releaseOf(show, next);
  }

  /** An entry that plays ends when its own playlist says so now. */
  private revise(show: Show): void {
    const now = this.player.now();
    const { slot } = show;
    if (slot.end <= now) return;
    const standing = standingOf(slot, this.chains, now + this.wall.epoch, this.grid);
    const entry = standing?.chain.entries[standing.index];
    const whole = entry ? slot.begin - slot.skip + lengthOf(entry, slot.reel, this.grid) : 0n;
    const soonest = now + this.lead.time;
    const end = whole >= slot.end ? slot.end : whole > soonest ? whole : soonest;
    show.cut ||= end < slot.end;
    show.slot = { ...slot, ...placeOf(standing), whole, end: end < slot.end ? end : slot.end };
    if (standing) this.progress.played(show.slot);
    else this.progress.move(slot, show.slot.end);
  }

  private replan(): void {
    const now = this.player.now();
    this.dirty = false;
    this.plannedAt = now;
    const slots = (begun: boolean): Slot[] =>
      this.shows.filter((show) => show.begun === begun).map(({ slot }) => slot);
    this.current = plan({
      now,
      earliest: now + this.lead.time,
      epoch: this.wall.epoch,
      grid: this.grid,
      chains: this.chains,
      cursors: this.progress.cursors,
      fixed: slots(true).filter(({ end }) => end > now),
      ready: this.loading ? [...slots(false), this.loading] : slots(false),
      known: (entry) => this.reels.known(entry),
    });
    for (const show of this.shows) if (!show.begun && !this.stands(show.slot)) this.remove(show);
    const { unknown, broken } = this.current;
    const locations = (list: readonly Pick<Slot, 'entry'>[]): string[] =>
      list.map(({ entry }) => entry.location);
    this.reels.want(locations(unknown), [...locations(this.current.slots), ...locations(broken)]);
  }

  /** Whether something that is ready is still wanted as it is, or may yet be: nobody has looked at what is before it. */
  private stands(slot: Slot): boolean {
    const settled = slot.begin - this.player.now() < SETTLED;
    const { slots, unknown } = this.current;
    if (slots.some((wanted) => (settled ? sameBegin : sameSlot)(wanted, slot))) return true;
    const listed = this.chains.some(({ id, keys }) => id === slot.chain && keys.includes(slot.key));
    return listed && unknown.some(({ at }) => at <= slot.begin);
  }

  private async load(): Promise<void> {
    const ready = this.shows.filter(({ begun }) => !begun).length;
    if (this.loading || this.shows.length >= this.decks || ready > 1) return;
    const { slots } = this.current;
    const index = slots.findIndex((slot) => !this.shows.some((show) => covers(show.slot, slot)));
    const slot = slots[index];
    const began = this.player.now();
    if (!slot || slot.begin - began > PRELOAD + this.lead.time) return;
    this.loading = slot;
    try {
      const clip = clipOf(slot, beginAfter(this.current, slot.end), this.grid);
      const loaded = await this.player.load(clip);
      this.loading = undefined;
      const show = { slot, clip: loaded, begun: false, hold: clip.hold === true, cut: false };
      if (this.keeps(show, this.player.now() - began)) this.shows.push(show);
      else loaded.eject();
    } catch (error) {
      this.reels.fail(slot.entry.location, (error as Error).message);
      this.loading = undefined;
    }
    this.dirty = true;
  }

  /** Whether what has been made ready is in time. One that follows another is not to lose its beginning. */
  private keeps({ slot }: Show, took: bigint): boolean {
    this.lead.learn(took);
    return slot.hard || this.lead.inTime(slot.begin, this.player.now()) || this.lead.longest;
  }

  private next(): bigint {
    const now = this.player.now();
    const times = this.shows.flatMap((show) => [
      show.slot.begin - LATEST,
      show.slot.begin,
      show.slot.end,
      this.release(show),
    ]);
    return times
      .filter((time) => time > now)
      .reduce((least, time) => (time - now < least ? time - now : least), SECOND);
  }
}
