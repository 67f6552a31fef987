import { afterEach, expect, test } from '@jest/globals';
import type { ComponentDefinition, PropertyValues } from '@flumotion/core/plugin';
import { playComponent, type Played } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import decoders from '../src';
import { OGG, WEBM } from '../../../test/support/muxed-sources';

const [single, av] = decoders as [ComponentDefinition, ComponentDefinition];

/** Small, with keyframes all the time: something comes out soon. */
const SOON = `videotestsrc is-live=true ! video/x-raw,width=64,height=48,framerate=25/1,pixel-aspect-ratio=2/1 ! theoraenc keyframe-force=2 ! ${OGG}`;
const SOUND = 'audiotestsrc is-live=true samplesperbuffer=480 ! audio/x-raw,rate=48000,channels=1 ! opusenc';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

/** Caps of what comes out of a stream. */
async function capsOf(text: string, properties: PropertyValues): Promise<string> {
  played = await playComponent(single, { inputs: { default: text }, properties });
  await played.output().have(2);
  return played.output().caps[0]?.text ?? '';
}

test.each([
  [
    { width: 16, height: 16, framerate: [1, 1] },
    ['width=(int)16', 'height=(int)16', 'framerate=(fraction)1/1'],
  ],
  [{ width: 128 }, ['width=(int)128', 'height=(int)96', 'pixel-aspect-ratio=(fraction)2/1']],
  [{ 'is-square': true }, ['width=(int)128', 'height=(int)48', 'pixel-aspect-ratio=(fraction)1/1']],
  [
    { framerate: [240, 1] },
    ['width=(int)64', 'pixel-aspect-ratio=(fraction)2/1', 'framerate=(fraction)240/1'],
  ],
] as [PropertyValues, string[]][])('pictures as %j', async (properties, fields) => {
  const caps = await capsOf(SOON, { 'media-type': 'video', ...properties });
  for (const field of fields) expect(caps).toContain(field);
});

test.each([
  [{ samplerate: 4000, channels: 1 }, ['rate=(int)4000', 'channels=(int)1']],
  [{ samplerate: 192_000, channels: 8 }, ['rate=(int)192000', 'channels=(int)8']],
] as [PropertyValues, string[]][])('sound as %j', async (properties, fields) => {
  const caps = await capsOf(SOUND, { 'media-type': 'audio', ...properties });
  for (const field of fields) expect(caps).toContain(field);
});

test('a blacklist of something else than names of elements is refused', async () => {
  const properties = { 'media-type': 'video', blacklist: ['theoradec ! fakesink'] };
  played = await playComponent(single, { inputs: { default: SOON }, properties });
  expect(played.state.mood).toBe('sad');
  expect(played.state.messages[0]?.text).toMatch(/blacklist has "theoradec ! fakesink"/);
});

test('starts and stops 20 times without leaving anything', async () => {
  const pictures = `videotestsrc is-live=true ! video/x-raw,width=64,height=48,framerate=25/1 ! vp8enc deadline=1 keyframe-max-dist=1 ! queue ! m.`;
  const sound = 'audiotestsrc is-live=true samplesperbuffer=441 ! audioconvert ! vorbisenc ! queue ! m.';
  await restartsCleanly(av, {
    inputs: { default: `${WEBM} min-cluster-duration=0 name=m ${pictures} ${sound} m. ! queue` },
  });
});
