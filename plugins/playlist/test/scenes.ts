import { mkdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playComponent, type Played } from '../../../test/support/play-component';
import { waitUntil } from '../../../test/support/wait-until';
import component from '../src';
import { HEIGHT, makeFilm, seen, WIDTH } from './films';

/** A name that has all that a name may have. */
const ODD = 'naïve #1, 100% & so on.mov';
const DEADLINE = 40_000;
const SMALL = { width: WIDTH, height: HEIGHT, framerate: [25, 1] } as const;

const date = (time: number): string => new Date(time).toISOString();
const playlist = (...entries: readonly string[]): string => `<playlist>\n${entries.join('\n')}\n</playlist>`;

/** What is played for the tests, half of it at once. */
export class Scenes {
  readonly played: Record<string, Played> = {};
  /** When the first entry of the scene `times` is due, in milliseconds since 1970. */
  due = 0;
  /** The table `schedule` of the scene `times`, once that entry was planned. */
  schedule: Awaited<ReturnType<Played['table']>> = [];
  /** Running time, in seconds, at which what is joined in the scene `joined` began. */
  joinedAt = 0;
  private readonly all: Played[] = [];

  constructor(private readonly folder: string) {}

  /** Path of a file. */
  file(name: string): string {
    return join(this.folder, name);
  }

  /** Starts a component. */
  async play(properties: object): Promise<Played> {
    const played = await playComponent(component, { properties: { ...SMALL, ...properties } });
    this.all.push(played);
    return played;
  }

  /** Starts one that has no list yet, and waits until it is at work: what has times of the day cannot wait for a slow machine. */
  private async onAir(properties: object): Promise<Played> {
    const played = await this.play(properties);
    await played.output('video').have(10);
    return played;
  }

