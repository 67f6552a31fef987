import { afterEach, expect, test } from '@jest/globals';
import { defineComponent } from '@flumotion/core/plugin';
import { peak, samples } from '../../../test/support/media-content';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import { videoDetector } from '../src/picture';
import { audioDetector, audioDetectorEffect } from '../src/sound';

const running: Played[] = [];
afterEach(async () => {
  for (const played of running.splice(0).reverse()) await played.stop();
});

const FAST = { 'clear-time': 0.5 };
const tone = (set: string, form = 'format=S16LE,rate=44100,channels=2'): string =>
  `audiotestsrc is-live=true samplesperbuffer=1024 ${set} ! audio/x-raw,${form}`;
const picture = (set: string, form = 'format=I420,width=320,height=180,framerate=25/1'): string =>
  `videotestsrc is-live=true ${set} ! video/x-raw,${form}`;
const GRAY = 'pattern=solid-color foreground-color=0xff808080';

async function play(
  definition: typeof audioDetector,
  input: string,
  options: PlayOptions = {},
): Promise<Played> {
  const played = await playComponent(definition, { inputs: { default: input }, ...options });
  running.push(played);
  return played;
}

const has = (played: Played, id: string): boolean =>
  played.state.messages.some((message) => message.id === id);
const comes = (played: Played, id: string): Promise<void> =>
  waitUntil(`the message ${id}`, () => has(played, id), 20_000);
const goes = (played: Played, id: string): Promise<void> =>
  waitUntil(`the message ${id} to go`, () => !has(played, id), 20_000);

test('sound goes through as it is, whatever is wrong with it, and what is wrong is told of', async () => {
  const properties = {
    ...FAST,
    'silence-time': 0.5,
    'clipping-time': 0.5,
    'steady-time': 1,
    'no-data-time': 1,
  };
  const played = await play(audioDetector, tone('wave=silence'), { properties });
  await comes(played, 'silence');
  expect(played.state.messages[0]?.text).toMatch(/since \d\d:\d\d:\d\d UTC: no channel is above -60\.0 dB/);
  await waitUntil('it is happy', () => played.state.mood === 'happy', 15_000);
  expect(played.state.stats).toMatchObject({ 'alarm.silence': 1, 'alarm.clipping': 0, 'volume-peak': -100 });
  await played.lose();
  await comes(played, 'no-data');
  await played.restore('default', tone('wave=square volume=1.0'));
  await comes(played, 'clipping');
  await comes(played, 'steady-sound');
  await goes(played, 'silence');
  await goes(played, 'no-data');
  const output = played.output();
  expect(peak(samples(output.buffers.at(-1)?.data ?? Buffer.alloc(0), 2))).toBeGreaterThan(0.99);
  expect(output.caps.at(-1)?.text).toContain('format=(string)S16LE');
  await played.set('clipping-time', 0);
  await goes(played, 'clipping');
  await played.set('steady-range', 0);
  await played.set('steady-time', 0);
  await goes(played, 'steady-sound');
  expect(played.state.stats).toMatchObject({ 'alarm.clipping': 0, 'alarm.silence': 0 });
  expect(Number(played.state.stats['alarms'])).toBeGreaterThanOrEqual(4);
});

test('thresholds may be changed while it plays', async () => {
  const played = await play(audioDetector, tone('volume=0.1'), {
    properties: { ...FAST, 'silence-time': 0.5, 'steady-time': 0 },
  });
  await waitUntil('a level', () => Number(played.state.stats['volume-rms']) > -24, 15_000);
  expect(has(played, 'silence')).toBe(false);
  await played.set('silence-level', -10);
  await comes(played, 'silence');
  await played.set('silence-level', -50);
  await goes(played, 'silence');
});

