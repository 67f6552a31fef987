import { afterEach, expect, test } from '@jest/globals';
import { defineComponent } from '@flumotion/core/plugin';
import { luma, type Region } from '../../../test/support/media-content';
import { playComponent, type Output, type Played } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import composite from '../src';

const [WIDTH, HEIGHT] = [160, 120];
const picture = (pattern: string, width: number, height: number): string =>
  `videotestsrc is-live=true pattern=${pattern} ! video/x-raw,format=I420,width=${String(width)},height=${String(height)},framerate=20/1`;
const GRAY = 'videotestsrc is-live=true pattern=solid-color foreground-color=0xff808080';
const SIZE = { width: WIDTH, height: HEIGHT, framerate: [20, 1] as const };

const running: Played[] = [];
afterEach(async () => {
  for (const played of running.splice(0).reverse()) await played.stop();
});

async function play(
  properties: Record<string, unknown>,
  inputs: Readonly<Record<string, string | Played>>,
): Promise<Played> {
  const played = await playComponent(composite, { properties: { ...SIZE, ...properties }, inputs });
  running.push(played);
  return played;
}

function shade(output: Output, region: Region): number {
  return luma(output.buffers.at(-1)?.data ?? Buffer.alloc(0), WIDTH, HEIGHT, region);
}

const CORNER = { x: 100, y: 80, width: 30, height: 20 };
const REST = { x: 10, y: 10, width: 60, height: 60 };
const WHITE_CORNER = {
  'feeder-alias': 'small',
  'position-left': 96,
  'position-top': 76,
  'z-order': 5,
};
const INPUTS = {
  'default:big': `${GRAY} ! video/x-raw,format=I420,width=160,height=120,framerate=20/1`,
  'default:small': picture('white', 40, 30),
};
/** An alias is written `eater:alias` here, and by its whole in a place. */
const at = (place: object): object => ({ ...WHITE_CORNER, 'feeder-alias': 'default:small', ...place });

test('inputs lie at their places, in their order, as solid as asked for; all of it live', async () => {
  const component = await play({ input: [at({})] }, INPUTS);
  const output = component.output();
  await waitUntil('both pictures', () => shade(output, CORNER) > 225 && shade(output, REST) > 110, 15_000);
  expect(shade(output, REST)).toBeLessThan(140);
  expect(output.caps.at(-1)?.text).toContain('format=(string)I420');

  await component.set('input', [at({ alpha: 0.5 })] as never);
  await waitUntil('half of it', () => shade(output, CORNER) > 160 && shade(output, CORNER) < 200);

  await component.set('input', [
    at({ 'z-order': 0 }),
    { 'feeder-alias': 'default:big', 'z-order': 1 },
  ] as never);
  await waitUntil('the small one behind the big one', () => shade(output, CORNER) < 140);

  await component.set('input', [
    at({ 'position-left': 0, 'position-top': 0, width: 80, height: 80 }),
  ] as never);
  await waitUntil('the small one elsewhere, and larger', () => shade(output, REST) > 225);
  expect(shade(output, CORNER)).toBeLessThan(140);
  await waitUntil('both counted', () => component.state.stats['inputs'] === 2);
});

test('the times are those of the flow, without gaps', async () => {
  const component = await play({ input: [at({})] }, INPUTS);
  const output = component.output();
  await output.have(20);
  expect(output.caps.at(-1)?.text).toContain('framerate=(fraction)20/1');
  const steps = output.times.slice(1).map((time, index) => time - (output.times[index] as number));
  for (const step of steps) expect(step).toBeCloseTo(0.05, 3);
  await component.keepsUp(output, 2);
});

const CAMERA = defineComponent({
  type: 'white-camera',
  kind: 'producer',
  description: 'A camera that may be switched off.',
  feeders: { default: { caps: 'video/x-raw' } },
  pipeline: picture('white', 40, 30),
});

test('an input that is lost does not stall the picture, and one that comes late joins it', async () => {
  const camera = await playComponent(CAMERA);
  const inputs = { 'default:big': INPUTS['default:big'], 'default:small': camera };
  const component = await play({ input: [at({})], hold: 1 }, inputs);
  const output = component.output();
  await waitUntil('both pictures', () => shade(output, CORNER) > 225, 15_000);
  await camera.stop();
  await waitUntil('the corner without the camera', () => shade(output, CORNER) < 140, 15_000);
  const before = output.buffers.length;
  await output.have(before + 20);
  const times = output.times.slice(before);
  for (const [index, time] of times.slice(1).entries()) {
    expect(time - (times[index] as number)).toBeCloseTo(0.05, 3);
  }
  await waitUntil('a message', () => component.state.messages.some(({ id }) => /small/.test(id)), 10_000);
  expect(component.state.mood).toBe('happy');
});

test('without a rate of its own it takes that of the fastest input, and keeps it when a faster one comes', async () => {
  const slow = picture('white', 40, 30).replace('20/1', '5/1');
  const at = (rate: string): string => slow.replace('5/1', rate);
  const inputs = { 'default:slow': slow, 'default:quick': at('10/1'), 'default:late': '' };
  const component = await play({ framerate: undefined }, inputs);
  const output = component.output();
  await output.have(10);
  const framerates = (): string[] => output.caps.map(({ text }) => /framerate=[^,]*/.exec(text)?.[0] ?? '');
  expect(framerates()).toEqual(['framerate=(fraction)10/1']);
  await component.restore('default:late', at('40/1'));
  await waitUntil('the third', () => component.state.stats['inputs'] === 3, 20_000);
  await output.have(output.buffers.length + 10);
  expect(new Set(framerates())).toEqual(new Set(['framerate=(fraction)10/1']));
  const steps = output.times.slice(1).map((time, index) => time - (output.times[index] as number));
  for (const step of steps) expect(step).toBeCloseTo(0.1, 3);
});

test('without any input there is nothing to show, until one comes', async () => {
  const camera = await playComponent(CAMERA);
  const component = await play(
    { input: [at({ 'position-left': 0, 'position-top': 0 })] },
    { 'default:small': camera },
  );
  running.push(camera);
  await component.output().have(5);
  expect(shade(component.output(), { x: 5, y: 5, width: 30, height: 20 })).toBeGreaterThan(225);
  expect(shade(component.output(), CORNER)).toBeLessThan(20);
});

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(composite, { inputs: INPUTS, properties: { ...SIZE, delay: 100 } });
});
