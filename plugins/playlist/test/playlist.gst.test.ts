import { mkdirSync, mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { luma, pitch } from '../../../test/support/media-content';
import { playComponent, type Output, type Played } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import component from '../src';
import { HEIGHT, makeFilm, pictures, RATE, seen, sound, stretches, WIDTH } from './films';

/** A name that has all that a name may have. */
const ODD = 'naïve #1, 100% & so on.mov';
const SIZE = { width: WIDTH, height: HEIGHT } as const;
const DEADLINE = 40_000;

let folder: string;
const file = (name: string): string => join(folder, name);
const put = (name: string, text: string): void => {
  // As a careful person does: a file is whole as soon as it is there.
  writeFileSync(file(`${name}.tmp`), text);
  renameSync(file(`${name}.tmp`), file(name));
};
const date = (time: number): string => new Date(time).toISOString();
const playlist = (...entries: readonly string[]): string => `<playlist>\n${entries.join('\n')}\n</playlist>`;

/** Running time of a date. */
const flowTime = (played: Played, time: number): number => played.now() + (time - Date.now()) / 1000;

/** Without the filler at the beginning and at the end. */
function shown(video: Output): readonly string[] {
  const all = seen(video);
  return all.slice(
    all.findIndex((one) => one !== '-'),
    all.findLastIndex((one) => one !== '-') + 1,
  );
}

/** All pictures of a film of five a second, at 25 a second: each is shown when it is the nearest. */
function fifths(film: number, count: number): readonly string[] {
  return Array.from(
    { length: 5 * count },
    (_, at) => `${film}:${Math.min(Math.floor((at + 2) / 5), count - 1)}`,
  );
}

/** What comes before something, and what begins with it. */
function halves(all: readonly string[], second: string): [readonly string[], readonly string[]] {
  const at = all.indexOf(second);
  return [all.slice(0, at), all.slice(at)];
}

/** Samples that are none of a tone alone. */
function strange(heard: Float32Array, tone: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * tone) / RATE);
  return heard.filter((one, at) => {
    const [before = one, after = one] = [heard[at - 1], heard[at + 1]];
    return at > 0 && at + 1 < heard.length && Math.abs(after - factor * one + before) > 0.0005;
  }).length;
}

const everPlayed: Played[] = [];
async function play(properties: object): Promise<Played> {
  const played = await playComponent(component, {
    properties: { ...SIZE, framerate: [25, 1], ...properties },
  });
  everPlayed.push(played);
  return played;
}

