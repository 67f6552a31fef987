import { mkdtempSync, rmSync, statSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { luma } from '../../../test/support/media-content';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import components from '../src';

const [producer, converter, consumer] = components as [
  (typeof components)[number],
  (typeof components)[number],
  (typeof components)[number],
];
const WHITE =
  'videotestsrc is-live=true do-timestamp=true pattern=white ! video/x-raw,format=I420,width=64,height=48,framerate=20/1';
const folder = mkdtempSync(join(tmpdir(), 'flumotion-pipeline-'));
afterAll(() => rmSync(folder, { recursive: true }));

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(
  component: (typeof components)[number],
  pipeline: string,
  options: PlayOptions = {},
): Promise<Played> {
  played = await playComponent(component, { allowPipelines: true, ...options, properties: { pipeline } });
  return played;
}

test('a producer gives what its pipeline makes, on the time of the flow', async () => {
  const component = await play(producer, WHITE, { past: 100 });
  const output = component.output();
  await output.have(10);
  expect(luma(output.buffers[5]?.data ?? Buffer.alloc(0), 64, 48)).toBeGreaterThan(230);
  await component.keepsUp(output);
  expect(component.state.mood).toBe('happy');
});

test.each(['videobalance brightness=-1', '@eater:default@ ! videobalance brightness=-1 ! @feeder:default@'])(
  'a converter sends a stream through %s',
  async (text) => {
    const output = (await play(converter, text, { inputs: { default: WHITE } })).output();
    await output.have(5);
    expect(output.caps[0]?.text).toContain('width=(int)64');
    expect(luma(output.buffers[3]?.data ?? Buffer.alloc(0), 64, 48)).toBeLessThan(30);
  },
);

test('a consumer sends a stream into its pipeline', async () => {
  const file = join(folder, 'out.raw');
  const component = await play(consumer, `filesink location=${file}`, { inputs: { default: WHITE } });
  await waitUntil('some pictures', () => existsSync(file) && statSync(file).size > 64 * 48 * 5);
  expect(component.state.mood).toBe('happy');
});

test('without leave of the worker nothing runs, and the message says what to write', async () => {
  const file = join(folder, 'never');
  const text = `videotestsrc num-buffers=1 ! filesink location=${file} ${WHITE}`;
  const component = await play(producer, text, { allowPipelines: false });
  expect(component.state.mood).toBe('sad');
  expect(component.state.messages[0]?.text).toContain('write <allow-pipelines/> in the worker file');
  expect(existsSync(file)).toBe(false);
});

test.each([
  ['videotestsrc ! nonsense', /no element|nonsense/],
  ['videotestsrc patern=snow', /patern/],
  ['videotestsrc ! audioconvert', /could not link|audioconvert/],
  [`${WHITE} ) fakesrc (`, /closing bracket/],
  ['( videotestsrc', /opening bracket/],
  ['videotestsrc name="a', /quotation mark/],
  ['videotestsrc ! fakesink name=feeder0', /feeder0 is for the component's own/],
  ['videotestsrc ! feeder0-pay.', /feeder0-pay is for the component's own/],
  ['videotestsrc ! tee name=t t. ! @tap:x@', /may only be part of @feeder:default@/],
])('%s is refused in words', async (text, words) => {
  const component = await play(producer, text);
  expect(component.state.mood).toBe('sad');
  expect(component.state.messages[0]?.text).toMatch(words);
});

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(producer, { properties: { pipeline: WHITE }, allowPipelines: true });
});
