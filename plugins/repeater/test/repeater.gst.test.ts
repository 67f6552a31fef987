import { afterEach, expect, test } from '@jest/globals';
import { luma } from '../../../test/support/media-content';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import repeater from '../src';

const WHITE =
  'videotestsrc is-live=true pattern=white ! video/x-raw,format=I420,width=64,height=48,framerate=50/1';
const THEORA = `${WHITE} ! theoraenc`;

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(source: string, properties: PlayOptions['properties'] = {}): Promise<Played> {
  played = await playComponent(repeater, { properties, inputs: { default: source } });
  return played;
}

test('raw pictures come through whole, with their times', async () => {
  const output = (await play(WHITE)).output();
  await output.have(10);
  expect(output.caps[0]?.text).toContain('width=(int)64');
  expect(luma(output.buffers[5]?.data ?? Buffer.alloc(0), 64, 48)).toBeGreaterThan(230);
  const steps = output.times.slice(1).map((time, index) => time - (output.times[index] as number));
  for (const step of steps) expect(step).toBeCloseTo(0.02, 3);
});

test('an encoded stream keeps its headers', async () => {
  const output = (await play(THEORA)).output();
  await output.have(10);
  expect(output.caps[0]?.streamHeader.map((header) => header.toString('latin1', 1, 7))).toEqual([
    'theora',
    'theora',
    'theora',
  ]);
});

test('a share is left out, which can be changed while it runs', async () => {
  const component = await play(WHITE, { 'drop-probability': 0.5 });
  const output = component.output();
  await output.have(80);
  const span = (output.times.at(-1) as number) - (output.times[0] as number);
  const share = output.buffers.length / (span / 0.02 + 1);
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.8);

  await component.set('drop-probability', 0);
  const whole = (): boolean => {
    const last = output.times.slice(-26);
    return last.slice(1).every((time, index) => Math.abs(time - (last[index] as number) - 0.02) < 0.001);
  };
  await waitUntil('half a second without a gap', whole);

  await component.set('drop-probability', 1);
  let [seen, since] = [-1, 0];
  await waitUntil('a second without a picture', () => {
    if (output.buffers.length !== seen) [seen, since] = [output.buffers.length, component.now()];
    return component.now() - since > 1;
  });
});

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(repeater, { inputs: { default: WHITE } });
});
