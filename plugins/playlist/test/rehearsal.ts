import type { Clip, LoadedClip, MediaInfo, Player } from '@flumotion/core/plugin';
import { waitUntil } from '../../../test/support/wait-until';
import type { Source } from '../src/entry';
import { Playout } from '../src/playout';
import type { Slot } from '../src/slot';
import { WallClock } from '../src/wall';
import { EPOCH, ns } from './day';

/** A clip that was put into a deck. */
export interface Taken {
  readonly clip: Clip;
  /** When it was loaded, and when it was taken out again, in seconds. */
  readonly loaded: number;
  ejected?: number;
  problem?: string;
}

/** A playout over decks that play nothing, in a time that a test moves. Files are as long as the digits in their names say. */
export class Rehearsal {
  /** Seconds of running time. */
  time = 0;
  /** Seconds by which the wall clock has been set. */
  set = 0;
  /** Seconds that a file takes to load. */
  slow = 0;
  /** Files that cannot be loaded, and why. */
  readonly refuse = new Map<string, string>();
  readonly taken: Taken[] = [];
  readonly played: Slot[] = [];
  rounds = 0;
  readonly logged: string[] = [];
  readonly playout: Playout;
  private readonly waiting: { at: number; call: () => void }[] = [];
  readonly wall: WallClock;

  constructor() {
    const player: Player = {
      playing: true,
      now: () => ns(this.time),
      probe: (location) => Promise.resolve(infoOf(location)),
      load: (clip) => this.load(clip),
    };
    this.wall = new WallClock(player.now, () => Number(EPOCH) / 1e6 + (this.time + this.set) * 1000);
    this.playout = new Playout(player, 3, { framerate: [25, 1], audio: true }, this.wall, {
      log: (text) => void this.logged.push(text),
      played: (slot, newRound) => {
        this.played.push(slot);
        if (newRound) this.rounds++;
      },
    });
  }

  /** Playlists come into force, and their files are looked into. */
  async follow(...sources: readonly Source[]): Promise<void> {
    this.playout.follow(sources, 1);
    await this.settle();
  }

  /** Lets time pass, to so many seconds. */
  async runTo(end: number): Promise<void> {
    while (this.time < end) {
      this.time = Math.min(end, Math.round((this.time + 0.1) * 1000) / 1000);
      for (const one of this.waiting.filter(({ at }) => at <= this.time)) {
        this.waiting.splice(this.waiting.indexOf(one), 1);
        one.call();
      }
      this.playout.look();
      await this.settle();
    }
  }

  /** What was loaded, as `location at`, with `from` and `to`, and when it was taken out before its end. */
  get told(): readonly string[] {
    return this.taken.map(({ clip, ejected }) => {
      const seconds = (time: bigint): number => Math.round(Number(time) / 1e7) / 100;
      const from = clip.from === undefined ? '' : ` from ${seconds(clip.from)}`;
      const to = clip.to === undefined ? '' : ` to ${seconds(clip.to)}`;
      const early = ejected !== undefined && ejected < seconds(clip.at) + this.lengthOf(clip);
      return `${clip.location.slice(1)} ${seconds(clip.at)}${from}${to}${early ? ` out ${ejected.toFixed(1)}` : ''}`;
    });
  }

  private async settle(): Promise<void> {
    await new Promise(setImmediate);
    this.playout.look();
    await waitUntil('files to be looked into', () => {
      this.playout.look();
      return this.playout.plan.unknown.length === 0;
    });
    await new Promise(setImmediate);
  }

  private async load(clip: Clip): Promise<LoadedClip> {
    if (this.slow > 0) {
      await new Promise<void>(
        (resolve) => void this.waiting.push({ at: this.time + this.slow, call: resolve }),
      );
    }
    const refused = this.refuse.get(clip.location);
    if (refused !== undefined) throw new Error(refused);
    const taken: Taken = { clip, loaded: this.time };
    this.taken.push(taken);
    return {
      ended: () => this.time > Number(clip.at) / 1e9 + this.lengthOf(clip) + 0.6,
      problem: () => taken.problem,
      eject: () => void (taken.ejected ??= this.time),
    };
  }

  private lengthOf(clip: Clip): number {
    const end = clip.to ?? infoOf(clip.location).length;
    return Number(end - (clip.from ?? 0n)) / 1e9;
  }
}

function infoOf(location: string): MediaInfo {
  const length = ns(Number(/\d+/.exec(location)?.[0] ?? 10));
  return {
    length,
    missing: [],
    video: { width: 64, height: 48, framerate: [25, 1], pixelAspectRatio: [1, 1], length },
    audio: { rate: 44_100, channels: 2, length },
  };
}
