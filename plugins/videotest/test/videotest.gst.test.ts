import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, test } from '@jest/globals';
import { luma } from '../../../test/support/media-content';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import videotest from '../src';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(options: PlayOptions = {}): Promise<Played> {
  played = await playComponent(videotest, options);
  return played;
}

const size = { width: 64, height: 48 };
const light = (picture: Buffer): number => luma(picture, size.width, size.height);

test('the defaults give 320x240 pictures, 25 a second, with square pixels', async () => {
  const output = (await play()).output();
  await output.have(5);
  expect(output.caps[0]?.text).toMatch(/format=\(string\)I420, width=\(int\)320, height=\(int\)240/);
  expect(output.caps[0]?.text).toMatch(/framerate=\(fraction\)25\/1.*pixel-aspect-ratio=\(fraction\)1\/1/);
});

test('every pattern that the element has has a name to be chosen by', () => {
  const { labels } = videotest.spec.properties?.['pattern'] as { labels: Readonly<Record<number, string>> };
  const known = execFileSync('gst-inspect-1.0', ['videotestsrc'], { encoding: 'utf8' });
  const [, patterns = ''] = /\n {2}pattern +:([^]*?)\n {2}\w/.exec(known) ?? [];
  const numbers = [...patterns.matchAll(/\((\d+)\): /g)].map(([, number]) => number);
  expect(numbers.length).toBeGreaterThan(20);
  expect(Object.keys(labels)).toEqual(numbers);
  expect(labels[18]).toBe('moving ball');
  expect(patterns).toContain('(18): ball');
});

test('every property of the picture is obeyed', async () => {
  const properties = {
    width: 100,
    height: 50,
    framerate: [10, 1] as const,
    'pixel-aspect-ratio': [16, 15] as const,
    format: 'video/x-raw-rgb',
  };
  const output = (await play({ properties })).output();
  await output.have(2);
  expect(output.caps[0]?.text).toMatch(/format=\(string\)RGB, width=\(int\)100, height=\(int\)50/);
  expect(output.caps[0]?.text).toMatch(/framerate=\(fraction\)10\/1.*pixel-aspect-ratio=\(fraction\)16\/15/);
});

test('the pattern can change while it plays', async () => {
  const { output } = { output: (await play({ properties: { ...size, pattern: 2 } })).output() };
  await output.have(3);
  expect(light((output.buffers[2] as { data: Buffer }).data)).toBeCloseTo(16, 0);
  await played?.set('pattern', 3);
  await waitUntil('the picture is white', () => light(output.buffers.at(-1)?.data ?? Buffer.alloc(0)) > 230);
});

describe('a producer that starts when its flow has been running for long', () => {
  test.each([
    ['25/1', [25, 1], 0.04],
    ['30000/1001', [30_000, 1001], 1001 / 30_000],
  ] as const)('joins in at the running time, at %s', async (_, framerate, step) => {
    const { output, now } = await (async () => {
      const component = await play({ past: 100, properties: { ...size, framerate } });
      return { output: component.output(), now: () => component.now() };
    })();
    await output.have(20);
    const { times } = output;
    expect(times[0]).toBeGreaterThanOrEqual(100);
    expect(times[0]).toBeLessThan(now() - 19 * step + 0.1);
    times.forEach((time, index) => {
      expect(time - (times[0] as number)).toBeCloseTo(index * step, 5);
    });
    expect((times[0] as number) / step).toBeCloseTo(Math.round((times[0] as number) / step), 3);
  });
});

test('the flash comes on every whole second of the running time', async () => {
  const output = (await play({ past: 10.3, properties: { ...size, flash: true } })).output();
  const flashes = (): readonly number[] =>
    output.times.filter((_, index) => {
      const [before, after] = [output.buffers[index - 1], output.buffers[index]];
      return before && after && light(after.data) - light(before.data) > 100;
    });
  await waitUntil('two flashes', () => flashes().length >= 2, 10_000);
  for (const time of flashes()) expect(time).toBeCloseTo(Math.round(time), 3);
});

test('the time can be written on the picture', async () => {
  const plain = { width: 320, height: 240, pattern: 2 };
  const output = (await play({ properties: { ...plain, 'overlay-timestamps': true } })).output();
  await output.have(2);
  expect(luma((output.buffers[1] as { data: Buffer }).data, 320, 240)).toBeGreaterThan(16.3);
});

test('pictures can be left out', async () => {
  const output = (await play({ properties: { ...size, 'drop-probability': 0.5 } })).output();
  // Of 60 pictures hardly ever fewer than ten gaps.
  await output.have(60);
  const gaps = output.times.filter(
    (time, index) => index > 0 && time - (output.times[index - 1] ?? 0) > 0.05,
  );
  expect(gaps.length).toBeGreaterThan(5);
});

test('it starts and stops without a trace', async () => {
  await restartsCleanly(videotest, { properties: size });
});
