import { execFileSync } from 'node:child_process';
import { afterEach, expect, test } from '@jest/globals';
import { peak, pitch, samples } from '../../../test/support/media-content';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import audiotest from '../src';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(options: PlayOptions = {}): Promise<Played> {
  played = await playComponent(audiotest, options);
  return played;
}

test('the defaults give a tone of 440 Hz at 44,100 Hz', async () => {
  const output = (await play()).output();
  await output.have(20);
  expect(output.caps[0]?.text).toMatch(/format=\(string\)S16LE.*rate=\(int\)44100.*channels=\(int\)1/);
  const sound = samples(output.bytes());
  expect(pitch(sound, 44_100)).toBeCloseTo(440, 0);
  expect(peak(sound)).toBeCloseTo(0.8, 1);
});

test('every wave that the element has has a name to be chosen by', () => {
  const { labels } = audiotest.spec.properties?.['wave'] as { labels: Readonly<Record<number, string>> };
  const known = execFileSync('gst-inspect-1.0', ['audiotestsrc'], { encoding: 'utf8' });
  const [, waves = ''] = /\n {2}wave +:([^]*?)(?:\n {2}\w|$)/.exec(known) ?? [];
  const words = [...waves.matchAll(/\((\d+)\): (\S+)/g)].map(([, number, word]) => [number, word]);
  expect(words.length).toBeGreaterThan(10);
  expect(Object.keys(labels)).toEqual(words.map(([number]) => number));
  expect(Object.values(labels).slice(0, 5)).toEqual(words.slice(0, 5).map(([, word]) => word));
});

test('tone, loudness, rate and channels are obeyed, and the first two can change while it plays', async () => {
  const properties = { frequency: 1000, volume: 0.5, samplerate: 32_000, channels: 2 };
  const component = await play({ properties });
  const output = component.output();
  await output.have(20);
  const sound = samples(output.bytes(), 2, 1);
  expect(pitch(sound, 32_000)).toBeCloseTo(1000, 0);
  expect(peak(sound)).toBeCloseTo(0.4, 1);
  await component.set('volume', 0);
  await waitUntil('silence', () => peak(samples(output.buffers.at(-1)?.data ?? Buffer.alloc(2))) === 0);
  await component.set('volume', 1);
  await component.set('frequency', 2000);
  await waitUntil('the new tone', () => {
    const last = samples(output.buffers.at(-1)?.data ?? Buffer.alloc(2), 2, 0);
    return Math.abs(pitch(last, 32_000) - 2000) < 20;
  });
});

test('the level is shown', async () => {
  const component = await play();
  await waitUntil('a level', () => component.state.stats['volume-peak'] !== undefined);
  expect(component.state.stats['volume-peak']).toBeCloseTo(-1.9, 0);
  expect(component.state.stats['volume-rms']).toBeCloseTo(-4.9, 0);
  await component.set('wave', 4);
  await waitUntil('silence', () => component.state.stats['volume-peak'] === -100);
});

test('beeps come on whole seconds of the running time, whenever the producer started', async () => {
  const output = (await play({ past: 10.3, properties: { wave: 8, samplerate: 44_100 } })).output();
  await output.have(110);
  const first = output.times[0] as number;
  expect(first).toBeGreaterThanOrEqual(10.3);
  const sound = samples(output.bytes());
  const beeps: number[] = [];
  let quietSince = 0;
  sound.forEach((sample, at) => {
    if (Math.abs(sample) < 0.02) return;
    if (at - quietSince > 2000) beeps.push(first + at / 44_100);
    quietSince = at;
  });
  expect(beeps.length).toBeGreaterThanOrEqual(2);
  for (const time of beeps) expect(Math.abs(time - Math.round(time))).toBeLessThan(0.002);
});

test('the times of the sound have neither gaps nor overlaps', async () => {
  const output = (await play({ past: 100 })).output();
  await output.have(30);
  output.buffers.slice(1).forEach((buffer, index) => {
    const before = output.buffers[index];
    expect(Number((buffer.pts ?? 0n) - (before?.pts ?? 0n) - (before?.duration ?? 0n))).toBeLessThanOrEqual(
      1,
    );
  });
});

test('it starts and stops without a trace', async () => {
  await restartsCleanly(audiotest);
});
