import { afterEach, expect, test } from '@jest/globals';
import { beeping, flashing, judge, lateListener, PITCH } from '../../../test/support/late-joiner';
import { playComponent, type Played } from '../../../test/support/play-component';
import { playedSeconds } from '../../../test/support/played-seconds';
import { restartsCleanly } from '../../../test/support/restarts';
import matroska from '../src/matroska';
import webm from '../src/webm';
const VP8 = flashing('vp8enc deadline=1 cpu-used=8 keyframe-max-dist=25');
const H264 = flashing('x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25');
const OPUS = beeping('opusenc');

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

test.each([
  {
    muxer: webm,
    inputs: { 'default:video': VP8, 'default:audio': OPUS },
    codecs: ['opus', 'vp8'],
    contentType: 'video/webm',
    extension: 'webm',
  },
  {
    muxer: matroska,
    inputs: { 'default:video': H264, 'default:audio': beeping('avenc_aac') },
    codecs: ['aac', 'h264'],
    contentType: 'video/x-matroska',
    extension: 'mkv',
  },
])('$contentType: a late listener has picture and sound in step from its first byte', async (kind) => {
  const { muxer, inputs, codecs, contentType, extension } = kind;
  played = await playComponent(muxer, { inputs });
  await playedSeconds(played, 5);
  const { stream, bytes, checker } = lateListener(played.output(), 1.2);
  expect(stream.contentType).toBe(contentType);
  expect(checker.problems).toEqual([]);
  expect(checker.awaits).toBeUndefined();
  const heard = await judge(bytes, extension);
  expect(heard.codecs).toEqual(codecs);
  expect(heard.pitch).toBeCloseTo(PITCH, -1);
  expect(Math.abs(heard.drift)).toBeLessThan(0.04);
  expect(heard.pictures).toBeGreaterThan(50);
  expect(heard.gap).toBeLessThan(0.1);
});

test('sound alone is audio/webm, and a listener can enter at any cluster', async () => {
  played = await playComponent(webm, { inputs: { 'default:audio': OPUS } });
  await playedSeconds(played, 2);
  expect(lateListener(played.output(), 0.7).stream.contentType).toBe('audio/webm');
});

test('starts and stops without a trace', async () => {
  await restartsCleanly(webm, { inputs: { 'default:audio': OPUS } });
});