/** Waits until a number of entries have been played, and nothing plays any more. */
async function over(played: Played, entries: number): Promise<void> {
  const { stats } = played.state;
  await waitUntil(
    `${entries} entries to be played`,
    () => played.state.stats['played'] === entries && played.state.stats['current'] === '',
    DEADLINE,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${JSON.stringify([stats, played.state.messages, played.lines])}`);
  });
  const video = played.output('video');
  if (video.buffers.length > 0) await video.have(video.buffers.length + 20);
}

/** A list at the default rate, of files with odd names. */
async function list(): Promise<Played> {
  put('list.m3u', `#EXTM3U\n#EXTINF:2,One\n${ODD}\nshort.mov\n./${ODD}\n`);
  const played = await play({ playlist: file('list.m3u'), framerate: [15, 1] });
  await over(played, 3);
  return played;
}

let due: number;
/** Times, with and without gaps between them, and entries that cannot be played. */
async function times(): Promise<Played> {
  due = Math.ceil(Date.now() / 1000) * 1000 + 2250;
  const entry = (name: string, after: number, more = ''): string =>
    `<entry filename="${name}" time="${date(due + after)}" ${more}/>`;
  put(
    'times.xml',
    playlist(
      entry('over.mov', -100_000),
      entry('absent.mov', -1000),
      entry('one.mov', 0),
      entry('two.mov', 2000),
      entry('two.mov', 3300),
      entry('one.mov', 5300, 'offset="0.4" duration="1.2"'),
      entry('text.mov', 8000),
      '<entry filename="http://example.org/a.mov"/>',
    ),
  );
  const played = await play({ playlist: file('times.xml'), 'base-directory': folder });
  await over(played, 4);
  return played;
}

/** What plays already is joined, and is given another end. */
async function joined(): Promise<Played> {
  const begin = Date.now() - 2000;
  const entry = (more = ''): string => `<entry filename="slow.mov" time="${date(begin)}" ${more}/>`;
  put('joined.xml', playlist(entry(), '<entry filename="two.mov"/>'));
  const played = await play({ playlist: file('joined.xml') });
  joinedAt = flowTime(played, begin);
  await waitUntil('it is joined', () => seen(played.output('video')).includes('3:20'), DEADLINE);
  put('joined.xml', playlist(entry('duration="8.6"'), '<entry filename="one.mov"/>'));
  await over(played, 2);
  return played;
}
let joinedAt: number;

/** What is ready to be played is taken out of the list. Only pictures. */
async function edited(): Promise<Played> {
  put('edited.m3u', 'five.mov\ntwo.mov\n');
  const played = await play({ playlist: file('edited.m3u'), audio: false, 'video-pattern': 'white' });
  await waitUntil('it plays', () => played.state.stats['current'] === 'five.mov', DEADLINE);
  put('edited.m3u', 'five.mov\none.mov\n');
  await waitUntil('the edit to be read', () => played.state.stats['next'] === 'one.mov', DEADLINE);
  await over(played, 2);
  return played;
}

/** Playlists come into a directory, and go. */
async function directory(): Promise<Played> {
  mkdirSync(file('lists'));
  put('lists/.hidden.m3u', 'five.mov');
  const played = await play({ 'playlist-directory': file('lists'), 'base-directory': folder, loop: 0 });
  put('lists/rotation.m3u', 'two.mov\n');
  await waitUntil('two rounds', () => Number(played.state.stats['rounds']) >= 1, DEADLINE);
  put('lists/broken.xml', '<playlist>\n<entry filename="one.mov">\n</playlist>');
  put('lists/news.m3u', 'one.mov\n');
  await waitUntil('the newer list', () => played.state.stats['current'] === 'one.mov', DEADLINE);
  for (const name of ['rotation', 'news']) unlinkSync(file(`lists/${name}.m3u`));
  await waitUntil('the lists to be gone', () => played.state.stats['entries'] === 0, DEADLINE);
  await waitUntil('silence', () => played.state.stats['current'] === '', DEADLINE);
  return played;
}

/** Only sound, and a filler that is heard. */
async function radio(): Promise<Played> {
  const played = await play({ video: false, 'audio-wave': 'sine' });
  await played.output('audio').have(20);
  put('radio.m3u', 'tone.mov\nfilm.mov\ntone.mov');
  await played.set('playlist', file('radio.m3u'));
  await over(played, 3);
  const audio = played.output('audio');
  await audio.have(audio.buffers.length + 30);
  return played;
}

const SCENES = { list, times, joined, edited, directory, radio };
const scenes = {} as Record<keyof typeof SCENES, Played>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flumotion-playlist-'));
  makeFilm(file('one.mov'), { film: 1, pictures: 50, tone: 500, seconds: 2 });
  makeFilm(file('two.mov'), { film: 2, pictures: 25, tone: 500, seconds: 1 });
  makeFilm(file('slow.mov'), { film: 3, pictures: 60, rate: '5', tone: 300, seconds: 12 });
  makeFilm(file('five.mov'), { film: 4, pictures: 25, rate: '5', tone: 500, seconds: 5 });
  makeFilm(file(ODD), { film: 5, pictures: 30, rate: '15', tone: 500, seconds: 2 });
  makeFilm(file('short.mov'), { film: 6, pictures: 15, rate: '15', tone: 500, seconds: 1 });
  makeFilm(file('film.mov'), { film: 7, pictures: 25, tone: 1000, seconds: 1 });
  makeFilm(file('tone.mov'), { tone: 1000, seconds: 1.005 });
  writeFileSync(file('text.mov'), 'this is no media file at all');
  const names = Object.keys(SCENES) as (keyof typeof SCENES)[];

  await Promise.all(names.map(async (name) => (scenes[name] = await SCENES[name]())));
}, 120_000);
afterAll(async () => {
  await Promise.all(everPlayed.map((played) => played.stop()));
  rmSync(folder, { recursive: true });
});

