import { afterEach, expect, test } from '@jest/globals';
import { codecs } from '../../../test/support/decode';
import { bitrate, media, muxed } from '../../../test/support/encoded';
import { playComponent, type Played } from '../../../test/support/play-component';
import { NOISE, testSoundEncoder } from '../../../test/support/sound-encoder';
import mp3 from '../src';

testSoundEncoder({
  encoder: mp3,
  caps: /^audio\/mpeg, mpegversion=\(int\)1.*layer=\(int\)3.*rate=\(int\)44100, channels=\(int\)2/,
  rate: 44_100,
});

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function encode(properties: object): Promise<Played> {
  await played?.stop();
  played = await playComponent(mp3, { properties: { ...properties }, inputs: { default: NOISE } });
  await played.output().have(25);
  return played;
}

test.each([
  [{ bitrate: 32_000, samplerate: 44_100, channels: 1 }, 32_000],
  [{ bitrate: 8000, samplerate: 16_000, channels: 1 }, 8000],
])('%j has frames of that bit rate and sample rate', async (properties, rate) => {
  const output = (await encode(properties)).output();
  expect(bitrate(output, 3)).toBeGreaterThan(rate * 0.97);
  expect(bitrate(output, 3)).toBeLessThan(rate * 1.03);
  expect(output.caps[0]?.text).toContain(`rate=(int)${properties.samplerate}`);
});

test('a quality decides over the size', async () => {
  const good = bitrate((await encode({ quality: 0 })).output(), 5);
  const poor = bitrate((await encode({ quality: 9 })).output(), 5);
  expect(good).toBeGreaterThan(1.5 * poor);
});

test('every muxer of MP3 takes it', async () => {
  const output = (await encode({})).output();
  expect(media(output).length).toBeGreaterThan(15);
  for (const mux of ['mpegtsmux', 'mp4mux', 'flvmux', 'matroskamux']) {
    expect(await muxed(output, codecs, { mux })).toContain('mp3');
  }
});
