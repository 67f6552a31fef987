import { afterEach, expect, test } from '@jest/globals';
import {
  bitrate,
  crossGap,
  decodedPictures,
  meanDifference,
  media,
  testPicture,
} from '../../../test/support/encoded';
import { playComponent, type Played } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { BARS } from '../../../test/support/video-encoder';
import jpeg from '../src';

const [WIDTH, HEIGHT] = [160, 120];
const SNOW = BARS.replace('smpte75', 'snow');

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function encode(properties: object, source = BARS): Promise<Played> {
  played = await playComponent(jpeg, { properties: { ...properties }, inputs: { default: source } });
  return played;
}

test('each picture is that of the source and needs no other', async () => {
  const output = (await encode({ quality: 95 }, BARS.replace('I420', 'RGBx'))).output();
  await output.have(12);
  expect(output.caps[0]?.text).toMatch(/^image\/jpeg, .*width=\(int\)160, height=\(int\)120/);
  expect(output.buffers.filter(({ delta }) => delta)).toEqual([]);
  const shown = await decodedPictures(output, { width: WIDTH, height: HEIGHT });
  expect(shown.length).toBeGreaterThanOrEqual(12);
  const source = await testPicture('smpte75', WIDTH, HEIGHT);
  for (const { pixels } of shown) expect(meanDifference(pixels, source)).toBeLessThan(3);
});

test.each([
  [5, [5, 1]],
  [50, [50, 1]],
  [12.5, [25, 2]],
])('%d pictures a second come when they are asked for', async (rate, framerate) => {
  const output = (await encode({ framerate })).output();
  await output.have(8);
  expect(output.caps[0]?.text).toContain(`framerate=(fraction)${framerate.join('/')}`);
  const times = output.times.slice(0, 8);
  expect(((times[7] ?? 0) - (times[0] ?? 0)) / 7).toBeCloseTo(1 / rate, 3);
});

test('the quality decides over the size, and can change while it plays', async () => {
  const output = (await encode({ quality: 10 }, SNOW)).output();
  await output.have(10);
  const poor = bitrate(output, 2);
  await played?.set('quality', 90);
  const from = media(output).length;
  await output.have(from + 12);
  expect(bitrate(output, from + 2)).toBeGreaterThan(2 * poor);
});

test.each([{}, { framerate: [50, 1] }])(
  'a feed that is lost and comes back leaves a gap: %j',
  async (properties) => {
    const gap = await crossGap(await encode(properties));
    // Less than two seconds are filled at a rate of its own.
    expect(gap).toBeGreaterThan('framerate' in properties ? -0.001 : 0.4);
  },
);

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(jpeg, { inputs: { default: BARS } });
});
