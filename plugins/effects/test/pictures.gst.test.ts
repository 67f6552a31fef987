import { afterEach, expect, test } from '@jest/globals';
import { defineComponent } from '@flumotion/core/plugin';
import { luma } from '../../../test/support/media-content';
import { playComponent, type Played, type PlayedPlug } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import { colorbalance } from '../src/colorbalance';
import { deinterlace } from '../src/deinterlace';
import { keyunitsScheduler } from '../src/keyunits-scheduler';
import { videorate } from '../src/videorate';
import { videoscale } from '../src/videoscale';
import { pictures } from './carriers';

const WHITE = 'videotestsrc is-live=true pattern=white';
/** Vertical bars that run sideways: two fields of a frame differ, the lines of one field do not. */
const INTERLACED =
  'videotestsrc is-live=true pattern=smpte horizontal-speed=8 ! video/x-raw,framerate=50/1 ' +
  '! interlace field-pattern=1:1';

const running: Played[] = [];
afterEach(async () => {
  for (const played of running.splice(0).reverse()) await played.stop();
});

async function play(source: string, plug: PlayedPlug, form?: string): Promise<Played> {
  const played = await playComponent(pictures(source, form), { plugs: [plug] });
  running.push(played);
  return played;
}

function newest(of: Played): Buffer {
  return of.output().buffers.at(-1)?.data ?? Buffer.alloc(0);
}

/** Mean of the first colour plane of an I420 picture of 64x48. */
function blue(picture: Buffer): number {
  return picture.subarray(64 * 48, 64 * 48 + 32 * 24).reduce((sum, value) => sum + value, 0) / (32 * 24);
}

test('colorbalance takes the colours away and brings them back, while it plays', async () => {
  const played = await play('videotestsrc is-live=true pattern=blue', {
    definition: colorbalance,
    properties: { saturation: 0 },
  });
  await played.output().have(3);
  expect(blue(newest(played))).toBeCloseTo(128, -1);
  await played.set('saturation', 50, 0);
  await waitUntil('the blue is back', () => blue(newest(played)) > 200);
});

test('colorbalance changes brightness and contrast', async () => {
  const grey = 'videotestsrc is-live=true pattern=solid-color foreground-color=0xff808080';
  const played = await play(grey, { definition: colorbalance, properties: { brightness: 70 } });
  await played.output().have(3);
  const light = luma(newest(played), 64, 48);
  expect(light).toBeGreaterThan(150);
  await played.set('brightness', 30, 0);
  await waitUntil('it is darker', () => luma(newest(played), 64, 48) < 100);
  await played.set('brightness', null, 0);
  await played.set('contrast', 0, 0);
  await waitUntil('nothing is left without contrast', () => luma(newest(played), 64, 48) < 30);
});

test('deinterlace takes the comb out of moving pictures, and can be switched while it plays', async () => {
  const form = 'width=64,height=48';
  const played = await play(INTERLACED, { definition: deinterlace, properties: {} }, form);
  await played.output().have(10);
  expect(played.output().caps.at(-1)?.text).toContain('interlace-mode=(string)progressive');
  expect(combOf(newest(played))).toBeLessThan(2);
  expect(rate(played)).toBeLessThan(35);
  await played.set('mode', 'disabled', 0);
  await waitUntil('the comb is back', () => combOf(newest(played)) > 5);
  await played.set('mode', 'interlaced', 0);
  await played.set('method', 'linear', 0);
  await waitUntil('the comb is gone', () => combOf(newest(played)) < 2);
});

test('videoscale keeps the shape of the picture: borders where the pixels are square', async () => {
  const square = { width: 64, height: 64, 'is-square': true };
  const played = await play(WHITE, { definition: videoscale, properties: square });
  await played.output().have(3);
  expect(played.output().caps.at(-1)?.text).toMatch(
    /width=\(int\)64, height=\(int\)64.*pixel-aspect-ratio=\(fraction\)1\/1/,
  );
  const picture = newest(played);
  expect(luma(picture, 64, 64, { x: 0, y: 0, width: 64, height: 6 })).toBeLessThan(40);
  expect(luma(picture, 64, 64, { x: 0, y: 10, width: 64, height: 44 })).toBeGreaterThan(220);
});

test('videoscale stretches when it may', async () => {
  const stretched = { width: 64, height: 64, 'is-square': true, 'add-borders': false };
  const played = await play(WHITE, { definition: videoscale, properties: stretched });
  await played.output().have(3);
  expect(luma(newest(played), 64, 64, { x: 0, y: 0, width: 64, height: 6 })).toBeGreaterThan(220);
});

