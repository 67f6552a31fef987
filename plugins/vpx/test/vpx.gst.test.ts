import { afterEach, describe, expect, test } from '@jest/globals';
import { bitrate } from '../../../test/support/encoded';
import { playComponent, type Played } from '../../../test/support/play-component';
import { BARS, testVideoEncoder } from '../../../test/support/video-encoder';
import vp8 from '../src/vp8';
import vp9 from '../src/vp9';

const SNOW = BARS.replace('smpte75', 'snow');

describe.each([
  { encoder: vp8, caps: /^video\/x-vp8, / },
  { encoder: vp9, caps: /^video\/x-vp9, .*format=\(string\)4:2:0|^video\/x-vp9, profile=\(string\)0/ },
])('$encoder.spec.type', ({ encoder, caps }) => {
  testVideoEncoder({ encoder, caps, properties: { speed: 7, bitrate: 400_000 } });

  let played: Played | undefined;
  afterEach(async () => {
    await played?.stop();
    played = undefined;
  });

  test('a quality decides over the size, and a bit rate beside it is the most', async () => {
    // The first half second may take more than the rate: measured is what comes after it.
    const size = async (properties: object): Promise<number> => {
      await played?.stop();
      played = await playComponent(encoder, {
        properties: { speed: 7, ...properties },
        inputs: { default: SNOW },
      });
      const output = played.output();
      await output.have(55);
      return bitrate(output, 30);
    };
    const [poor, good] = [await size({ quality: 4 }), await size({ quality: 50 })];
    expect(good).toBeGreaterThan(2 * poor);
    expect(await size({ quality: 50, bitrate: 800_000 })).toBeLessThan(good / 2);
  });
});
