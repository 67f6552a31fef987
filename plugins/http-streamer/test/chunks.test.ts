import { waitUntil } from '../../../test/support/wait-until';
import { Gatherer, MAX_CHUNK, type Chunk } from '../src/chunks';
import { Stream } from '../src/stream';

const stream = new Stream({ text: 'application/ogg', mediaType: 'application/ogg', streamHeader: [] });

function gatherer(interval: number): { gather: Gatherer; chunks: Chunk[] } {
  const chunks: Chunk[] = [];
  return {
    gather: new Gatherer(
      () => interval,
      (chunk) => chunks.push(chunk),
    ),
    chunks,
  };
}

it('lets what may wait gather in the feed, and makes a chunk each interval while there is something', () => {
  jest.useFakeTimers();
  const { gather, chunks } = gatherer(250);
  expect(gather.drained(stream)).toBe(0);
  gather.add(Buffer.from('a'), false, stream);
  expect(gather.drained(stream)).toBe(245);
  jest.advanceTimersByTime(245);
  gather.add(Buffer.from('b'), false, stream);
  expect(gather.drained(stream)).toBe(245);
  jest.advanceTimersByTime(245);
  // What came during a rest may have come at its beginning, so it is due at the end.
  gather.add(Buffer.from('c'), false, stream);
  expect(gather.drained(stream)).toBe(245);
  expect(chunks.map(({ data }) => data.toString())).toEqual(['ab', 'c']);
  jest.advanceTimersByTime(245);
  expect(gather.drained(stream)).toBe(0);
  jest.useRealTimers();
});

it('is asked again before an interval is over where the feed cannot keep so much', () => {
  jest.useFakeTimers();
  const { gather, chunks } = gatherer(250);
  gather.add(Buffer.from('a'), false, stream);
  for (const left of [165, 85, 5]) {
    expect(gather.drained(stream)).toBe(left + 80);
    jest.advanceTimersByTime(80);
    gather.add(Buffer.from('b'), false, stream);
  }
  expect(gather.drained(stream)).toBe(5);
  expect(chunks).toEqual([]);
  jest.advanceTimersByTime(5);
  expect(gather.drained(stream)).toBe(245);
  expect(chunks.map(({ data }) => data.toString())).toEqual(['abbb']);
  jest.useRealTimers();
});

it('finishes what a lost feed gave, and waits by itself for another that cannot', async () => {
  const { gather, chunks } = gatherer(60);
  gather.drained(stream);
  gather.add(Buffer.from('a'), false, stream);
  gather.lost(stream);
  expect(chunks).toHaveLength(1);
  gather.add(Buffer.from('b'), false, stream);
  await waitUntil('a second chunk', () => chunks.length === 2);
});

it('gathers what comes within the interval, and marks keyframes', async () => {
  const { gather, chunks } = gatherer(30);
  gather.add(Buffer.from('a'), false, stream);
  gather.add(Buffer.from('KK'), true, stream);
  gather.add(Buffer.from('b'), false, stream);
  gather.add(Buffer.from('K2'), true, stream);
  gather.add(Buffer.from('c'), false, stream);
  expect(chunks).toEqual([]);
  await waitUntil('a chunk', () => chunks.length === 1);
  expect(chunks[0]).toMatchObject({ offset: 0, stream });
  expect(chunks[0]!.data.toString()).toBe('aKKbK2c');
  expect(chunks[0]!.fromFirstKey?.toString()).toBe('KKbK2c');
  expect(chunks[0]!.fromLastKey?.toString()).toBe('K2c');
  gather.add(Buffer.from('next'), false, stream);
  await waitUntil('a second chunk', () => chunks.length === 2);
  expect(chunks[1]).toMatchObject({ offset: 7, fromFirstKey: undefined, fromLastKey: undefined });
});

it('shares memory between a chunk and its views, but not with the feed', () => {
  const { gather, chunks } = gatherer(0);
  const piece = Buffer.from('K1');
  gather.add(piece, true, stream);
  piece.fill(0);
  expect(chunks[0]!.data.toString()).toBe('K1');
  expect(chunks[0]!.fromFirstKey).toBe(chunks[0]!.data);
  expect(chunks[0]!.framed.toString()).toBe('00000002\r\nK1\r\n');
  expect(chunks[0]!.data.buffer).toBe(chunks[0]!.framed.buffer);
  expect(chunks[0]!.framed.buffer.byteLength).toBe(chunks[0]!.framed.length);
});

it('ends a chunk early when it is large', () => {
  const { gather, chunks } = gatherer(1000);
  gather.add(Buffer.alloc(MAX_CHUNK - 1), true, stream);
  expect(chunks).toHaveLength(0);
  gather.add(Buffer.alloc(2), false, stream);
  expect(chunks).toHaveLength(1);
});

it('emits nothing after it was closed', async () => {
  const { gather, chunks } = gatherer(5);
  gather.add(Buffer.from('a'), true, stream);
  gather.close();
  await new Promise((resolve) => setTimeout(resolve, 20));
  gather.flush(stream);
  expect(chunks).toEqual([]);
});
