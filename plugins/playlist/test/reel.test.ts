import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { MediaInfo } from '@flumotion/core/plugin';
import { waitUntil } from '../../../test/support/wait-until';
import { fillerHeard, untilFiller } from '../src/ground';
import { aligned, lengthOf, reelOf, type Grid } from '../src/reel';
import { Reels } from '../src/reels';
import { WallClock } from '../src/wall';
import { ns, source } from './day';

const BOTH: Grid = { framerate: [25, 1], audio: true };
const SOUND: Grid = { audio: true };
const NTSC: Grid = { framerate: [30_000, 1001], audio: true };

function info(
  video: number | undefined,
  audio: number | undefined,
  missing: readonly string[] = [],
): MediaInfo {
  const length = ns(Math.max(video ?? 0, audio ?? 0));
  return {
    length,
    missing,
    ...(video === undefined
      ? {}
      : { video: { width: 64, height: 48, pixelAspectRatio: [1, 1], length: ns(video) } }),
    ...(audio === undefined ? {} : { audio: { rate: 44_100, channels: 2, length: ns(audio) } }),
  };
}

describe('a file', () => {
  test.each([
    ['without sound', BOTH, info(2, undefined), 2, {}],
    ['with padded sound', BOTH, info(2, 2.046), 2, { cut: true }],
    ['with shorter sound', BOTH, info(2, 1.2), 2, {}],
    ['with sound that goes on', BOTH, info(2, 2.41), 2.44, { waits: true }],
    ['with times rounded to milliseconds', BOTH, info(2.001, 1.9), 2, {}],
    ['with sound alone', BOTH, info(undefined, 2.0123), 2.0123, { video: false }],
    ['of which only the sound is fed', SOUND, info(2, 1.5), 1.5, { video: false }],
    [
      'of which only the pictures are fed',
      { framerate: [25, 1], audio: false } as const,
      info(2, 5),
      2,
      { audio: false },
    ],
  ])('%s', (_name, grid, media, length, more) => {
    const plain = { video: true, audio: media.audio !== undefined, waits: false, cut: false };
    expect(reelOf(media, grid)).toEqual({ ...plain, length: ns(length), ...more });
  });

  test.each([
    [
      BOTH,
      info(undefined, undefined, ['H.266']),
      'no pictures and no sound, but H.266, which this machine cannot decode',
    ],
    [SOUND, info(2, undefined), 'it has no sound'],
    [{ framerate: [25, 1], audio: false } as const, info(undefined, 2), 'it has no pictures'],
    [BOTH, info(0, 0), 'how long it is cannot be found out'],
  ])('that has nothing to play is refused', (grid, media, words) => {
    expect(() => reelOf(media, grid)).toThrow(words);
  });

  test.each([
    [0, undefined, 10],
    [3, undefined, 7],
    [3, 2, 2],
    [3, 20, 7],
    [0, 2.03, 2.04],
    [0, 0.001, 0.04],
  ])('from %d s for %s s', (offset, duration, length) => {
    const entry = { offset: ns(offset), ...(duration === undefined ? {} : { duration: ns(duration) }) };
    expect(lengthOf(entry, reelOf(info(10, 10), BOTH), BOTH)).toBe(ns(length));
  });
});

test.each([
  [BOTH, 0n, 0n],
  [BOTH, 1n, 0n],
  [BOTH, 40_000_000n, 40_000_000n],
  [BOTH, 40_000_500n, 40_000_000n],
  [BOTH, 41_000_000n, 80_000_000n],
  [BOTH, -5_000_000_000n, -5_000_000_000n],
  [BOTH, -4_990_000_000n, -4_960_000_000n],
  [NTSC, 33_366_668n, 33_366_668n],
  [NTSC, 33_366_666n, 33_366_668n],
  [SOUND, 41_000_001n, 41_000_001n],
])('what begins with a picture begins at that of %j', (grid, time, begin) => {
  expect(aligned(time, true, grid)).toBe(begin);
  expect(aligned(begin, true, grid)).toBe(begin);
});