  async perform(): Promise<void> {
    this.makeFiles();
    const { list, times, joined, edited, directory, radio } = this;
    // All six at once are more than a slow machine plays in time.
    for (const scenes of [
      { list, times, edited },
      { joined, directory, radio },
    ])
      await Promise.all(
        Object.entries(scenes).map(async ([name, scene]) => (this.played[name] = await scene.call(this))),
      );
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((played) => played.stop()));
  }

  /** A list at the default rate, of files with odd names. */
  private async list(): Promise<Played> {
    this.put('list.m3u', `#EXTM3U\n#EXTINF:2,One\n${ODD}\nshort.mov\n./${ODD}\n`);
    const played = await this.play({ playlist: this.file('list.m3u'), framerate: [15, 1] });
    await this.over(played, 3);
    return played;
  }

  /** Times, with and without gaps between them, and entries that cannot be played. */
  private async times(): Promise<Played> {
    const began = Date.now();
    const played = await this.onAir({ 'base-directory': this.folder });
    // All files are looked at before the first is due: how long that takes shows in how long the start took.
    const ahead = Math.max(4000, 5 * (Date.now() - began));
    this.due = Math.ceil((Date.now() + ahead) / 1000) * 1000 + 250;
    const entry = (name: string, after: number, more = ''): string =>
      `<entry filename="${name}" time="${date(this.due + after)}" ${more}/>`;
    const entries = [
      entry('over.mov', -100_000),
      entry('absent.mov', -1000),
      entry('one.mov', 0),
      entry('two.mov', 2000),
      entry('two.ts', 3300),
      entry('one.ts', 5300, 'offset="0.4" duration="1.2"'),
      entry('text.mov', 8000),
      '<entry filename="http://example.org/a.mov"/>',
    ];
    this.put('times.xml', playlist(...entries));
    await played.set('playlist', this.file('times.xml'));
    const isPlanned = async (): Promise<boolean> => {
      this.schedule = await played.table('schedule');
      return this.schedule.some(({ what }) => what === 'two.ts');
    };
    await waitUntil(
      () => `the entries to be planned (${JSON.stringify([this.schedule, played.state, played.lines])})`,
      isPlanned,
      DEADLINE,
    );
    await this.over(played, 4);
    return played;
  }

  /** What plays already is joined, and is given another end. */
  private async joined(): Promise<Played> {
    const played = await this.onAir({});
    const begin = Date.now() - 2000;
    const entry = (more = ''): string => `<entry filename="slow.mov" time="${date(begin)}" ${more}/>`;
    this.put('joined.xml', playlist(entry(), '<entry filename="two.mov"/>'));
    await played.set('playlist', this.file('joined.xml'));
    this.joinedAt = flowTime(played, begin);
    await waitUntil(
      'it is joined',
      () => seen(played.output('video')).some((one) => one.startsWith('3:')),
      DEADLINE,
    );
    this.put('joined.xml', playlist(entry('duration="9.6"'), '<entry filename="one.mov"/>'));
    await this.over(played, 2);
    return played;
  }

  /** What is ready to be played is taken out of the list. Only pictures. */
  private async edited(): Promise<Played> {
    this.put('edited.m3u', 'five.mov\ntwo.mov\n');
    const properties = { playlist: this.file('edited.m3u'), audio: false, 'video-pattern': 'white' };
    const played = await this.play(properties);
    await waitUntil('it plays', () => played.state.stats['current'] === 'five.mov', DEADLINE);
    this.put('edited.m3u', 'five.mov\none.mov\n');
    await waitUntil('the edit to be read', () => played.state.stats['next'] === 'one.mov', DEADLINE);
    await this.over(played, 2);
    return played;
  }

  /** Playlists come into a directory, and go. */
  private async directory(): Promise<Played> {
    mkdirSync(this.file('lists'));
    this.put('lists/.hidden.m3u', 'five.mov');
    const places = { 'playlist-directory': this.file('lists'), 'base-directory': this.folder };
    const played = await this.play({ ...places, loop: 0 });
    this.put('lists/rotation.m3u', 'two.mov\n');
    await waitUntil('two rounds', () => Number(played.state.stats['rounds']) >= 1, DEADLINE);
    this.put('lists/broken.xml', '<playlist>\n<entry filename="one.mov">\n</playlist>');
    this.put('lists/news.m3u', 'one.mov\n');
    await waitUntil('the newer list', () => played.state.stats['current'] === 'one.mov', DEADLINE);
    for (const name of ['rotation', 'news']) unlinkSync(this.file(`lists/${name}.m3u`));
    await waitUntil('the lists to be gone', () => played.state.stats['entries'] === 0, DEADLINE);
    await waitUntil('the end of what plays', () => played.state.stats['current'] === '', DEADLINE);
    return played;
  }

  /** Only sound, of films too, and a filler that is heard. */
  private async radio(): Promise<Played> {
    const played = await this.play({ video: false, 'audio-wave': 'sine' });
    const audio = played.output('audio');
    await audio.have(20);
    this.put('radio.m3u', 'tone.mov\nfilm.mov\ntone.mov');
    await played.set('playlist', this.file('radio.m3u'));
    await this.over(played, 3);
    await audio.have(audio.buffers.length + 30);
    return played;
  }

  private makeFiles(): void {
    const make = (name: string, film: Parameters<typeof makeFilm>[1]): void => {
      makeFilm(this.file(name), film);
    };
    make('one.mov', { film: 1, pictures: 50, tone: 500, seconds: 2 });
    make('two.mov', { film: 2, pictures: 25, tone: 500, seconds: 1 });
    make('one.ts', { film: 1, pictures: 50, tone: 500, seconds: 2 });
    make('two.ts', { film: 2, pictures: 25, tone: 500, seconds: 1 });
    make('slow.mov', { film: 3, pictures: 60, rate: '5', tone: 300, seconds: 12 });
    make('five.mov', { film: 4, pictures: 25, rate: '5', tone: 500, seconds: 5 });
    make(ODD, { film: 5, pictures: 30, rate: '15', tone: 500, seconds: 2 });
    make('short.mov', { film: 6, pictures: 15, rate: '15', tone: 500, seconds: 1 });
    make('film.mov', { film: 7, pictures: 25, tone: 1000, seconds: 1 });
    make('tone.mov', { tone: 1000, seconds: 1.005 });
    writeFileSync(this.file('text.mov'), 'this is no media file at all');
  }

  /** Writes a file as a careful person does: it is whole as soon as it is there. */
  private put(name: string, text: string): void {
    writeFileSync(this.file(`${name}.tmp`), text);
    renameSync(this.file(`${name}.tmp`), this.file(name));
  }

  /** Waits until a number of entries have been played, and the filler is there again. */
  private async over(played: Played, entries: number): Promise<void> {
    const ended = (): boolean => {
      const { played: begun, current, next } = played.state.stats;
      return begun === entries && current === '' && next === '';
    };
    await waitUntil(`${entries} entries to be played`, ended, DEADLINE).catch((error: unknown) => {
      const { stats, messages } = played.state;
      throw new Error(`${String(error)}: ${JSON.stringify([stats, messages, played.lines])}`);
    });
    const video = played.output('video');
    if (video.buffers.length > 0) await video.have(video.buffers.length + 20);
  }
}

/** Running time of a date, in seconds. */
export function flowTime(played: Played, time: number): number {
  return played.now() + (time - Date.now()) / 1000;
}
