import { afterEach, expect, test } from '@jest/globals';
import { defineComponent, type Context } from '../../core/src/plugin';
import { playComponent, type Played } from '../support/play-component';
import { waitUntil } from '../support/wait-until';

let context: Context | undefined;
let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
});

const RATE = 8000;
const steady = defineComponent(
  {
    type: 'steady-producer',
    kind: 'producer',
    description: 'A steady level.',
    feeders: { default: { caps: 'audio/x-raw' } },
    pipeline:
      `audiotestsrc wave=square freq=0.001 volume=1 samplesperbuffer=80 ! audio/x-raw,format=F32LE,rate=${String(RATE)},channels=1 ` +
      '! clocksync ! volume name=volume',
  },
  {
    start: (own) => {
      context = own;
      own.element('volume').ramp('volume', 1, 0);
    },
  },
);

const samples = (): Float32Array => {
  const bytes = played?.output().bytes() ?? Buffer.alloc(0);
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
};
const reaches = (level: number): Promise<void> =>
  waitUntil(`a level of ${String(level)}`, () => Math.abs((samples().at(-1) ?? -1) - level) < 1e-6, 15_000);

test('a property moves steadily, is turned round on its way, and can be set again', async () => {
  played = await playComponent(steady);
  const volume = context?.element('volume');
  await reaches(1);
  volume?.ramp('volume', 0.5, 100);
  await reaches(0.5);
  volume?.ramp('volume', 0, 60_000);
  await waitUntil('a little less', () => (samples().at(-1) ?? 1) < 0.499, 15_000);
  volume?.ramp('volume', 1, 200);
  await reaches(1);
  const sound = samples();
  const steps = sound.slice(1).map((sample, at) => Math.abs(sample - (sound[at] ?? 0)));
  // 0.5 in 100 ms, and as much in 200: nothing moves faster.
  expect(steps.reduce((most, step) => Math.max(most, step), 0)).toBeCloseTo(0.5 / (0.1 * RATE), 4);
  volume?.set('volume', 0.25);
  await reaches(0.25);
  volume?.ramp('volume', 0.75, 0);
  await reaches(0.75);
  expect(() => {
    volume?.ramp('loudness', 1, 10);
  }).toThrow('no property loudness');
});
