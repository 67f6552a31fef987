import { afterEach, expect, test } from '@jest/globals';
import {
  playComponent,
  type Output,
  type Played,
  type PlayOptions,
} from '../../../test/support/play-component';
import { testChangedSound } from '../../../test/support/changed-sound';
import { restartsCleanly } from '../../../test/support/restarts';
import vorbis from '../src';

const TONE = 'audiotestsrc is-live=true wave=pink-noise ! audio/x-raw,format=S16LE,rate=44100,channels=1';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function encode(properties: PlayOptions['properties'] = {}, source = TONE): Promise<Output> {
  played = await playComponent(vorbis, { properties, inputs: { default: source } });
  return played.output();
}

test('a stream has the three headers of Vorbis, two channels, and sound at the rate of its source', async () => {
  const output = await encode();
  await output.have(20);
  expect(output.caps[0]?.text).toMatch(/^audio\/x-vorbis.*rate=\(int\)44100, channels=\(int\)2/);
  expect(output.caps[0]?.streamHeader.map((header) => header.toString('latin1', 1, 7))).toEqual([
    'vorbis',
    'vorbis',
    'vorbis',
  ]);
});

test('a low bit rate lowers the sample rate', async () => {
  const output = await encode({ bitrate: 24_000, channels: 1 });
  await output.have(20);
  expect(output.caps[0]?.text).toMatch(/rate=\(int\)24000, channels=\(int\)1/);
});

test('a high bit rate raises it', async () => {
  const output = await encode({ bitrate: 200_000, channels: 1 }, TONE.replace('44100', '8000'));
  await output.have(20);
  expect(output.caps[0]?.text).toMatch(/rate=\(int\)44100, channels=\(int\)1/);
});

test('the times of the stream have no gaps', async () => {
  const output = await encode();
  await output.have(40);
  const sound = output.buffers.filter((buffer) => !buffer.header);
  sound.slice(2).forEach((buffer, index) => {
    const before = sound[index + 1];
    const gap = Number((buffer.pts ?? 0n) - (before?.pts ?? 0n) - (before?.duration ?? 0n));
    expect(Math.abs(gap)).toBeLessThan(1_000_000);
  });
});

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(vorbis, { inputs: { default: TONE } });
});

testChangedSound(vorbis);
