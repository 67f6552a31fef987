import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { luma, pitch } from '../../../test/support/media-content';
import type { Output, Played } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import component from '../src';
import { HEIGHT, pictures, RATE, seen, sound, stretches, WIDTH } from './films';
import { flowTime, Scenes } from './scenes';

let folder: string;
let scenes: Scenes;
const scene = (name: string): Played => scenes.played[name]!;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flumotion-playlist-'));
  scenes = new Scenes(folder);
  await scenes.perform();
});
afterAll(async () => {
  await scenes.stop();
  rmSync(folder, { recursive: true });
});

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

describe('a list', () => {
  test('is played without a picture lost or shown twice', () => {
    const video = scene('list').output('video');
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
    const played = scene('list');
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
    expect(scene('list').state.stats).toMatchObject({
      played: 3,
      entries: 3,
      rounds: 0,
      current: '',
      next: '',
      broken: 0,
    });
    expect(scene('list').state.messages).toEqual([]);
    expect(scene('list').state.mood).toBe('happy');
  });
});

describe('times', () => {
  test('are in the table of the schedule', () => {
    const row = scenes.schedule.find(({ what }) => what === 'two.ts');
    // Entries begin with a picture.
    expect(Math.abs(Number(row?.['start']) - (scenes.due + 3300))).toBeLessThan(50);
    expect(Math.abs(Number(row?.['end']) - (scenes.due + 4300))).toBeLessThan(100);
  });

  test('are kept to the picture, with the filler or for a moment the last picture between them', () => {
    const video = scene('times').output('video');
    const all = shown(video);
    const whole = [...pictures(1, 0, 50), ...pictures(2, 0, 25)];
    // From 2.0 + 1.0 s to 3.3 s are seven pictures and a half.
    const held = all.slice(whole.length, all.indexOf('2:0', whole.length));
    expect(new Set(held)).toEqual(new Set(['2:24']));
    expect([7, 8]).toContain(held.length);
    const filler = Array.from({ length: 25 }, () => '-');
    expect(all).toEqual([...whole, ...held, ...pictures(2, 0, 25), ...filler, ...pictures(1, 10, 40)]);
  });

  test('are those of the wall clock', () => {
    const video = scene('times').output('video');
    const begin = video.times[seen(video).indexOf('1:0')]!;
    const late = begin - flowTime(scene('times'), scenes.due);
    expect(late).toBeGreaterThan(-0.01);
    expect(late).toBeLessThan(0.05);
  });

  test('cannot all be kept, and the component says which and goes on', () => {
    const { messages, mood, stats } = scene('times').state;
    const text = (id: string): string => messages.find((message) => message.id === id)?.text ?? '';
    expect(text('entry-problem')).toContain('text.mov (');
    expect(text('entry-problem')).toContain('times.xml, line 8): the file');
    expect(text('playlist-problem')).toContain('line 9: http://example.org/a.mov is a URL');
    expect(mood).toBe('happy');
    expect(stats['skipped']).toBeGreaterThanOrEqual(2);
  });
});

test('what plays already is joined where it would be, and ends when it is told to', () => {
  const video = scene('joined').output('video');
  const all = seen(video);
  const first = all.findIndex((one) => one !== '-');
  const number = Number(all[first]?.split(':')[1]);
  const place = (video.times[first]! - scenes.joinedAt) * 5;
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
  expect(cut - scenes.joinedAt).toBeCloseTo(9.6, 1);
  const audio = scene('joined').output('audio');
  const from = Math.round((cut + 0.1 - audio.times[0]!) * RATE);
  expect(strange(sound(audio).subarray(from, from + 1.8 * RATE), 500)).toBe(0);
});

test('an edit takes back what is ready, and costs what plays nothing', () => {
  const pics = shown(scene('edited').output('video'));
  expect(pics).toEqual([...fifths(4, 25), ...pictures(1, 0, 50)]);
  const filler = scene('edited').output('video').buffers.at(-1)!;
  expect(luma(filler.data, WIDTH, HEIGHT)).toBeGreaterThan(230);
  expect(scene('edited').output('audio').buffers).toEqual([]);
});

test('playlists of a directory come and go, each picture whole', () => {
  const pics = shown(scene('directory').output('video'));
  expect(pics.slice(0, 50)).toEqual([...pictures(2, 0, 25), ...pictures(2, 0, 25)]);
  const one = pics.indexOf('1:0');
  expect(pics.slice(one, one + 50)).toEqual(pictures(1, 0, 50));
  expect(pics.includes('4:0')).toBe(false);
  expect(scene('directory').state.messages).toEqual([
    expect.objectContaining({ level: 'info', id: 'nothing-scheduled' }),
    expect.objectContaining({
      level: 'warning',
      id: 'playlist-problem',
      text: expect.stringMatching(/broken\.xml cannot be used: line 3: no well-formed XML/),
    }),
  ]);
});

test('sound alone is played without a gap, and the filler is heard only around it', () => {
  const heard = sound(scene('radio').output('audio'));
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
  // A gap would cut it in two. The filler goes and comes in whole blocks of its sound, 23 ms, which may cover its ends.
  expect((tone!.end - tone!.begin) / RATE).toBeGreaterThan(2.95);
  expect((tone!.end - tone!.begin) / RATE).toBeLessThan(3.015);
  expect(pitch(between.subarray(tone!.begin + 100, tone!.end - 100), RATE)).toBeCloseTo(1000, 0);
  expect(pitch(heard.subarray(0, 10_000), RATE)).toBeCloseTo(440, 0);
});

test.each([
  [{ video: false, audio: false }, 'neither video nor audio'],
  [{ playlist: 'list.m3u' }, 'must begin with a slash'],
  [{ 'playlist-directory': 'http://example.org/' }, 'is a URL'],
])('%j makes the component sad, in words', async (properties, words) => {
  const played = await scenes.play(properties);
  expect(played.state.mood).toBe('sad');
  expect(played.state.messages[0]?.text).toContain(words);
});

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(component, {
    properties: { width: WIDTH, height: HEIGHT, playlist: scenes.file('list.m3u'), framerate: [25, 1] },
  });
});
