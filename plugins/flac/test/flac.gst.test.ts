import { afterEach, expect, test } from '@jest/globals';
import { testChangedSound } from '../../../test/support/changed-sound';
import { codecs, sound } from '../../../test/support/decode';
import { muxed } from '../../../test/support/encoded';
import { playComponent, type Played } from '../../../test/support/play-component';
import { testSoundEncoder, TONE } from '../../../test/support/sound-encoder';
import flac from '../src';

testSoundEncoder({
  encoder: flac,
  caps: /^audio\/x-flac, .*channels=\(int\)2.*rate=\(int\)44100/,
  rate: 44_100,
});

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

test('nothing is lost: each sample is that of the source', async () => {
  played = await playComponent(flac, {
    properties: { quality: 8, channels: 1, samplerate: 16_000 },
    inputs: {
      default:
        'audiotestsrc is-live=true wave=square volume=0.25 freq=100 ! audio/x-raw,format=S16LE,rate=16000,channels=1',
    },
  });
  const output = played.output();
  await output.have(5);
  const { samples, rate } = await muxed(output, sound);
  expect(rate).toBe(16_000);
  expect(samples.length).toBeGreaterThan(5000);
  // Ticks of the resampler at the very beginning aside, a square has two values.
  const values = new Set([...samples.subarray(100)].map((sample) => Math.abs(Math.round(sample * 32_768))));
  expect([...values]).toEqual([8191]);
});

test('every muxer of FLAC takes it', async () => {
  played = await playComponent(flac, { properties: { depth: '24' }, inputs: { default: TONE } });
  const output = played.output();
  await output.have(8);
  for (const mux of ['matroskamux', 'oggmux']) expect(await muxed(output, codecs, { mux })).toContain('flac');
});

testChangedSound(flac);
