import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { defineComponent } from '@flumotion/core/plugin';
import { pictures } from '../../../test/support/decode';
import { playComponent, type Output, type Played } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import keyunits from '../src';

const PICTURE =
  'videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=64,height=48,framerate=20/1';

/** An encoder that places no keyframe by itself. */
const encoder = (type: string, text: string) =>
  defineComponent({
    type,
    kind: 'encoder',
    description: 'Encodes, with keyframes only where they are asked for.',
    eaters: { default: { caps: 'video/x-raw' } },
    feeders: { default: { caps: 'ANY' } },
    pipeline: text,
  });
const ENCODERS = [
  encoder(
    'lazy-theora',
    'videoconvert ! theoraenc keyframe-auto=false keyframe-force=32768 keyframe-freq=32768',
  ),
  encoder('lazy-vp8', 'videoconvert ! vp8enc deadline=1 keyframe-mode=disabled keyframe-max-dist=100000'),
];

const OGG = defineComponent({
  type: 'ogg',
  kind: 'converter',
  description: 'Puts one stream into Ogg.',
  eaters: { default: { caps: 'video/x-theora' } },
  feeders: { default: { caps: 'application/ogg' } },
  pipeline: 'oggmux max-delay=100000000 max-page-delay=100000000',
});

const running: Played[] = [];
afterEach(async () => {
  for (const played of running.splice(0).reverse()) await played.stop();
});

async function chain(
  encoding: (typeof ENCODERS)[number],
  interval: number,
): Promise<{ scheduler: Played; encoded: Output }> {
  const scheduler = await playComponent(keyunits, { properties: { interval }, inputs: { default: PICTURE } });
  running.push(scheduler);
  const last = await playComponent(encoding, { inputs: { default: scheduler } });
  running.push(last);
  return { scheduler, encoded: last.output() };
}

/** Times of keyframes; the first ones are those that each new reader of a feed asks for. */
function keyframes(output: Output, since: number): readonly number[] {
  return output.buffers
    .filter((buffer) => !buffer.delta && !buffer.header)
    .map((buffer) => Number(buffer.pts ?? 0n) / 1e9)
    .filter((time) => time >= since);
}

/** Whether the time is that of the first picture of a multiple of the interval, in seconds. */
function onGrid(time: number, interval: number): boolean {
  const over = time - Math.floor(time / interval + 1e-6) * interval;
  return over < 0.05 + 1e-6;
}

test.each(ENCODERS)(
  '$spec.type in another job has keyframes at the interval, and only there',
  async (one) => {
    expect(checkComponent(one)).toEqual([]);
    const { encoded } = await chain(one, 400);
    // Headers have no time.
    await waitUntil('a picture', () => encoded.times.some((time) => time > 0));
    const begin = encoded.times.find((time) => time > 0) ?? NaN;
    const since = Math.ceil((begin + 1) / 0.4) * 0.4;
    await waitUntil('five keyframes', () => keyframes(encoded, since).length >= 5, 20_000);
    const times = keyframes(encoded, since);
    for (const time of times) expect([time, onGrid(time, 0.4)]).toEqual([time, true]);
    for (const [index, time] of times.slice(1).entries()) {
      expect(Math.abs(time - (times[index] as number) - 0.4)).toBeLessThan(0.051);
    }
  },
);

test('the interval can be changed while it runs', async () => {
  const { scheduler, encoded } = await chain(ENCODERS[0] as (typeof ENCODERS)[number], 3_600_000);
  await encoded.have(30);
  // Requests go a second ahead; what is nearer may come too late where the machine stands still for a moment.
  const since = (encoded.times.at(-1) as number) + 1;
  await scheduler.set('interval', 200);
  await waitUntil('five keyframes', () => keyframes(encoded, since).length >= 5, 20_000);
  for (const time of keyframes(encoded, since)) expect([time, onGrid(time, 0.2)]).toEqual([time, true]);
});

test('the requests do no harm to a muxer and a player behind the encoder', async () => {
  await chain(ENCODERS[0] as (typeof ENCODERS)[number], 200);
  const muxer = await playComponent(OGG, { inputs: { default: running[1] as Played } });
  running.push(muxer);
  const muxed = muxer.output();
  await waitUntil('three seconds of Ogg', () => (muxed.times.at(-1) ?? 0) > 3, 15_000);
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-keyunits-'));
  try {
    const file = join(folder, 'stream.ogg');
    writeFileSync(file, Buffer.concat([...(muxed.caps[0]?.streamHeader ?? []), muxed.bytes()]));
    const times = (await pictures(file, { width: 16, height: 12 })).map(({ time }) => time);
    expect(times.length).toBeGreaterThan(20);
    for (const [index, time] of times.slice(1).entries()) {
      expect(time - (times[index] as number)).toBeCloseTo(0.05, 2);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the pictures pass unchanged', async () => {
  const played = await playComponent(keyunits, { inputs: { default: PICTURE } });
  running.push(played);
  const output = played.output();
  await output.have(10);
  expect(output.buffers[3]?.data.length).toBe((64 * 48 * 3) / 2);
  const steps = output.times.slice(1).map((time, index) => time - (output.times[index] as number));
  for (const step of steps) expect(step).toBeCloseTo(0.05, 3);
});

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(keyunits, { inputs: { default: PICTURE }, properties: { interval: 100 } });
});
