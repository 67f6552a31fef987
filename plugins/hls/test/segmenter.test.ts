import { beforeEach, expect, test } from '@jest/globals';
import type { FeedBuffer, FeedCaps } from '@flumotion/core/plugin';
import type { Segment } from '../src/segment';
import { MAX_SEGMENT, Segmenter } from '../src/segmenter';

const TS: FeedCaps = { text: 'video/mpegts', mediaType: 'video/mpegts', streamHeader: [] };

function buffer(text: string, seconds: number, delta: boolean): FeedBuffer {
  const pts = BigInt(Math.round(seconds * 1e9));
  return { data: Buffer.from(text, 'latin1'), pts, delta, header: false, discont: false };
}

const segments: Segment[] = [];
beforeEach(() => {
  segments.length = 0;
});
const cut = (target: number): Segmenter =>
  new Segmenter({ target }, { segment: (segment) => segments.push(segment) });

test('cuts at the last keyframe that keeps a segment within its length', () => {
  const segmenter = cut(4);
  segmenter.caps(TS);
  for (let time = 0; time < 24; time += 1.5) segmenter.buffer(buffer('K', time, false));
  expect(segments.slice(1).map(({ duration }) => duration)).toEqual(segments.slice(1).map(() => 3));
  expect(segments.some(({ forced }) => forced)).toBe(false);
});

test('ends a segment that would not fit into memory', () => {
  const segmenter = cut(60);
  segmenter.caps(TS);
  const data = Buffer.alloc(MAX_SEGMENT / 4);
  for (let time = 0; time < 6; time++)
    segmenter.buffer({ ...buffer('', time, time > 0), data, pts: BigInt(time) * 1_000_000_000n });
  expect(segments.map(({ data: { length } }) => length)).toEqual([MAX_SEGMENT]);
});

test('puts the tables in front where the muxer did not', () => {
  const segmenter = cut(2);
  const tables = Buffer.concat([Buffer.from([0x47, 0x40, 0x00]), Buffer.alloc(185)]);
  segmenter.caps({ ...TS, streamHeader: [tables] });
  for (let time = 0; time < 4; time++) segmenter.buffer(buffer('\x47\x01\x00', time, false));
  segmenter.finish();
  expect(segments[0]?.data.subarray(0, 188).equals(tables)).toBe(true);
});

test('without a keyframe in time a segment is cut before it would be too long, and lasts as long as it says', () => {
  const segmenter = cut(2);
  segmenter.caps(TS);
  for (let frame = 0; frame < 200; frame++) segmenter.buffer(buffer('F', frame / 25, frame % 100 !== 0));
  expect(segments.map(({ duration }) => Math.round(duration * 25))).toEqual([62, 38, 62]);
  expect(segments.map(({ forced }) => forced)).toEqual([false, true, false]);
  segments.reduce((before, segment) => {
    expect(segment.date - before.date).toBeCloseTo(before.duration * 1000, 3);
    return segment;
  });
});
