import { expect, test } from '@jest/globals';
import { peak, pitch } from '../../../test/support/media-content';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import mixer from '../src';
import { RATE } from './heard';
import { aliasesOf, hears, near, of, play, source, tells, TICKS, tone, UPSIDE_DOWN } from './rig';

test('what is at the same time in two inputs is in the same sample of the mix', async () => {
  const [played, heard] = await play({
    a: source(TICKS),
    b: source(TICKS, 'format=S32LE,rate=44100,channels=2'),
    c: source(TICKS.replace('0.4', '0.8'), undefined, UPSIDE_DOWN),
  });
  await waitUntil('all inputs', () => aliasesOf(played, 'input-peak').length === 3, 15_000);
  const from = heard.end + RATE / 4;
  await waitUntil('half a second more', () => heard.end > from + RATE / 2, 15_000);
  // A tick begins every quarter of a second, a buffer early, with a sample that audiotestsrc leaves as it is in memory.
  const begins = (at: number): boolean => (at + 441) % (RATE / 4) === 0;
  const ticksFrom = (at: number, count: number): Float32Array =>
    heard.samples(at, at + count).map((sample, index) => (begins(at + index) ? 0 : sample));
  // Two, and what is opposite to both, leave nothing.
  expect(peak(ticksFrom(from, RATE / 2))).toBeLessThan(1e-5);
  await played.set('input', [of('c', { mute: true })] as never);
  const begin = heard.end + RATE / 2;
  await waitUntil('the two alone', () => heard.end > begin + RATE, 15_000);
  const ticks = ticksFrom(begin, RATE);
  expect(peak(ticks)).toBeCloseTo(0.8, 2);
  const first = ticks.findIndex(
    (sample, at) => at > 2000 && sample !== 0 && peak(ticks.slice(at - 2000, at)) === 0,
  );
  expect(begins(begin + first - 1)).toBe(true);
  expect(heard.gap()).toBeLessThanOrEqual(1);
});

test.each([
  ['format=S16LE,rate=48000,channels=2', 0.03],
  ['format=F64LE,rate=96000,channels=6,channel-mask=(bitmask)0x3f', 0.03],
  ['format=U8,rate=8000,channels=1', 0.2],
])('an input with %s is converted, and is in its place to a sample', async (form, most) => {
  const [, heard] = await play({
    a: source('freq=440 volume=0.5'),
    b: source('freq=440 volume=0.5', form, ` ! audioconvert ! audio/x-raw,format=F32LE${UPSIDE_DOWN}`),
  });
  await hears('next to nothing', heard, (sound) => peak(sound) < most);
  const from = heard.end;
  await waitUntil('more of it', () => heard.end > from + RATE / 4, 15_000);
  expect(peak(heard.samples(from, from + RATE / 4))).toBeLessThan(most);
  expect(heard.gap()).toBeLessThanOrEqual(1);
});

test('after a gap an input is in its place again', async () => {
  // Every twentieth buffer of 10 ms is left out.
  const gaps = `${UPSIDE_DOWN} ! identity drop-probability=0.05`;
  const [played, heard] = await play(
    { a: tone(440, 0.5), b: source('freq=440 volume=0.5', undefined, gaps) },
    { tolerance: 5 },
  );
  await waitUntil('both inputs', () => aliasesOf(played, 'input-peak').length === 2, 15_000);
  const from = heard.end + RATE / 4;
  await waitUntil('a second more', () => heard.end > from + RATE, 15_000);
  const sound = heard.samples(from, from + RATE);
  const alone = sound.filter((sample) => Math.abs(sample) > 1e-3).length / RATE;
  expect(peak(sound)).toBeCloseTo(0.5, 1);
  expect(alone).toBeLessThan(0.3);
});

