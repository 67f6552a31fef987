import type { Chunk } from '../src/chunks';
import { MAX_AGE, MAX_HISTORY, Ring, type Burst } from '../src/ring';
import { NO_TITLE } from '../src/title';
import { Stream } from '../src/stream';

const stream = new Stream({ text: 'application/ogg', mediaType: 'application/ogg', streamHeader: [] });
const none: Burst = { time: 0, size: 0 };

/** Fills a ring with chunks of 100 bytes, one each 100 ms, with a keyframe in every `group`-th. */
function filled(count: number, group: number, burst: Burst, lag: number, bytes = 100): Ring {
  const ring = new Ring();
  for (let index = 0; index < count; index++) {
    const data = Buffer.alloc(bytes);
    const key = index % group === 0 ? data : undefined;
    const chunk: Chunk = {
      framed: Buffer.alloc(0),
      data,
      at: index * 100,
      stream,
      title: NO_TITLE,
      offset: index * bytes,
      fromFirstKey: key,
      fromLastKey: key,
    };
    ring.push(chunk, burst, lag);
  }
  return ring;
}

it('starts a burst at the newest keyframe that is old enough', () => {
  // Newest chunk is 99 (9.9 s); 3 s before it is 6.9 s, the keyframe before that 6.0 s.
  const ring = filled(100, 10, { time: 3, size: 0 }, 1);
  expect(ring.burstStart).toBe(60);
  expect(ring.newestKey).toBe(90);
  expect(ring.tail).toBe(60);
});

it('starts a burst at the newest keyframe that has enough bytes after it', () => {
  const ring = filled(100, 10, { time: 0, size: 2500 }, 1);
  expect(ring.burstStart).toBe(70);
});

it('starts at the newest keyframe when no length is wanted', () => {
  expect(filled(95, 10, none, 1).burstStart).toBe(90);
});

it('offers what there is while the history is short', () => {
  expect(filled(20, 10, { time: 30, size: 0 }, 1).burstStart).toBe(0);
});

it('keeps what a listener may lag, and no more', () => {
  const ring = filled(100, 1, none, 2);
  expect(ring.tail).toBe(79);
  expect(ring.bytes).toBe(21 * 100);
});

it('is bounded by bytes', () => {
  const ring = filled(100, 1000, { time: 60, size: 0 }, 60, MAX_HISTORY / 32);
  expect(ring.bytes).toBeLessThanOrEqual(MAX_HISTORY);
  expect(ring.head - ring.tail).toBe(32);
  expect(ring.burstStart).toBeUndefined();
  expect(ring.newestKey).toBeUndefined();
});

it('is bounded by time when keyframes are far apart', () => {
  const ring = filled(MAX_AGE * 10 + 100, 1_000_000, none, 1);
  expect(ring.head - ring.tail).toBeLessThanOrEqual(MAX_AGE * 10 + 1);
});

it('forgets without reusing numbers', () => {
  const ring = filled(10, 5, none, 10);
  ring.clear();
  expect([ring.tail, ring.head, ring.bytes, ring.burstStart]).toEqual([10, 10, 0, undefined]);
});
