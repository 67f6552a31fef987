import { afterEach, expect, test } from '@jest/globals';
import { codecs } from '../../../test/support/decode';
import { bitrate, media, muxed } from '../../../test/support/encoded';
import { playComponent, type Played } from '../../../test/support/play-component';
import { NOISE, testSoundEncoder, TONE } from '../../../test/support/sound-encoder';
import aac from '../src';

testSoundEncoder({
  encoder: aac,
  caps: /^audio\/mpeg, .*mpegversion=\(int\)4.*stream-format=\(string\)raw.*codec_data/,
  rate: 44_100,
});

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

test('bit rate, channels and sample rate are those asked for; the stat says what encodes', async () => {
  played = await playComponent(aac, {
    properties: { bitrate: 64_000, channels: 1, samplerate: 48_000 },
    inputs: { default: NOISE },
  });
  const output = played.output();
  await output.have(60);
  expect(bitrate(output, 15)).toBeGreaterThan(50_000);
  expect(bitrate(output, 15)).toBeLessThan(76_000);
  expect(output.caps[0]?.text).toMatch(/rate=\(int\)48000/);
  expect(output.caps[0]?.text).toMatch(/channels=\(int\)1/);
  expect(['fdkaacenc', 'avenc_aac', 'voaacenc']).toContain(played.state.stats['encoder']);
});

test('every muxer of AAC takes it', async () => {
  played = await playComponent(aac, { inputs: { default: TONE } });
  const output = played.output();
  await output.have(20);
  expect(media(output).length).toBeGreaterThan(10);
  for (const mux of ['mpegtsmux', 'mp4mux', 'flvmux', 'matroskamux']) {
    expect(await muxed(output, codecs, { mux })).toContain('aac');
  }
});
