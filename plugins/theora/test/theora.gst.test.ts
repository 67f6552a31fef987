import { afterEach, expect, test } from '@jest/globals';
import {
  playComponent,
  type Output,
  type Played,
  type PlayOptions,
} from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import theora from '../src';

const SNOW =
  'videotestsrc is-live=true pattern=snow ! video/x-raw,format=I420,width=160,height=120,framerate=25/1';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function encode(properties: PlayOptions['properties'] = {}, source = SNOW): Promise<Output> {
  played = await playComponent(theora, { properties, inputs: { default: source } });
  return played.output();
}

/** Bits a second of the buffers from one index on. */
function rate(output: Output, from: number): number {
  const buffers = output.buffers.slice(from).filter((buffer) => !buffer.header);
  const bytes = buffers.reduce((sum, buffer) => sum + buffer.data.length, 0);
  return (bytes * 8) / (buffers.length / 25);
}

test('a stream has the three headers of Theora, pictures and key frames where they were asked for', async () => {
  const output = await encode({ 'keyframe-maxdistance': 5, speed: 3 });
  await output.have(30);
  expect(output.caps[0]?.text).toMatch(/^video\/x-theora.*width=\(int\)160, height=\(int\)120/);
  expect(output.caps[0]?.streamHeader.map((header) => header.toString('latin1', 1, 7))).toEqual([
    'theora',
    'theora',
    'theora',
  ]);
  const pictures = output.buffers.filter((buffer) => !buffer.header && buffer.data.length > 0);
  const keys = pictures.flatMap((buffer, index) => (buffer.delta ? [] : [index]));
  expect(keys.length).toBeGreaterThan(3);
  keys.slice(1).forEach((key, index) => expect(key - (keys[index] ?? 0)).toBeLessThanOrEqual(5));
});

test('the bit rate is kept, and can change while it plays', async () => {
  const output = await encode({ bitrate: 100_000, speed: 3 });
  await output.have(60);
  expect(rate(output, 10)).toBeLessThan(200_000);
  await played?.set('bitrate', 1_000_000);
  const from = output.buffers.length;
  await output.have(from + 60);
  expect(rate(output, from + 10)).toBeGreaterThan(300_000);
});

test('the quality decides over the size', async () => {
  const size = async (quality: number): Promise<number> => {
    const output = await encode({ quality, speed: 3 });
    await output.have(15);
    const bits = rate(output, 3);
    await played?.stop();
    return bits;
  };
  const [poor, good] = [await size(4), await size(50)];
  played = undefined;
  expect(good).toBeGreaterThan(2 * poor);
});

test('pictures of other formats are converted', async () => {
  const output = await encode({}, SNOW.replace('I420', 'YUY2'));
  await waitUntil('a picture', () => output.buffers.length > 3);
  expect(output.caps[0]?.mediaType).toBe('video/x-theora');
});

test('it starts and stops without a trace', async () => {
  await restartsCleanly(theora, { inputs: { default: SNOW } });
});
