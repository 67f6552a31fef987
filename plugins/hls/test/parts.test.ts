import { beforeEach, expect, test } from '@jest/globals';
import type { Part, Segment, SegmentStart } from '../src/segment';
import { Segmenter, type Cutting } from '../src/segmenter';
import { buffer, play, TS } from './support';

const segments: Segment[] = [];
const parts: (Part & { of: SegmentStart })[] = [];
beforeEach(() => {
  segments.length = parts.length = 0;
});

function cut(cutting: Cutting): Segmenter {
  const segmenter = new Segmenter(cutting, {
    part: (part, of) => void parts.push({ ...part, of }),
    segment: (segment) => void segments.push(segment),
  });
  segmenter.caps(TS);
  return segmenter;
}

test('parts are as long as they may be, and together are their segment, whose bytes they share', () => {
  play(cut({ target: 2, part: 0.5 }), 0, 4.1);
  const [first] = segments;
  expect(first?.parts.map(({ duration }) => Math.round(duration * 10))).toEqual([5, 5, 5, 5]);
  expect(first?.parts.map(({ independent }) => independent)).toEqual([true, false, true, false]);
  expect(Buffer.concat(first?.parts.map(({ data }) => data) ?? []).equals(first?.data ?? Buffer.of())).toBe(
    true,
  );
  expect(first?.parts.every(({ data }) => data.buffer === first.data.buffer)).toBe(true);
  expect(parts.slice(0, 4).map(({ data }) => data.toString().split(' ')[0])).toEqual([
    'K0.0',
    'd0.5',
    'K1.0',
    'd1.5',
  ]);
  expect(parts.map(({ of }) => of.discontinuity)).toEqual([true, true, true, true, ...Array(4).fill(false)]);
});

test('parts of a stream that does not say how long its buffers last are never too long', () => {
  const segmenter = cut({ target: 2, part: 0.5 });
  // Pictures every 40 ms, and sound every 21 ms, in the order of a muxer.
  const times: [number, string][] = [];
  for (let frame = 0; frame < 100; frame++) times.push([frame * 0.04, 'V']);
  for (let frame = 0; frame < 190; frame++) times.push([frame * 0.021, 'A']);
  times.sort(([a], [b]) => a - b);
  for (const [time, kind] of times)
    segmenter.buffer(buffer(kind, time, !(kind === 'V' && Math.abs(time % 1) < 0.001)));
  expect(parts.length).toBeGreaterThan(6);
  for (const { duration } of parts) expect(duration).toBeLessThanOrEqual(0.5);
  for (const { duration, independent } of segments.flatMap((segment) => segment.parts.slice(0, -1)))
    if (!independent) expect(duration).toBeGreaterThan(0.425);
  for (const { duration, parts: own } of segments)
    expect(own.reduce((sum, part) => sum + part.duration, 0)).toBeCloseTo(duration, 6);
});

test('a segment ends after so many keyframes, if that is early enough', () => {
  play(cut({ target: 10, keyframes: 3 }), 0, 10);
  expect(segments.map(({ duration }) => duration)).toEqual([3, 3, 3]);
  segments.length = 0;
  play(cut({ target: 2, keyframes: 3 }), 0, 6.1);
  expect(segments.map(({ duration }) => duration)).toEqual([2, 2, 2]);
  segments.length = 0;
  const sound = cut({ target: 2, keyframes: 1 });
  for (let frame = 0; frame < 200; frame++) sound.buffer(buffer('A', frame / 50, false, 0.02));
  for (const { duration } of segments) expect(duration).toBeCloseTo(0.5, 6);
});

test('what is given early goes on without a gap, and without a keyframe', () => {
  const segmenter = cut({ target: 4 });
  play(segmenter, 0, 1.5);
  segmenter.giveEarly();
  play(segmenter, 1.5, 5.1);
  segmenter.finish();
  expect(segments.map(({ data }) => data.toString().slice(0, 4))).toEqual(['K0.0', 'd1.5', 'K5.0']);
  expect(segments.map(({ forced }) => forced)).toEqual([false, true, false]);
  expect(segments.map(({ discontinuity }) => discontinuity)).toEqual([true, false, false]);
  expect(segments.map(({ duration }) => Math.round(duration * 10))).toEqual([15, 35, 1]);
});

test('a stream that was away waits for a keyframe, also after it was given early', () => {
  const segmenter = cut({ target: 4 });
  play(segmenter, 0, 1.5);
  segmenter.giveEarly();
  segmenter.lost();
  play(segmenter, 1.5, 2.5);
  segmenter.finish();
  expect(segments.at(-1)?.data.toString().slice(0, 4)).toBe('K2.0');
  expect(segments.at(-1)).toMatchObject({ forced: false, discontinuity: true });
});

test('the tables of a stream stand in its first part', () => {
  const segmenter = cut({ target: 2, part: 0.5 });
  const tables = Buffer.concat([Buffer.from([0x47, 0x40, 0x00]), Buffer.alloc(185)]);
  segmenter.caps({ ...TS, streamHeader: [tables] });
  play(segmenter, 0, 2.1);
  expect(parts[0]?.data.subarray(0, 188).equals(tables)).toBe(true);
  expect(segments[0]?.data.subarray(0, 188).equals(tables)).toBe(true);
  expect(parts[1]?.data.toString()).toMatch(/^d0\.5/);
});
