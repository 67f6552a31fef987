import { afterEach, expect, test } from '@jest/globals';
import { beeping, flashing, judge, lateListener, PITCH } from '../../../test/support/late-joiner';
import { playComponent, type Played } from '../../../test/support/play-component';
import { playedSeconds } from '../../../test/support/played-seconds';
import { restartsCleanly } from '../../../test/support/restarts';
import mpegts from '../src';
import { PACKET, PAT, pidOf } from '../src/packets';

const H264 = flashing('x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25');
const AAC = beeping('avenc_aac');

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

test('a late listener has tables, picture and sound in step from its first byte', async () => {
  played = await playComponent(mpegts, { inputs: { 'default:video': H264, 'default:audio': AAC } });
  await playedSeconds(played, 5);
  const { stream, bytes, checker } = lateListener(played.output(), 1.2);
  expect(stream.contentType).toBe('video/mp2t');
  expect(stream.headers).toHaveLength(0);
  expect(pidOf(bytes)).toBe(PAT);
  expect(checker.problems).toEqual([]);
  expect(checker.awaits).toBeUndefined();
  const heard = await judge(bytes, 'ts');
  expect(heard.codecs).toEqual(['aac', 'h264']);
  expect(heard.pitch).toBeCloseTo(PITCH, -1);
  expect(Math.abs(heard.drift)).toBeLessThan(0.04);
  expect(heard.pictures).toBeGreaterThan(50);
  expect(heard.gap).toBeLessThan(0.1);
});

test('a keyframe begins a buffer, tables first, and packets do not travel alone', async () => {
  const video = flashing('x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25', 40);
  played = await playComponent(mpegts, { past: 40, inputs: { 'default:video': video } });
  await playedSeconds(played, 3);
  const { buffers, times } = played.output();
  const seconds = (times.at(-1) ?? 0) - (times[0] ?? 0);
  // They are the flow's, at which the muxer came late.
  for (const { pts } of buffers) expect(Number(pts) / 1e9).toBeGreaterThanOrEqual(40);
  const keys = buffers.filter(({ delta }) => !delta);
  // One a second, whatever the times at which the muxer puts its tables in between.
  expect(keys.length).toBeGreaterThanOrEqual(Math.floor(seconds));
  expect(keys.length).toBeLessThanOrEqual(Math.floor(seconds) + 2);
  for (const { data } of keys) expect(pidOf(data)).toBe(PAT);
  for (const { data } of buffers) expect(data.length % PACKET).toBe(0);
  expect(buffers.length / seconds).toBeLessThan(50);
});

test('sound alone can be entered four times a second at most; padding makes the rate constant', async () => {
  played = await playComponent(mpegts, {
    properties: { bitrate: 400_000 },
    inputs: { 'default:audio': AAC },
  });
  await playedSeconds(played, 3);
  const { buffers, times } = played.output();
  const keys = buffers.filter(({ delta }) => !delta).length;
  const seconds = (times.at(-1) ?? 0) - (times[0] ?? 0);
  expect(keys / seconds).toBeGreaterThan(2);
  expect(keys / seconds).toBeLessThan(4.7);
  const bits = 8 * buffers.reduce((sum, { data }) => sum + data.length, 0);
  expect(bits / seconds).toBeGreaterThan(320_000);
  expect(bits / seconds).toBeLessThan(480_000);
});

test('starts and stops without a trace', async () => {
  await restartsCleanly(mpegts, { inputs: { 'default:audio': AAC } });
});
