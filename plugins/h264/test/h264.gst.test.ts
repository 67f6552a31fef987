import { afterEach, expect, test } from '@jest/globals';
import { defineComponent } from '@flumotion/core/plugin';
import { codecs, intervals, pictures } from '../../../test/support/decode';
import { media, muxed, written } from '../../../test/support/encoded';
import { playComponent, type Output, type Played } from '../../../test/support/play-component';
import { BARS, testEvenSizes, testVideoEncoder } from '../../../test/support/video-encoder';
import { waitUntil } from '../../../test/support/wait-until';
import h264 from '../src';

const SOFTWARE = { implementation: 'software', preset: 'ultrafast' };

const MUXER = defineComponent({
  type: 'test-muxer',
  kind: 'muxer',
  description: 'Muxes what it gets as MPEG-TS.',
  eaters: { default: { caps: 'video/x-h264' } },
  feeders: { default: { caps: 'video/mpegts' } },
  pipeline: 'h264parse ! mpegtsmux',
});

testVideoEncoder({
  encoder: h264,
  caps: /^video\/x-h264.*stream-format=\(string\)byte-stream, alignment=\(string\)au/,
  properties: SOFTWARE,
  through: 'h264parse',
});

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function encode(properties: object): Promise<Output> {
  played = await playComponent(h264, { properties: { ...properties }, inputs: { default: BARS } });
  await played.output().have(15);
  return played.output();
}

/** Kinds of the NAL units of a buffer: 7 and 8 are settings, 5 is a key frame. */
function units(data: Buffer): number[] {
  return [...data.toString('latin1').matchAll(/\0\0\x01([^])/g)].map(
    (hit) => (hit[1]?.charCodeAt(0) ?? 0) & 31,
  );
}

test('its settings stand once before every key frame, and every muxer takes it', async () => {
  const output = await encode({
    ...SOFTWARE,
    preset: 'superfast',
    'keyframe-maxdistance': 4,
    profile: 'main',
  });
  expect(output.caps[0]?.text).toContain('profile=(string)main');
  const keys = media(output).filter(({ delta }) => !delta);
  expect(keys.length).toBeGreaterThan(2);
  for (const { data } of keys) expect(units(data).slice(0, 4)).toEqual([9, 7, 8, expect.any(Number)]);
  for (const mux of ['mpegtsmux', 'h264parse ! mp4mux', 'h264parse ! flvmux', 'h264parse ! matroskamux']) {
    expect(await muxed(output, codecs, { mux })).toContain('h264');
  }
});

test('without hardware software does it, and says so', async () => {
  await encode({ preset: 'ultrafast' });
  expect(played?.state.stats).toEqual({ encoder: 'x264enc' });
  expect(played?.state.messages).toMatchObject([{ level: 'info', id: 'software-encoder' }]);
  expect(played?.state.mood).toBe('happy');
});

test('with B-frames pictures come in the order of decoding, and players show them in that of the source', async () => {
  played = await playComponent(h264, {
    properties: { ...SOFTWARE, preset: 'superfast', tune: 'none', bframes: 2, 'keyframe-maxdistance': 8 },
    inputs: { default: BARS },
  });
  const muxing = await playComponent(MUXER, { inputs: { default: played } });
  try {
    const span = (): number => {
      const times = muxing.output().times.filter((time) => time >= 0);
      return (times.at(-1) ?? 0) - (times[0] ?? 0);
    };
    await waitUntil('muxed pictures of a second and a half', () => span() > 1.5, 15_000);
    const { times } = played.output();
    expect([...times].sort((a, b) => a - b)).not.toEqual(times);
    const stream = Buffer.concat(muxing.output().buffers.map(({ data }) => data));
    const shown = await written(stream, (file) => pictures(file, { width: 160, height: 120 }));
    expect(shown.length).toBeGreaterThan(15);
    // What refers to pictures before the first key frame is not shown.
    const steps = intervals(shown).map((interval) => Math.round(interval * 1000));
    expect(Math.min(...steps)).toBeGreaterThan(0);
    expect(steps.filter((step) => step === 40).length).toBeGreaterThan(10);
  } finally {
    await muxing.stop();
  }
});

testEvenSizes(h264, SOFTWARE);