describe('a list', () => {
  test('is played without a picture lost or shown twice', () => {
    const video = scenes.list.output('video');
    const all = [...pictures(5, 0, 30), ...pictures(6, 0, 15), ...pictures(5, 0, 30)];
    expect(shown(video).slice(0, all.length)).toEqual(all);
    // A fifteenth of a second is no whole number of nanoseconds: before the filler the last picture may stay for one more.
    expect(shown(video).length).toBeLessThanOrEqual(all.length + 1);
    expect(video.caps.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /format=\(string\)I420.*width=\(int\)64, height=\(int\)48.*framerate=\(fraction\)15\/1/,
      ),
    ]);
  });

  test('is heard without a gap, in step with its pictures', () => {
    const { list: played } = scenes;
    const [video, audio] = [played.output('video'), played.output('audio')];
    const heard = sound(audio);
    const [tone, ...others] = stretches(heard);
    expect(others).toEqual([]);
    expect((tone!.end - tone!.begin) / RATE).toBeCloseTo(5, 3);
    const begin = audio.times[0]! + tone!.begin / RATE;
    expect(begin).toBeCloseTo(video.times[seen(video).indexOf('5:0')]!, 2);
    // 500 Hz at half of full scale: two samples next to each other are never further apart than this.
    const tones = heard.subarray(tone!.begin, tone!.end);
    expect(
      tones.slice(1).reduce((most, one, at) => Math.max(most, Math.abs(one - tones[at]!)), 0),
    ).toBeLessThan(0.04);
    expect(pitch(heard.subarray(tone!.begin, tone!.end), RATE)).toBeCloseTo(500, 0);
  });

  test('tells what it has played', () => {
    expect(scenes.list.state.stats).toMatchObject({
      played: 3,
      entries: 3,
      rounds: 0,
      current: '',
      next: '',
      broken: 0,
    });
    expect(scenes.list.state.messages).toEqual([]);
    expect(scenes.list.state.mood).toBe('happy');
  });
});

describe('times', () => {
  test('are kept to the picture, with the filler or for a moment the last picture between them', () => {
    const video = scenes.times.output('video');
    const whole = [...pictures(1, 0, 50), ...pictures(2, 0, 25)];
    const held = Array.from({ length: 7 }, () => '2:24');
    const filler = Array.from({ length: 25 }, () => '-');
    const all = shown(video);
    const second = all.slice(whole.length + held.length);
    expect(all.slice(0, whole.length)).toEqual(whole);
    // 3.3 s are 82 pictures and a half.
    expect(all.slice(whole.length, whole.length + 7).every((one) => one === '2:24')).toBe(true);
    expect(second.filter((one) => one !== '2:24' && one !== '-')).toEqual([
      ...pictures(2, 0, 24),
      ...pictures(1, 10, 40),
    ]);
    expect(second.filter((one) => one === '-').length).toBeGreaterThan(filler.length - 3);
  });

  test('are those of the wall clock', () => {
    const video = scenes.times.output('video');
    const begin = video.times[seen(video).indexOf('1:0')]!;
    const late = begin - flowTime(scenes.times, due);
    expect(late).toBeGreaterThan(-0.01);
    expect(late).toBeLessThan(0.05);
  });

  test('cannot all be kept, and the component says which and goes on', () => {
    const { messages, mood, stats } = scenes.times.state;
    const text = (id: string): string => messages.find((message) => message.id === id)?.text ?? '';
    expect(text('entry-problem')).toContain('text.mov (');
    expect(text('entry-problem')).toContain('times.xml, line 8): the file');
    expect(text('playlist-problem')).toContain('line 9: http://example.org/a.mov is a URL');
    expect(mood).toBe('happy');
    expect(stats['skipped']).toBeGreaterThanOrEqual(2);
  });
});

