import { afterEach, expect, test } from '@jest/globals';
import { testChangedSound } from '../../../test/support/changed-sound';
import { codecs } from '../../../test/support/decode';
import { bitrate, media, muxed } from '../../../test/support/encoded';
import { playComponent, type Played } from '../../../test/support/play-component';
import { NOISE, testSoundEncoder, TONE } from '../../../test/support/sound-encoder';
import opus from '../src';

testSoundEncoder({ encoder: opus, caps: /^audio\/x-opus, .*channels=\(int\)2/, rate: 48_000 });

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

test('the bit rate is kept, and can change while it plays', async () => {
  played = await playComponent(opus, {
    properties: { bitrate: 32_000, 'bitrate-type': 'cbr', complexity: 1 },
    inputs: { default: NOISE },
  });
  const output = played.output();
  await output.have(60);
  const low = bitrate(output, 10);
  await played.set('bitrate', 128_000);
  const from = media(output).length;
  await output.have(output.buffers.length + 60);
  expect(low).toBeGreaterThan(30_000);
  expect(low).toBeLessThan(34_000);
  expect(bitrate(output, from + 20)).toBeGreaterThan(120_000);
  expect(bitrate(output, from + 20)).toBeLessThan(136_000);
});

test('one channel, short packets, and every muxer of Opus takes it', async () => {
  played = await playComponent(opus, {
    properties: { channels: 1, 'frame-size': '10', bitrate: 24_000 },
    inputs: { default: TONE },
  });
  const output = played.output();
  await output.have(30);
  expect(output.caps[0]?.text).toContain('channels=(int)1');
  expect(media(output)[5]?.duration).toBe(10_000_000n);
  for (const mux of ['oggmux', 'webmmux', 'mp4mux', 'mpegtsmux']) {
    expect(await muxed(output, codecs, { mux })).toContain('opus');
  }
});

testChangedSound(opus);
