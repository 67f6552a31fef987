import { afterEach, expect, test } from '@jest/globals';
import { beeping, flashing, judge, lateListener, PITCH } from '../../../test/support/late-joiner';
import { playComponent, type Played } from '../../../test/support/play-component';
import { playedSeconds } from '../../../test/support/played-seconds';
import { restartsCleanly } from '../../../test/support/restarts';
import flv from '../src';
import { hasPicture } from '../src/tags';

const H264 = flashing('x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25');
const AAC = beeping('avenc_aac');

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

test('a late listener has headers, picture and sound in step from its first byte', async () => {
  played = await playComponent(flv, { inputs: { 'default:video': H264, 'default:audio': AAC } });
  await playedSeconds(played, 5);
  const output = played.output();
  for (const { data, delta, header } of output.buffers)
    if (!delta && !header) expect(hasPicture(data)).toBe(true);
  const { stream, bytes, checker } = lateListener(output, 1.2);
  expect(stream.contentType).toBe('video/x-flv');
  expect(stream.headers.toString('latin1', 0, 3)).toBe('FLV');
  expect(checker.problems).toEqual([]);
  expect(checker.awaits).toBeUndefined();
  const heard = await judge(bytes, 'flv');
  expect(heard.codecs).toEqual(['aac', 'h264']);
  expect(heard.pitch).toBeCloseTo(PITCH, -1);
  expect(Math.abs(heard.drift)).toBeLessThan(0.04);
  expect(heard.pictures).toBeGreaterThan(50);
  expect(heard.gap).toBeLessThan(0.1);
});

test('sound alone can be entered anywhere; the headers do not say when they were made', async () => {
  played = await playComponent(flv, { inputs: { 'default:audio': AAC } });
  await played.output().have(20);
  const { buffers, caps } = played.output();
  expect(buffers.filter(({ delta, header }) => delta && !header)).toEqual([]);
  expect(Buffer.concat(caps.at(-1)?.streamHeader ?? []).toString('latin1')).toContain('Jan  1 00:00:00 1970');
});

test('starts and stops without a trace', async () => {
  await restartsCleanly(flv, { inputs: { 'default:audio': AAC } });
});
