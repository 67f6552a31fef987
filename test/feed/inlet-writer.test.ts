import { PassThrough } from 'node:stream';
import type { Socket } from 'node:net';
import { GdpParser, type GdpPacket } from '../../core/src/feed/gdp';
import { InletWriter } from '../../core/src/feed/inlet-writer';
import { parseCaps } from '../../core/src/feed/caps';
import { segmentClock } from '../../core/src/feed/segment';
import type { FeedBuffer } from '../../core/src/plugin';

const BIG = 9 * 1024 * 1024;

function buffer(text: string | Buffer, delta = false, header = false): FeedBuffer {
  return { data: Buffer.from(text), pts: 5n, delta, header, discont: false };
}

/** What arrives at the other end. */
function arrived(writer: InletWriter): GdpPacket[] {
  const packets: GdpPacket[] = [];
  const pipe = new PassThrough({ highWaterMark: 64 * 1024 * 1024 });
  writer.open(pipe as unknown as Socket);
  const parser = new GdpParser((packet) => packets.push(packet));
  for (let bytes = pipe.read() as Buffer | null; bytes; bytes = pipe.read() as Buffer | null)
    parser.push(bytes);
  return packets;
}

const texts = (packets: readonly GdpPacket[]): string[] =>
  packets.flatMap((packet) => (packet.kind === 'buffer' ? [packet.data.toString('latin1', 0, 5)] : []));

test('caps with stream headers, a segment of running time and the buffers arrive as they were given', () => {
  const writer = new InletWriter();
  writer.caps('video/x-thing, level=(int)3', [Buffer.from('head'), Buffer.from('tail')]);
  writer.buffer(buffer('one'));
  writer.buffer({ ...buffer('two', true), duration: 7n, discont: true });
  const packets = arrived(writer);
  expect(packets.map(({ kind }) => kind)).toEqual(['event', 'caps', 'event', 'buffer', 'buffer']);
  const caps = packets.find((packet) => packet.kind === 'caps');
  expect(parseCaps(caps?.text ?? '')).toMatchObject({
    mediaType: 'video/x-thing',
    streamHeader: [Buffer.from('head'), Buffer.from('tail')],
  });
  const segment = packets[2];
  expect(segment?.kind === 'event' ? segmentClock(segment.text)?.(42n) : undefined).toBe(42n);
  expect(packets.at(-1)).toMatchObject({ kind: 'buffer', pts: 5n, duration: 7n, flags: 0x2040 });
});

test('what does not fit is left out up to the next buffer that stands by itself', () => {
  const writer = new InletWriter();
  writer.caps('video/x-thing');
  writer.buffer(buffer('first'));
  writer.buffer(buffer(Buffer.alloc(BIG, 'A'), true));
  writer.buffer(buffer(Buffer.alloc(BIG, 'B'), true));
  writer.buffer(buffer('delta', true));
  writer.buffer(buffer('again'));
  writer.buffer(buffer('after', true));
  expect(texts(arrived(writer))).toEqual(['first', 'AAAAA', 'again', 'after']);
});

test('a buffer before the caps is a mistake', () => {
  expect(() => {
    new InletWriter().buffer(buffer('x'));
  }).toThrow('before its caps');
});
