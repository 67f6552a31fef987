import { afterEach, expect, test } from '@jest/globals';
import { luma } from '../../../test/support/media-content';
import {
  playComponent,
  type Output,
  type Played,
  type PlayOptions,
} from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import converter from '../src';

const WIDE =
  'videotestsrc is-live=true pattern=white ! video/x-raw,format=I420,width=100,height=40,framerate=25/1';
/** Frames whose even lines are white and whose odd lines are black: two pictures, 20 ms apart. */
const COMBED =
  'videotestsrc is-live=true pattern=blink ! video/x-raw,format=I420,width=64,height=48,framerate=50/1 ' +
  '! interlace field-pattern=1:1 ! video/x-raw,interlace-mode=interleaved';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(source: string, properties: PlayOptions['properties']): Promise<Played> {
  played = await playComponent(converter, { properties, inputs: { default: source } });
  return played;
}

/** Mean difference of luma between neighbouring lines of the newest picture. */
function combing(output: Output): number {
  const picture = output.buffers.at(-1)?.data ?? Buffer.alloc(0);
  const line = (y: number): number => luma(picture, 64, 48, { x: 0, y, width: 64, height: 1 });
  const steps = Array.from({ length: 40 }, (_, y) => Math.abs(line(y + 4) - line(y + 3)));
  return steps.reduce((sum, step) => sum + step, 0) / steps.length;
}

test.each([
  ['nothing but the usual correction', {}, 'width=(int)96, height=(int)40'],
  ['a width', { width: 200 }, 'width=(int)200, height=(int)80'],
  ['a height', { height: 80, 'width-correction': 0 }, 'width=(int)200, height=(int)80'],
  ['both', { width: 64, height: 64 }, 'width=(int)64, height=(int)64'],
  ['corrections', { width: 60, height: 33, 'height-correction': 16 }, 'width=(int)64, height=(int)48'],
])('%s: the size is as asked for', async (_, properties, size) => {
  const output = (await play(WIDE, properties)).output();
  await output.have(3);
  expect(output.caps[0]?.text).toContain('format=(string)I420');
  expect(output.caps[0]?.text).toContain(size);
});

test('square pixels keep the shape of the picture by borders', async () => {
  const component = await play(WIDE, { width: 96, height: 96, 'is-square': true });
  const output = component.output();
  await output.have(3);
  const bar = { x: 0, y: 0, width: 96, height: 20 };
  const top = (): number => luma(output.buffers.at(-1)?.data ?? Buffer.alloc(0), 96, 96, bar);
  expect(luma(output.buffers[2]?.data ?? Buffer.alloc(0), 96, 96, { ...bar, y: 40 })).toBeGreaterThan(220);
  expect(top()).toBeLessThan(30);
});

test('other pixels keep it by their own shape', async () => {
  const output = (await play(WIDE, { width: 96, height: 96 })).output();
  await output.have(3);
  expect(output.caps[0]?.text).toContain('pixel-aspect-ratio=(fraction)5/2');
  expect(luma(output.buffers[2]?.data ?? Buffer.alloc(0), 96, 96)).toBeGreaterThan(220);
});

test('without borders the picture is stretched', async () => {
  const output = (
    await play(WIDE, { width: 96, height: 96, 'is-square': true, 'add-borders': false })
  ).output();
  await output.have(3);
  expect(luma(output.buffers[2]?.data ?? Buffer.alloc(0), 96, 96)).toBeGreaterThan(220);
});

test('pixels become square, the picture keeps its shape', async () => {
  const source = WIDE.replace('framerate', 'pixel-aspect-ratio=2/1,framerate');
  const output = (await play(source, { height: 40, 'is-square': true })).output();
  await output.have(3);
  expect(output.caps[0]?.text).toContain('width=(int)200, height=(int)40');
  expect(output.caps[0]?.text).toContain('pixel-aspect-ratio=(fraction)1/1');
});

test.each(['linear', 'ffmpeg', 'yadif'])('interlaced pictures are made whole by %s', async (method) => {
  const output = (await play(COMBED, { 'deinterlace-method': method })).output();
  await output.have(8);
  expect(output.caps[0]?.text).toContain('interlace-mode=(string)progressive');
  expect(output.caps[0]?.text).toContain('framerate=(fraction)25/1');
  expect(combing(output)).toBeLessThan(20);
  const steps = output.times.slice(1).map((time, index) => time - (output.times[index] as number));
  // yadif gives its first picture twice.
  for (const step of steps.slice(3)) expect(step).toBeCloseTo(0.04, 3);
});

test('deinterlacing can be switched on and off while it runs', async () => {
  const component = await play(COMBED, { 'deinterlace-mode': 'disabled', 'deinterlace-method': 'linear' });
  const output = component.output();
  await output.have(5);
  expect(combing(output)).toBeGreaterThan(150);
  await component.set('deinterlace-mode', 'interlaced');
  await waitUntil('whole pictures', () => combing(output) < 20);
  await component.set('deinterlace-mode', 'disabled');
  await waitUntil('combed pictures', () => combing(output) > 150);
});

test('the size can be changed while it runs', async () => {
  const component = await play(WIDE, {});
  const output = component.output();
  const form = (): string => output.caps.at(-1)?.text ?? '';
  await output.have(3);
  await component.set('width', 200);
  await waitUntil('it is wider', () => form().includes('width=(int)200, height=(int)80'));
  await component.set('height', 50);
  await component.set('height-correction', 16);
  await waitUntil('it is as high', () => form().includes('width=(int)200, height=(int)64'));
  await component.set('width', null);
  await component.set('height', null);
  await component.set('height-correction', null);
  await waitUntil('it is that of the feed', () => form().includes('width=(int)96, height=(int)40'));
  const from = output.buffers.length;
  await output.have(from + 5);
  expect(output.buffers.at(-1)?.data).toHaveLength(96 * 40 * 1.5);
  for (const [index, time] of output.times.slice(1).entries()) {
    expect(time - (output.times[index] as number)).toBeLessThan(0.1);
  }
  expect(component.state).toMatchObject({ mood: 'happy', messages: [] });
});

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(converter, { inputs: { default: WIDE } });
});