test('formats that meters do not know go through too; a dead channel and one that is upside down are found', async () => {
  const form = 'format=S24LE,rate=48000,channels=2';
  const properties = { ...FAST, 'phase-time': 0.5, 'channel-time': 0.5, 'steady-time': 0 };
  const upsideDown = (matrix: string): string =>
    `audiotestsrc is-live=true ! audio/x-raw,format=F32LE,rate=48000,channels=1 ! audioconvert ! audio/x-raw,channels=1 ` +
    `! audiomixmatrix in-channels=1 out-channels=2 channel-mask=3 matrix="${matrix}" ! audioconvert ! audio/x-raw,${form}`;
  const played = await play(audioDetector, upsideDown('<<(double)1>, <(double)-1>>'), { properties });
  await comes(played, 'phase');
  expect(played.output().caps.at(-1)?.text).toContain('format=(string)S24LE');
  await played.lose();
  await played.restore('default', upsideDown('<<(double)0>, <(double)1>>'));
  await comes(played, 'channel-silence');
  expect(played.state.messages.find(({ id }) => id === 'channel-silence')?.text).toContain('Channel 1 of 2');
  await goes(played, 'phase');
});

test('as an effect it watches what any component gives', async () => {
  const silent = defineComponent({
    type: 'silent-producer',
    kind: 'producer',
    description: 'Silence.',
    feeders: { default: { caps: 'audio/x-raw' } },
    pipeline: tone('wave=silence'),
  });
  const played = await playComponent(silent, {
    plugs: [{ definition: audioDetectorEffect, properties: { ...FAST, 'silence-time': 0.5 } }],
  });
  running.push(played);
  await comes(played, 'effect-audio-detector.silence');
  await played.output().have(5);
  expect(played.state.stats).toMatchObject({ 'effect-audio-detector.alarm.silence': 1 });
  await played.set('silence-time', 0, 0);
  await goes(played, 'effect-audio-detector.silence');
});

test('pictures go through as they are; one that stands still or is black is told of', async () => {
  const properties = { ...FAST, 'freeze-time': 1, 'black-time': 1, 'no-data-time': 1 };
  const played = await play(videoDetector, picture(GRAY), { properties });
  await comes(played, 'freeze');
  await waitUntil('it is happy', () => played.state.mood === 'happy', 15_000);
  expect(Number(played.state.stats['brightness'])).toBeCloseTo(50, -1);
  const output = played.output();
  expect(output.caps.at(-1)?.text).toMatch(
    /width=\(int\)320, height=\(int\)180.*framerate=\(fraction\)25\/1/,
  );
  const times = output.times.slice(-10);
  for (const [index, time] of times.slice(1).entries()) {
    expect(time - (times[index] as number)).toBeCloseTo(0.04, 3);
  }
  await played.lose();
  await comes(played, 'no-data');
  await played.restore('default', picture('pattern=black'));
  await comes(played, 'black');
  await goes(played, 'freeze');
  await played.lose();
  await played.restore('default', picture('pattern=snow'));
  await goes(played, 'black');
  await goes(played, 'no-data');
  expect(played.state.messages).toEqual([]);
});

test('a small thing that moves in a large picture is seen to move', async () => {
  const ball = 'pattern=ball foreground-color=0xff909090 background-color=0xff808080';
  const large = picture(ball, 'format=RGB,width=1920,height=1080,framerate=5/1');
  const played = await play(videoDetector, large, { properties: { ...FAST, 'freeze-time': 1 } });
  await played.output().have(12);
  expect(has(played, 'freeze')).toBe(false);
  await played.set('freeze-tolerance', 64);
  await comes(played, 'freeze');
  await played.set('black-level', 100);
  await played.set('black-time', 0.5);
  await comes(played, 'black');
  await played.set('black-level', 0);
  await goes(played, 'black');
});

test.each([
  ['audio-detector', audioDetector, tone('')],
  ['video-detector', videoDetector, picture('')],
])('starting and stopping %s leaves nothing behind', async (_, definition, input) => {
  await restartsCleanly(definition, { inputs: { default: input } });
});