test('what is as long as whole pictures ends where the next begins', () => {
  const reel = reelOf(info(10, 10), NTSC);
  for (const begin of [0n, 33_366_668n, 66_733_335n]) {
    const end = aligned(begin + reel.length, true, NTSC);
    expect(aligned(end, true, NTSC)).toBe(end);
    expect(end - begin - reel.length).toBeLessThan(1000n);
  }
});

describe('what is known of files', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'flumotion-reels-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is found one file after the other, and again when one has changed', async () => {
    const [entry] = source(['a']).playlist.entries;
    const location = join(folder, 'a');
    const here = { ...entry!, location };
    const probed: string[] = [];
    let length = 10;
    let [changes, busy] = [0, 0];
    const probe = async (name: string): Promise<MediaInfo> => {
      expect(++busy).toBe(1);
      probed.push(name);
      await new Promise(setImmediate);
      busy--;
      if (name.endsWith('gone')) throw new Error('it is gone');
      return info(length, length);
    };
    const reels = new Reels(BOTH, probe, () => changes++, 0);
    writeFileSync(location, 'a');
    expect(reels.known(here)).toBeUndefined();
    reels.want([location, `${location}-gone`], []);
    reels.want([location, `${location}-gone`], [location]);
    await waitUntil('both', () => changes === 2);
    expect(probed).toEqual([location, `${location}-gone`]);
    expect(reels.known(here)).toMatchObject({ length: ns(10) });
    expect(reels.known({ ...here, location: `${location}-gone` })).toEqual({ problem: 'it is gone' });

    length = 20;
    utimesSync(location, 1, 1);
    await reels.look();
    utimesSync(location, 2, 2);
    await reels.look();
    expect(probed).toHaveLength(2);
    await reels.look();
    await waitUntil('another look', () => changes === 3);
    expect(reels.known(here)).toMatchObject({ length: ns(20) });

    reels.fail(location, 'it broke');
    expect(reels.known(here)).toEqual({ problem: 'it broke' });
    reels.keep(new Set());
    expect(reels.known(here)).toBeUndefined();
    reels.close();
  });
});

describe('the wall clock', () => {
  const clock = (): { wall: WallClock; at: (running: number, date: number) => void } => {
    let [running, date] = [0, 0];
    const wall = new WallClock(
      () => ns(running),
      () => date * 1000,
    );
    return { wall, at: (...now) => void ([running, date] = now) };
  };

  test('is followed when it is set, and in small steps only while nothing plays', () => {
    const { wall, at } = clock();
    at(5, 1005);
    expect(wall.look(false)).toBe(0n);
    expect(wall.epoch).toBe(ns(1000));
    at(6, 1006.2);
    expect(wall.look(false)).toBeUndefined();
    expect(wall.look(true)).toBe(ns(0.2));
    at(7, 1017.2);
    expect(wall.look(false)).toBe(ns(10));
    at(8, 1018.201);
    expect(wall.look(true)).toBeUndefined();
    expect(wall.epoch).toBe(ns(1010.2));
  });

  test('is not read while the machine is too busy to tell', () => {
    let running = 0n;
    let slow = 0n;
    let date = 0;
    const wall = new WallClock(
      () => (running += slow),
      () => date,
    );
    wall.look(true);
    slow = 10_000_000n;
    date = 60_000;
    expect(wall.look(true)).toBeUndefined();
    slow = 0n;
    expect(wall.look(true)).toBeDefined();
  });
});

test('the filler is heard around entries only', () => {
  const playing = [
    { begin: ns(10), end: ns(20) },
    { begin: ns(20), end: ns(30) },
  ];
  const heard = [9.9, 9.96, 15, 20, 29.9, 30.04, 30.06].map((time) => fillerHeard(ns(time), playing));
  expect(heard).toEqual([true, false, false, false, false, false, true]);
  expect(untilFiller(ns(9), playing)).toBe(ns(0.95));
  expect(untilFiller(ns(31), playing)).toBeUndefined();
});
