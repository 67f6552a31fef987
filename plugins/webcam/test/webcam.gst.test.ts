import { afterEach, expect, test } from '@jest/globals';
import { luma } from '../../../test/support/media-content';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import webcam from '../src';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(properties: PlayOptions['properties'], past = 0): Promise<Played> {
  played = await playComponent(webcam, { properties, past });
  return played;
}

/** No camera is here: a test picture stands for it. */
const STAND_IN = { 'element-factory': 'videotestsrc', width: 160, height: 120, framerate: [10, 1] as const };

test.each(['video/x-raw', 'image/jpeg'])(
  '%s becomes pictures as asked for, on the time of the flow',
  async (mime) => {
    const component = await play({ ...STAND_IN, mime }, 80);
    const output = component.output();
    await output.have(5);
    for (const part of ['I420', 'width=(int)160', 'height=(int)120', 'framerate=(fraction)10/1']) {
      expect(output.caps[0]?.text).toContain(part);
    }
    expect(luma(output.buffers[2]?.data ?? Buffer.alloc(0), 160, 120)).toBeGreaterThan(60);
    await component.keepsUp(output);
  },
);

test('the colours change while it runs', async () => {
  const component = await play({ ...STAND_IN, brightness: 50 });
  const output = component.output();
  const shade = (): number => luma(output.buffers.at(-1)?.data ?? Buffer.alloc(0), 160, 120);
  await output.have(3);
  const usual = shade();
  await component.set('brightness', 100);
  await waitUntil('a brighter picture', () => shade() > usual + 50);
  await component.set('brightness', 0);
  await waitUntil('a darker picture', () => shade() < usual - 50);
  await component.set('brightness', 50);
  await component.set('contrast', 0);
  await waitUntil('a flat picture', () => {
    const picture = output.buffers.at(-1)?.data ?? Buffer.alloc(0);
    const side = (x: number): number => luma(picture, 160, 120, { x, y: 0, width: 10, height: 40 });
    return Math.abs(side(0) - side(100)) < 3;
  });
});

test.each(['/dev/video4711', '/dev/null'])(
  'without a camera at %s it is sad, with advice',
  async (device) => {
    const component = await play({ device });
    await waitUntil('a sad component', () => component.state.mood === 'sad');
    const errors = component.state.messages.filter(({ level }) => level === 'error');
    expect(errors).toEqual([expect.objectContaining({ id: 'no-camera', advice: expect.any(String) })]);
  },
);

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(webcam, { properties: STAND_IN });
});
