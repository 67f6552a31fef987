import { expect } from '@jest/globals';
import fc from 'fast-check';
import { FlumotionError } from '../../core/src/errors';
import { checkGreeting, makeHello } from '../../core/src/feed/handshake';
import { GdpParser, serialiseGdp, type GdpPacket } from '../../core/src/feed/gdp';

const time = fc.option(fc.bigInt({ min: 0n, max: 2n ** 63n }), { nil: undefined });
const text = fc.string({ maxLength: 200 }).map((value) => value.replaceAll('\0', ''));
const packet: fc.Arbitrary<GdpPacket> = fc.oneof(
  fc.record({ kind: fc.constant('caps' as const), text }),
  fc.record({ kind: fc.constant('event' as const), type: fc.integer({ min: 0, max: 60_000 }), text }),
  fc.record({
    kind: fc.constant('buffer' as const),
    data: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    pts: time,
    duration: time,
    offset: time,
    offsetEnd: time,
    flags: fc.integer({ min: 0, max: 0xffff }),
  }),
);

function read(pieces: readonly Buffer[]): GdpPacket[] {
  const seen: GdpPacket[] = [];
  const parser = new GdpParser((each) => seen.push(each));
  for (const piece of pieces) parser.push(piece);
  return seen;
}

function cut(wire: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (let index = 0; at < wire.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    pieces.push(wire.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

const sizes = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 20 });

test('whatever is written is read back, however it is cut', () => {
  fc.assert(
    fc.property(fc.array(packet, { maxLength: 8 }), sizes, (packets, lengths) => {
      const wire = Buffer.concat(packets.map(serialiseGdp));
      expect(read(cut(wire, lengths))).toEqual(packets);
    }),
    { numRuns: 300 },
  );
});

test('bytes that are changed give packets or the error for it, never anything else', () => {
  const change = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
  fc.assert(
    fc.property(
      fc.array(packet, { minLength: 1, maxLength: 5 }),
      fc.array(change, { maxLength: 10 }),
      sizes,
      (packets, changes, lengths) => {
        const wire = Buffer.concat(packets.map(serialiseGdp));
        for (const { at, byte } of changes) wire[at % wire.length] = byte;
        try {
          read(cut(wire, lengths));
        } catch (error) {
          expect(error).toBeInstanceOf(FlumotionError);
          expect((error as FlumotionError).code).toBe('feed-invalid');
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test('a greeting is right or refused', () => {
  const nonce = JSON.parse(makeHello().line) as { nonce: string };
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 500 }),
        fc.json(),
        fc.constant('{"__proto__":{"proof":1}}'),
      ),
      (line) => {
        expect(() => checkGreeting(line, { feeds: ['/a/b:c'], secret: 's', nonce: nonce.nonce })).toThrow(
          expect.objectContaining({ code: 'feed-greeting-invalid' }),
        );
      },
    ),
    { numRuns: 500 },
  );
});