test.each([
  ['one side gives the other', { width: 32 }, /width=\(int\)32, height=\(int\)24/, undefined],
  [
    'wide pixels become square ones, as many as the shape needs',
    { height: 48, 'is-square': true },
    /width=\(int\)128, height=\(int\)48.*pixel-aspect-ratio=\(fraction\)1\/1/,
    'width=64,height=48,framerate=25/1,pixel-aspect-ratio=2/1',
  ],
  [
    'the pixels change when both sides are given',
    { width: 64, height: 96 },
    /width=\(int\)64, height=\(int\)96.*pixel-aspect-ratio=\(fraction\)2\/1/,
    undefined,
  ],
])('videoscale: %s', async (_, properties, caps, form) => {
  const played = await play(WHITE, { definition: videoscale, properties }, form);
  await played.output().have(2);
  expect(played.output().caps.at(-1)?.text).toMatch(caps);
});

test('videorate leaves pictures out', async () => {
  const played = await play(WHITE, { definition: videorate, properties: { framerate: [10, 1] } });
  await played.output().have(12);
  expect(played.output().caps.at(-1)?.text).toContain('framerate=(fraction)10/1');
  expect(rate(played)).toBeCloseTo(10, 0);
});

test('size and rate change while it plays, without a restart or a gap', async () => {
  const scale = { definition: videoscale, properties: { width: 32 } };
  const rated = { definition: videorate, properties: { framerate: [25, 1] as const } };
  const played = await playComponent(pictures(WHITE), { plugs: [scale, rated] });
  running.push(played);
  const form = (): string => played.output().caps.at(-1)?.text ?? '';
  await played.output().have(5);
  expect(form()).toMatch(/width=\(int\)32, height=\(int\)24/);
  await played.set('width', 48, 0);
  await waitUntil('it is larger', () => /width=\(int\)48, height=\(int\)36/.test(form()));
  await played.set('height', 48, 0);
  await played.set('is-square', true, 0);
  await waitUntil('it has both sides', () => /width=\(int\)48, height=\(int\)48/.test(form()));
  await waitUntil('there are borders', () => {
    const picture = newest(played);
    return (
      picture.length === 48 * 48 * 1.5 && luma(picture, 48, 48, { x: 0, y: 0, width: 48, height: 4 }) < 40
    );
  });
  await played.set('width', null, 0);
  await played.set('height', null, 0);
  await waitUntil('it is that of the source', () => /width=\(int\)64, height=\(int\)48/.test(form()));
  await played.set('framerate', [10, 1], 1);
  await waitUntil('the rate is another', () => form().includes('framerate=(fraction)10/1'));
  const { times } = played.output();
  const from = times.length;
  await played.output().have(from + 8);
  const steps = times.slice(1).map((time, index) => time - (times[index] as number));
  expect(Math.max(...steps)).toBeLessThan(0.15);
  expect(Math.min(...steps)).toBeGreaterThan(0);
  expect(played.state).toMatchObject({ mood: 'happy', messages: [] });
});

test('keyunits-scheduler: the encoder in the next job makes keyframes at the whole multiples, also of a new interval', async () => {
  const encoder = defineComponent({
    type: 'test-encoder',
    kind: 'encoder',
    description: 'Makes no keyframes but the first by itself.',
    eaters: { default: { caps: 'video/x-raw' } },
    feeders: { default: { caps: 'video/x-theora' } },
    pipeline: 'theoraenc keyframe-auto=false keyframe-freq=10000 keyframe-force=10000',
  });
  const source = await play(WHITE, { definition: keyunitsScheduler, properties: { interval: 1000 } });
  const encoded = await playComponent(encoder, { inputs: { default: source } });
  running.push(encoded);
  const keyframes = (): readonly number[] =>
    encoded
      .output()
      .buffers.flatMap(({ delta, header, pts }) => (delta || header ? [] : [Number(pts) / 1e6]));
  await waitUntil('three keyframes', () => keyframes().length >= 4, 15_000);
  for (const time of keyframes().slice(1, 4)) expect(time % 1000).toBeLessThan(40.1);
  await source.set('interval', 400, 0);
  await waitUntil('keyframes come closer', () => distance(keyframes()) < 500, 15_000);
});

test('starting and stopping leaves nothing behind', async () => {
  const plugs = [
    { definition: deinterlace },
    { definition: videorate, properties: { framerate: [25, 1] as const } },
    { definition: videoscale, properties: { width: 32 } },
    { definition: colorbalance, properties: { hue: 60 } },
    { definition: keyunitsScheduler },
  ];
  await restartsCleanly(pictures(WHITE), { plugs });
});

/** How much neighbouring lines differ, in the upper half of a picture of 64x48. */
function combOf(picture: Buffer): number {
  let sum = 0;
  for (let row = 4; row < 24; row++) {
    for (let column = 0; column < 64; column++) {
      sum += Math.abs((picture[row * 64 + column] ?? 0) - (picture[(row + 1) * 64 + column] ?? 0));
    }
  }
  return sum / (20 * 64);
}

/** Pictures a second, by their times. */
function rate(of: Played): number {
  const { times } = of.output();
  return (times.length - 1) / ((times.at(-1) ?? 0) - (times[0] ?? 0));
}

function distance(times: readonly number[]): number {
  return (times.at(-1) ?? 0) - (times.at(-2) ?? -Infinity);
}
