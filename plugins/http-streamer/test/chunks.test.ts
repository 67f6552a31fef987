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

it('lets what may wait gather in the feed, and finishes a chunk when its time is over', async () => {
  const { gather, chunks } = gatherer(120);
  expect(gather.drained(stream)).toBe(0);
  gather.add(Buffer.from('a'), false, stream);
  const first = gather.drained(stream);
  expect(first).toBeGreaterThan(60);
  expect(first).toBeLessThanOrEqual(120);
  gather.add(Buffer.from('b'), false, stream);
  let rest = gather.drained(stream);
  expect(rest).toBeLessThanOrEqual(first);
  await waitUntil('the end of the interval', () => (rest = gather.drained(stream)) === 0);
  expect(chunks.map(({ data }) => data.toString())).toEqual(['ab']);
  expect(gather.drained(stream)).toBe(0);
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
