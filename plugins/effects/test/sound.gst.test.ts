import { afterEach, expect, test } from '@jest/globals';
import { peak, samples } from '../../../test/support/media-content';
import { playComponent, type Played, type PlayedPlug } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import { audioconvert } from '../src/audioconvert';
import { audioresync } from '../src/audioresync';
import { volume } from '../src/volume';
import { both, sound } from './carriers';

const TONE = 'audiotestsrc is-live=true volume=0.8 samplesperbuffer=800';
/** A click each 200 ms. */
const CLICKS = 'audiotestsrc is-live=true wave=ticks tick-interval=200000000 samplesperbuffer=400';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(source: string, ...plugs: readonly PlayedPlug[]): Promise<Played> {
  played = await playComponent(sound(source), { plugs });
  return played;
}

/** Loudest sample of the newest buffer. */
function loudness(of: Played, feeder = 'default'): number {
  return peak(samples(of.output(feeder).buffers.at(-1)?.data ?? Buffer.alloc(0)));
}

test('volume halves the peak, meters it, and changes while it plays', async () => {
  const playing = await play(TONE, { definition: volume, properties: { volume: 0.5 } });
  await playing.output().have(5);
  expect(loudness(playing)).toBeCloseTo(0.4, 2);
  const metered = (): number => Number(playing.state.stats['effect-volume.volume-peak'] ?? -100);
  await waitUntil('the meter shows it', () => Math.abs(metered() - 20 * Math.log10(0.4)) < 0.5);

  await playing.set('volume', 0.1, 0);
  await waitUntil('the sound is quieter', () => Math.abs(loudness(playing) - 0.08) < 0.01);
  await waitUntil('the meter follows', () => metered() < -20);
  await playing.set('volume', null, 0);
  await waitUntil('the sound is as it was made', () => Math.abs(loudness(playing) - 0.8) < 0.01);
  expect(playing.state.messages).toEqual([]);
});

test('two effects of a type work one after the other, each with its own figures and its own live value', async () => {
  const half = { definition: volume, properties: { volume: 0.5 } };
  const playing = await play(TONE, half, half);
  await playing.output().have(5);
  expect(loudness(playing)).toBeCloseTo(0.2, 2);
  await waitUntil('both meters show something', () => 'effect-volume-2.volume-peak' in playing.state.stats);
  await playing.set('volume', 1, 1);
  await waitUntil('only the second is as it was', () => Math.abs(loudness(playing) - 0.4) < 0.01);
});

test('an effect on sound finds the feeder with sound', async () => {
  played = await playComponent(both, { plugs: [{ definition: volume, properties: { volume: 0.25 } }] });
  await played.output('audio').have(5);
  await played.output('video').have(2);
  expect(loudness(played, 'audio')).toBeCloseTo(0.2, 2);
});

test('audioconvert changes sample rate and channels', async () => {
  const playing = await play(TONE, {
    definition: audioconvert,
    properties: { samplerate: 16_000, channels: 2 },
  });
  await playing.output().have(5);
  expect(playing.output().caps.at(-1)?.text).toMatch(
    /rate=\(int\)16000.*channels=\(int\)2|channels=\(int\)2.*rate=\(int\)16000/,
  );
  const heard = samples(playing.output().bytes(), 2, 1);
  expect(peak(heard)).toBeCloseTo(0.8, 1);
});

test('audioconvert changes them while it plays, and leaves no gap', async () => {
  const playing = await play(TONE, { definition: audioconvert, properties: { samplerate: 16_000 } });
  const form = (): string => playing.output().caps.at(-1)?.text ?? '';
  await playing.output().have(5);
  await playing.set('samplerate', 32_000, 0);
  await waitUntil('the rate is another', () => form().includes('rate=(int)32000'));
  await playing.set('channels', 2, 0);
  await waitUntil('there are two channels', () => form().includes('channels=(int)2'));
  await playing.set('samplerate', null, 0);
  await playing.set('channels', null, 0);
  await waitUntil(
    'both are those of the source',
    () => /rate=\(int\)8000/.test(form()) && /channels=\(int\)1/.test(form()),
  );
  const from = playing.output().buffers.length;
  await playing.output().have(from + 5);
  expect(loudness(playing)).toBeCloseTo(0.8, 1);
  expect(gapsOf(playing)).toEqual([]);
  expect(playing.state).toMatchObject({ mood: 'happy', messages: [] });
});

test('audioconvert fills a gap with silence, so that no time is missing', async () => {
  const gaps = `${TONE} ! identity drop-probability=0.3`;
  const playing = await play(gaps, { definition: audioconvert, properties: {} });
  await playing.output().have(40);
  expect(gapsOf(playing)).toEqual([]);
  expect(silent(playing, 0)).toBeGreaterThan(0);

  await playing.set('tolerance', 1000, 0);
  const from = playing.output().buffers.length;
  const filledNoMore = (): boolean => {
    const { length } = playing.output().buffers;
    return length >= from + 10 && silent(playing, length - 8) === 0;
  };
  await waitUntil('gaps to be left', filledNoMore, 10_000);
});

test('audioresync moves sound in time, live, forwards and backwards, and leaves no gap', async () => {
  const playing = await play(CLICKS, { definition: audioresync, properties: {} });
  await playing.output().have(30);
  const at = phase(playing, 0);
  const moved = async (delay: number): Promise<void> => {
    await playing.set('delay', delay, 0);
    const from = playing.output().buffers.length;
    await waitUntil(`the clicks come ${delay} ms later`, () => {
      const now = phase(playing, Math.max(from, playing.output().buffers.length - 10));
      return now !== undefined && near(now, ((at ?? NaN) + delay + 1000) % 200);
    });
  };
  expect(at).toBeDefined();
  await moved(50);
  await moved(-30);
  expect(gapsOf(playing)).toEqual([]);
});

test('starting and stopping leaves nothing behind', async () => {
  const plugs = [volume, audioconvert, audioresync].map((definition) => ({ definition }));
  await restartsCleanly(sound(TONE), { plugs });
});

/** Times (ms) at which the stream jumps, from a buffer on. */
function gapsOf(of: Played, from = 0): readonly number[] {
  const { buffers } = of.output();
  return buffers.slice(from + 1).flatMap((buffer, index) => {
    const before = buffers[from + index];
    const expected = Number((before?.pts ?? 0n) + (before?.duration ?? 0n));
    return Math.abs(Number(buffer.pts ?? 0n) - expected) > 2_000_000 ? [expected / 1e6] : [];
  });
}

/** How many buffers are silent, from one on. */
function silent(of: Played, from: number): number {
  return of
    .output()
    .buffers.slice(from)
    .filter(({ data }) => peak(samples(data)) < 0.1).length;
}

/** Milliseconds into a span of 200 at which the newest click comes; undefined when there is none. */
function phase(of: Played, from: number): number | undefined {
  for (const { data, pts } of of.output().buffers.slice(from).reverse()) {
    const click = samples(data).findIndex((sample) => Math.abs(sample) > 0.2);
    if (click >= 0) return (Number(pts ?? 0n) / 1e6 + click / 8) % 200;
  }
  return undefined;
}

function near(a: number, b: number): boolean {
  const apart = Math.abs(a - b) % 200;
  return Math.min(apart, 200 - apart) < 8;
}
