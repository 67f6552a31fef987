import { afterEach, expect, test } from '@jest/globals';
import { testChangedSound } from '../../../test/support/changed-sound';
import { codecs } from '../../../test/support/decode';
import { bitrate, muxed } from '../../../test/support/encoded';
import { playComponent, type Played } from '../../../test/support/play-component';
import { NOISE, testSoundEncoder } from '../../../test/support/sound-encoder';
import speex from '../src';

testSoundEncoder({
  encoder: speex,
  caps: /^audio\/x-speex, .*rate=\(int\)16000/,
  rate: 16_000,
  mux: 'oggmux',
});

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

test.each([
  [4000, 8000],
  [11_000, 16_000],
  [40_000, 32_000],
])('%d bit/s are kept, at %d Hz; and Ogg takes it', async (wanted, rate) => {
  played = await playComponent(speex, { properties: { bitrate: wanted }, inputs: { default: NOISE } });
  const output = played.output();
  await output.have(40);
  expect(output.caps[0]?.text).toContain(`rate=(int)${rate}`);
  const kept = bitrate(output, 5);
  expect(kept).toBeLessThan(wanted * 1.1);
  expect(kept).toBeGreaterThan(wanted * 0.6);
  expect(await muxed(output, codecs, { mux: 'oggmux' })).toEqual(['speex']);
});

testChangedSound(speex);
