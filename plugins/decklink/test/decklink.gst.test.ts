import { afterEach, expect, test } from '@jest/globals';
import { luma, pitch, samples } from '../../../test/support/media-content';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import decklink from '../src';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(properties: PlayOptions['properties'], past = 0): Promise<Played> {
  played = await playComponent(decklink, { properties, past });
  return played;
}

/** No card is here: a test picture and tone stand for it. */
const STAND_IN = { source: 'test', width: 160, height: 120, framerate: [10, 1] as const };

test('picture and sound come as asked for, on the time of the flow', async () => {
  const component = await play(STAND_IN, 60);
  const [video, audio] = [component.output('video'), component.output('audio')];
  await video.have(5);
  await audio.have(20);
  for (const part of ['I420', 'width=(int)160', 'height=(int)120', 'framerate=(fraction)10/1']) {
    expect(video.caps[0]?.text).toContain(part);
  }
  expect(luma(video.buffers[2]?.data ?? Buffer.alloc(0), 160, 120)).toBeGreaterThan(60);
  expect(pitch(samples(audio.bytes(), 2), 48_000)).toBeCloseTo(440, -1);
  for (const output of [video, audio]) {
    await component.keepsUp(output);
  }
});

test('without a card it is sad, with advice', async () => {
  const component = await play({ mode: '1080i50', 'video-connection': 'sdi', channels: '8' });
  await waitUntil('a sad component', () => component.state.mood === 'sad');
  expect(component.state.messages).toContainEqual(
    expect.objectContaining({ id: 'no-card', advice: expect.stringContaining('Desktop Video') }),
  );
});

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(decklink, { properties: STAND_IN });
});