test('an input that is lost, or stands still, does not stall the mix, and joins it again in its place', async () => {
  const [played, heard] = await play({
    a: tone(440, 0.25),
    b: source(TICKS),
    c: source(TICKS, undefined, UPSIDE_DOWN),
  });
  await waitUntil('all inputs', () => aliasesOf(played, 'input-peak').length === 3, 15_000);
  await played.lose('default:b');
  await hears('what is there', heard, (sound) => peak(sound) > 0.4);
  await waitUntil('a message', () => tells(played, 'input-default:b'), 15_000);
  await waitUntil('it is happy', () => played.state.mood === 'happy', 15_000);
  expect(played.state.stats).toMatchObject({ inputs: 2, 'input-peak.default:b': -100 });
  await played.stall('default:c', true);
  await waitUntil('another message', () => tells(played, 'input-default:c'), 15_000);
  const from = heard.end;
  await waitUntil('half a second more', () => heard.end > from + RATE / 2, 15_000);
  expect(peak(heard.samples(from, from + RATE / 2))).toBeCloseTo(0.25, 2);
  expect(pitch(heard.newest(RATE / 4), RATE)).toBeCloseTo(440, 0);
  await played.stall('default:c', false);
  await played.restore('default:b');
  await waitUntil('all inputs', () => played.state.stats['inputs'] === 3, 15_000);
  await waitUntil('no messages', () => played.state.messages.length === 0, 15_000);
  // They come from the beginning of their time, which takes a busy machine a while; then both cancel for good.
  await waitUntil('a second of the tone alone', () => near(0.25, 0.0005)(heard.newest(RATE)), 15_000);
  // It was not alone because they were missing.
  await played.lose('default:c');
  await hears('the one that was cancelled', heard, (sound) => peak(sound) > 0.4);
  expect(heard.gap()).toBeLessThanOrEqual(1);
});

test('without any input there is silence in the time of the flow, and an input may come later', async () => {
  const [played, heard] = await play({ a: '' }, {}, 100);
  await waitUntil('half a second', () => heard.end - heard.start > RATE / 2, 15_000);
  expect(heard.start / RATE).toBeGreaterThanOrEqual(100);
  expect(peak(heard.newest(RATE / 4))).toBe(0);
  await waitUntil(
    'what it waits for',
    () => played.state.reason?.includes('no input gives sound') === true,
    15_000,
  );
  await played.restore('default:a', source('freq=440 volume=0.5 timestamp-offset=100000000000'));
  await hears('the input', heard, near(0.5));
  await waitUntil('happy', () => played.state.mood === 'happy', 15_000);
  expect(heard.gap()).toBeLessThanOrEqual(1);
});

test('an input that comes too late is told of', async () => {
  const [played] = await play(
    {
      a: tone(440, 0.25),
      b: source('freq=100 volume=0.5', undefined, '').replace('clocksync', 'clocksync ts-offset=1500000000'),
    },
    { delay: 500 },
  );
  await waitUntil('a message', () => tells(played, 'late-default:b'), 15_000);
  expect(played.state.messages.find(({ id }) => id === 'late-default:b')?.text).toMatch(
    /1[45]\d\d ms late.*waits 500 ms/,
  );
  expect(tells(played, 'late-default:a')).toBe(false);
});

test.each([
  { format: 'S16LE', channels: 1, samplerate: 8000, bytes: 2 },
  { format: 'S24LE', channels: 2, samplerate: 192_000, bytes: 6 },
  { format: 'S32LE', channels: 2, samplerate: 48_000, bytes: 8 },
  { format: 'F32LE', channels: 1, samplerate: 11_025, bytes: 4 },
])('the mix comes as $format, $channels channels, $samplerate Hz', async ({ bytes, ...form }) => {
  const [played, heard] = await play({ a: tone(440, 0.5) }, { ...form, delay: 20, tolerance: 1 });
  const output = played.output();
  await waitUntil('half a second', () => (output.times.at(-1) ?? 0) - (output.times[0] ?? 0) > 0.5, 15_000);
  const caps = output.caps.at(-1)?.text;
  expect(caps).toContain(`format=(string)${form.format}`);
  expect(caps).toContain(`rate=(int)${String(form.samplerate)}`);
  expect(caps).toContain(`channels=(int)${String(form.channels)}`);
  const size = output.bytes().length / bytes / form.samplerate;
  expect(size).toBeCloseTo((output.times.at(-1) ?? 0) - (output.times[0] ?? 0) + 0.02, 2);
  expect(heard.gap()).toBeLessThanOrEqual(1);
  await waitUntil('levels', () => Number(played.state.stats['volume-peak']) > -7, 15_000);
  expect(Number(played.state.stats['input-rms.default:a'])).toBeCloseTo(-9, 0);
});

test('starting and stopping leaves nothing behind', async () => {
  const inputs = { 'default:a': tone(440, 0.25), 'default:b': tone(100, 0.25) };
  await restartsCleanly(mixer, { inputs, properties: { delay: 50 } });
});