test('what plays already is joined where it would be, and ends when it is told to', () => {
  const video = scenes.joined.output('video');
  const all = seen(video);
  const first = all.findIndex((one) => one !== '-');
  const number = Number(all[first]?.split(':')[1]);
  const place = (video.times[first]! - joinedAt) * 5;
  // Pictures that last for a fifth of a second turn up half of that sooner.
  expect(Math.abs(number - (place - 0.2))).toBeLessThan(0.8);
  const [slow, rest] = halves(shown(video), '1:0');
  expect(rest).toEqual(pictures(1, 0, 50));
  // At the ends they may be seen for less than a fifth of a second.
  const ends = [slow[0], `3:${number + 1}`, slow.at(-1)];
  const whole = slow.filter((one) => !ends.includes(one));
  expect(whole).toEqual(fifths(3, 60).filter((one) => whole.includes(one)));
  expect(whole.length).toBeGreaterThan(70);
  const cut = video.times[all.indexOf('1:0')]!;
  expect(cut - joinedAt).toBeCloseTo(8.6, 1);
  const audio = scenes.joined.output('audio');
  const from = Math.round((cut + 0.1 - audio.times[0]!) * RATE);
  expect(strange(sound(audio).subarray(from, from + 1.8 * RATE), 500)).toBe(0);
});

test('an edit takes back what is ready, and costs what plays nothing', () => {
  const pics = shown(scenes.edited.output('video'));
  expect(pics).toEqual([...fifths(4, 25), ...pictures(1, 0, 50)]);
  const filler = scenes.edited.output('video').buffers.at(-1)!;
  expect(luma(filler.data, WIDTH, HEIGHT)).toBeGreaterThan(230);
  expect(scenes.edited.output('audio').buffers).toEqual([]);
});

test('playlists of a directory come and go, each picture whole', () => {
  const pics = shown(scenes.directory.output('video'));
  expect(pics.slice(0, 50)).toEqual([...pictures(2, 0, 25), ...pictures(2, 0, 25)]);
  const one = pics.indexOf('1:0');
  expect(pics.slice(one, one + 50)).toEqual(pictures(1, 0, 50));
  expect(pics.includes('4:0')).toBe(false);
  expect(scenes.directory.state.messages).toEqual([
    expect.objectContaining({ level: 'info', id: 'nothing-scheduled' }),
    expect.objectContaining({
      level: 'warning',
      id: 'playlist-problem',
      text: expect.stringMatching(/broken\.xml cannot be used: line 3: no well-formed XML/),
    }),
  ]);
});

test('sound alone is played without a gap, and the filler is heard only around it', () => {
  const heard = sound(scenes.radio.output('audio'));
  // The filler is louder than the tone.
  const loud = Array.from(heard, (sample) => Math.abs(sample) > 0.6);
  const quiet: { begin: number; end: number }[] = [];
  let since = 0;
  loud.forEach((one, at) => {
    if (!one) return;
    if (at - since > RATE) quiet.push({ begin: since + 1, end: at });
    since = at;
  });
  expect(quiet).toHaveLength(1);
  const between = heard.subarray(quiet[0]!.begin, quiet[0]!.end);
  const [tone] = stretches(between).filter(({ begin, end }) => end - begin > RATE);
  expect((tone!.end - tone!.begin) / RATE).toBeCloseTo(3.01, 2);
  expect(pitch(between.subarray(tone!.begin + 100, tone!.end - 100), RATE)).toBeCloseTo(1000, 0);
  expect(pitch(heard.subarray(0, 10_000), RATE)).toBeCloseTo(440, 0);
});

test.each([
  [{ video: false, audio: false }, 'neither video nor audio'],
  [{ playlist: 'list.m3u' }, 'must begin with a slash'],
  [{ 'playlist-directory': 'http://example.org/' }, 'is a URL'],
])('%j makes the component sad, in words', async (properties, words) => {
  const played = await play(properties);
  expect(played.state.mood).toBe('sad');
  expect(played.state.messages[0]?.text).toContain(words);
});

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(component, {
    properties: { ...SIZE, playlist: file('list.m3u'), framerate: [25, 1] },
  });
}, 60_000);
