import { expect } from '@jest/globals';
import { GdpParser, MAX_BUFFER, MAX_TEXT, serialiseGdp, type GdpPacket } from '../../core/src/feed/gdp';
import { gdpCrc } from '../../core/src/feed/gdp-crc';

const none = { pts: undefined, duration: undefined, offset: undefined, offsetEnd: undefined };
const packets: GdpPacket[] = [
  { kind: 'event', type: 10254, text: 'GstEventStreamStart, stream-id=(string)é;' },
  { kind: 'caps', text: 'application/ogg' },
  { kind: 'buffer', data: Buffer.from('header'), ...none, flags: 0x440 },
  { kind: 'buffer', data: Buffer.alloc(0), ...none, flags: 0 },
  {
    kind: 'buffer',
    data: Buffer.alloc(300, 7),
    pts: 3_600_000_000_000_000_000n,
    duration: 33_366_667n,
    offset: 4_294_967_296n,
    offsetEnd: 0n,
    flags: 0x2000,
  },
];
const wire = Buffer.concat(packets.map(serialiseGdp));

function parse(chunks: readonly Buffer[]): GdpPacket[] {
  const seen: GdpPacket[] = [];
  const parser = new GdpParser((packet) => seen.push(packet));
  for (const chunk of chunks) parser.push(chunk);
  return seen;
}

/** A header with a right checksum, so that only what is changed is wrong. */
function header(change: (bytes: Buffer) => void): Buffer {
  const bytes = serialiseGdp({ kind: 'buffer', data: Buffer.alloc(0), ...none, flags: 0 });
  change(bytes);
  bytes.writeUInt16BE(gdpCrc(bytes, 0, 58), 58);
  return bytes;
}

test('what is written is read back', () => {
  expect(parse([wire])).toEqual(packets);
});

test.each([1, 2, 7, 61, 62, 63, 100, 400])('chunks of %d bytes give the same packets', (size) => {
  const chunks = [];
  for (let at = 0; at < wire.length; at += size) chunks.push(wire.subarray(at, at + size));
  expect(parse(chunks)).toEqual(packets);
});

test('a payload whole in its chunk is not copied, one over two chunks is', () => {
  const [whole] = parse([wire]).filter((packet) => packet.kind === 'buffer');
  expect(whole?.data.buffer).toBe(wire.buffer);
  const cut = wire.length - 10;
  const last = parse([wire.subarray(0, cut), wire.subarray(cut)]).at(-1);
  expect(last?.kind === 'buffer' && last.data.buffer !== wire.buffer).toBe(true);
});

test.each<[string, Buffer, string]>([
  ['text', Buffer.from('GET / HTTP/1.1\r\n'.padEnd(62)), 'version 71.69, expected GDP 1.0'],
  ['another version', header((b) => (b[0] = 2)), 'version 2.0, expected GDP 1.0'],
  ['another type', header((b) => b.writeUInt16BE(9, 4)), 'packet type 9'],
  ['a long buffer', header((b) => b.writeUInt32BE(MAX_BUFFER + 1, 6)), `says ${MAX_BUFFER + 1} bytes`],
  [
    'long caps',
    header((b) => {
      b.writeUInt16BE(2, 4);
      b.writeUInt32BE(MAX_TEXT + 1, 6);
    }),
    `at most ${MAX_TEXT}`,
  ],
])('%s is refused, whole or in pieces', (_, bytes, reason) => {
  const error = { code: 'feed-invalid', message: expect.stringContaining(reason) };
  expect(() => parse([bytes])).toThrow(expect.objectContaining(error));
  expect(() => parse([bytes.subarray(0, 3), bytes.subarray(3)])).toThrow(expect.objectContaining(error));
});

test('a damaged header is refused by its checksum', () => {
  const bytes = Buffer.from(wire);
  bytes[12] = 1;
  expect(() => parse([bytes])).toThrow(expect.objectContaining({ code: 'feed-invalid' }));
});
