import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { defineComponent, type ComponentDefinition } from '@flumotion/core/plugin';
import { codecs as codecsIn } from '../../../test/support/decode';
import { beeping, flashing, judge, lateListener, PITCH } from '../../../test/support/late-joiner';
import { playComponent, type Played } from '../../../test/support/play-component';
import { playedSeconds } from '../../../test/support/played-seconds';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import mp4 from '../src';
import { find } from '../src/boxes';

const X264 = 'x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25';
const H264 = flashing(X264);
const REORDERED = 'x264enc speed-preset=ultrafast bframes=2 b-adapt=false key-int-max=25 rc-lookahead=5';
const MONTH = 30 * 86_400;
const LATER = 100;
const AAC = beeping('avenc_aac');

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

test.each([
  ['H.264 and AAC', H264, AAC, ['aac', 'h264'], 0],
  [
    'pictures out of order and Opus, in a flow that has been running',
    flashing(REORDERED, LATER),
    beeping('opusenc', LATER),
    ['h264', 'opus'],
    LATER,
  ],
])(
  '%s: a late listener has picture and sound in step from its first byte',
  async (_, video, audio, codecs, past) => {
    played = await playComponent(mp4, { past, inputs: { 'default:video': video, 'default:audio': audio } });
    await playedSeconds(played, 5);
    const { stream, bytes, checker } = lateListener(played.output(), 1.2);
    expect(stream.contentType).toBe('video/mp4');
    expect(checker.problems).toEqual([]);
    expect(checker.awaits).toBeUndefined();
    const heard = await judge(bytes, 'mp4');
    expect(heard.codecs).toEqual(codecs);
    expect(heard.pitch).toBeCloseTo(PITCH, -1);
    expect(Math.abs(heard.drift)).toBeLessThan(0.04);
    expect(heard.pictures).toBeGreaterThan(50);
    expect(heard.gap).toBeLessThan(0.1);
  },
);

test('every buffer is a whole fragment; a new muxer gives the same header and later times', async () => {
  const headers: Buffer[] = [];
  for (let round = 0; round < 2; round++) {
    played = await playComponent(mp4, {
      past: round * MONTH,
      inputs: { 'default:video': flashing(X264, round * MONTH) },
    });
    await played.output().have(4);
    for (const { data, pts, header } of played.output().buffers) {
      if (header) continue;
      expect(find(data, ['moof'])).toHaveLength(1);
      expect(find(data, ['mdat'])[0]?.end).toBe(data.length);
      const [tfdt] = find(data, ['moof', 'traf', 'tfdt']);
      const time = Number(data.readBigUInt64BE((tfdt?.body ?? 0) + 4));
      expect(time / 2500).toBeCloseTo(Number(pts) / 1e9, 2);
    }
    headers.push(...(played.output().caps.at(-1)?.streamHeader ?? []));
    await played.stop();
  }
  played = undefined;
  expect(headers).toHaveLength(2);
  expect(headers[0]?.equals(headers[1] as Buffer)).toBe(true);
});

/** An encoder that gives nothing, not even caps, until it is told to. */
const late = (caps: string, source: string, encoder: string): ComponentDefinition =>
  defineComponent({
    type: 'late-encoder',
    kind: 'encoder',
    description: 'Gives nothing until it is told to.',
    feeders: { default: { caps } },
    properties: {
      begun: {
        type: 'bool',
        default: false,
        live: true,
        description: 'Give it.',
        sets: 'valve.drop',
        to: (begun) => !begun,
      },
    },
    pipeline: `${source} ! valve name=valve ! ${encoder}`,
  });
// Its element gives no keyframe when it is asked, and by itself but the first.
const LATE_AV1 = late(
  'video/x-av1, stream-format=obu-stream, alignment=tu',
  'videotestsrc is-live=true ! video/x-raw,width=160,height=120,framerate=25/1',
  'av1enc usage-profile=realtime cpu-used=9 keyframe-max-dist=10000 ! av1parse',
);
const LATE_AAC = late(
  'audio/mpeg, mpegversion=(int)4',
  'audiotestsrc is-live=true ! audio/x-raw,rate=48000,channels=2 ! audioconvert',
  'avenc_aac',
);

test.each([
  ['AV1 pictures', LATE_AV1, 'default:video', { 'default:audio': beeping('opusenc') }, ['av1', 'opus']],
  ['AAC frames', LATE_AAC, 'default:audio', { 'default:video': H264 }, ['aac', 'h264']],
])(
  '%s that an encoder begins late are waited for, from the first keyframe',
  async (_, encoder, alias, others, codecs) => {
    const folder = mkdtempSync(join(tmpdir(), 'flumotion-mp4-'));
    const encoding = await playComponent(encoder, {});
    try {
      played = await playComponent(mp4, { inputs: { ...others, [alias]: encoding } });
      await waitUntil(
        'all are linked',
        () => played?.state.eaters.every(({ connected }) => connected) === true,
      );
      expect(played.output().buffers).toEqual([]);
      await encoding.set('begun', true);
      await playedSeconds(played, 3);
      const { caps, buffers } = played.output();
      const file = join(folder, 'late.mp4');
      writeFileSync(
        file,
        Buffer.concat([...(caps.at(-1)?.streamHeader ?? []), ...buffers.map(({ data }) => data)]),
      );
      expect(await codecsIn(file)).toEqual(codecs);
    } finally {
      await encoding.stop();
      rmSync(folder, { recursive: true });
    }
  },
);

test('starts and stops without a trace', async () => {
  await restartsCleanly(mp4, { properties: { 'fragment-duration': 40 }, inputs: { 'default:audio': AAC } });
});
