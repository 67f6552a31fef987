import { prepareDecks, prepareDeinterlace, type Context } from '@flumotion/core/plugin';
import { DECKS, type Values } from './declaration';
import type { Source } from './entry';
import { Follower, type Places } from './follow';
import { fillerHeard, untilFiller } from './ground';
import { Playout } from './playout';
import { report, tellPlaylists, type Facts } from './report';
import { scheduleRows, type ScheduleRow } from './schedule';
import { WallClock } from './wall';

/** Milliseconds between looks at the playlists. */
const FILES = 1000;
/** Most milliseconds between looks at what plays, and between reports. */
const LOOK = 100;
const REPORT = 500;
/** Loudness of the filler's sound. */
const FILLER_VOLUME = 0.8;

/** A playlist-producer at work. */
export class Station {
  private readonly wall: WallClock;
  private readonly playout: Playout;
  private readonly follower: Follower;
  private sources: readonly Source[] = [];
  private filesTimer: NodeJS.Timeout | undefined;
  private timer: NodeJS.Timeout | undefined;
  private reported = 0;
  /** The filler's sound is on. */
  private heard = true;
  private stopped = false;

  constructor(private readonly context: Context<Values>) {
    const { video, audio, framerate } = context.properties;
    const player = context.player({
      decks: DECKS,
      ...(video ? { video: 'video-mix' } : {}),
      ...(audio ? { audio: 'audio-mix' } : {}),
    });
    this.wall = new WallClock(() => player.now());
    this.playout = new Playout(player, DECKS.length, { ...(video ? { framerate } : {}), audio }, this.wall, {
      log: (text) => {
        context.log.info(text);
      },
      played: ({ entry }, newRound) => {
        context.log.info(`plays ${entry.location}`);
        context.count('played');
        if (newRound) context.count('rounds');
      },
    });
    this.follower = new Follower(placesOf(context.properties), (sources, problems) => {
      this.sources = sources;
      this.follow();
      const entries = sources.reduce((sum, { playlist }) => sum + playlist.entries.length, 0);
      tellPlaylists(context, entries, problems);
    });
  }

  async start(): Promise<void> {
    const { context } = this;
    const { video, audio, width, height, framerate, samplerate: rate, channels, ...p } = context.properties;
    const form = {
      width,
      height,
      framerate,
      pixelAspectRatio: [1, 1],
      rate,
      channels,
      addBorders: p['add-borders'],
    } as const;
    prepareDecks(context, { decks: DECKS, video, audio }, form);
    if (video) {
      const properties = { ...context.properties, 'is-square': true, 'keyunits-interval': 0 };
      const element = context.element.bind(context);
      for (const deck of DECKS) prepareDeinterlace({ properties, element }, `${deck}-deinterlace`);
      this.changed('video-pattern');
    }
    if (audio) {
      context.element('audio-ground').set('volume', FILLER_VOLUME);
      for (const name of ['audio-wave', 'volume']) this.changed(name);
    }
    for (const counter of ['played', 'rounds']) context.stat(counter, 0);
    await this.lookAtFiles();
    this.look();
  }

  /** A live property is another. */
  changed(name: string): void {
    const { context } = this;
    const { video, audio, volume, ...p } = context.properties;
    if (name === 'video-pattern') {
      if (video) context.element('video-ground').set('pattern', p['video-pattern']);
    } else if (name === 'audio-wave') {
      if (audio) context.element('audio-ground').set('wave', p['audio-wave']);
    } else if (name === 'volume') {
      if (audio) context.element('volume').set('volume', volume ?? 1);
    } else if (name === 'loop') this.follow();
    else {
      this.follower.move(placesOf(context.properties));
      clearTimeout(this.filesTimer);
      void this.lookAtFiles();
    }
  }

  /** Rows of the table `schedule`; none before it plays. */
  schedule(): readonly ScheduleRow[] {
    return this.wall.epoch === 0n ? [] : scheduleRows(this.facts(), this.playout.chainsInForce);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.filesTimer);
    clearTimeout(this.timer);
    this.follower.close();
    this.playout.close();
  }

  private follow(): void {
    this.playout.follow(this.sources, this.context.properties.loop);
  }

  private async lookAtFiles(): Promise<void> {
    await this.follower.look();
    if (this.stopped) return;
    clearTimeout(this.filesTimer);
    this.filesTimer = setTimeout(() => void this.lookAtFiles(), FILES);
  }

  private look(): void {
    const next = this.playout.look();
    if (next !== undefined) this.showAndTell();
    const times = [next, untilFiller(this.context.now(), this.playout.playing)];
    const waits = times.filter((time) => time !== undefined).map((time) => Math.ceil(Number(time) / 1e6));
    this.timer = setTimeout(
      () => {
        this.look();
      },
      Math.min(LOOK, ...waits),
    );
  }

  private setFiller(heard: boolean): void {
    if (heard === this.heard || !this.context.properties.audio) return;
    this.heard = heard;
    this.context.element('audio-ground-volume').set('mute', !heard);
  }

  private facts(): Facts {
    const { playing, plan } = this.playout;
    return { now: this.context.now(), epoch: this.wall.epoch, playing, plan };
  }

  private showAndTell(): void {
    const { context, playout } = this;
    const facts = this.facts();
    this.setFiller(fillerHeard(facts.now, facts.playing));
    if (performance.now() - this.reported < REPORT) return;
    this.reported = performance.now();
    report(context, facts);
    context.stat('skipped', playout.skipped());
  }
}

function placesOf(p: Values): Places {
  const place = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
  return {
    playlist: place(p.playlist),
    directory: place(p['playlist-directory']),
    base: place(p['base-directory']),
  };
}
