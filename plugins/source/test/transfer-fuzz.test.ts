import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseHead } from '@flumotion/web';
import { BadBody, ChunkedBody, PlainBody } from '../src/body';
import { framingOf } from '../src/framing';
import { songOf, streamWords, tagsOf } from '../src/words';
import { bytes, cutAt } from './fuzzing';

describe('bodies in chunks', () => {
  const body = fc.record({
    chunks: fc.array(
      bytes(300).filter(({ length }) => length > 0),
      { maxLength: 8 },
    ),
    cuts: fc.array(fc.nat(5000), { maxLength: 12 }),
    extension: fc.constantFrom('', ';a=b', ' ; x', '\t'),
    lines: fc.array(fc.constantFrom('A: b', 'x'), { maxLength: 3 }),
    end: fc.constantFrom('\r\n', '\n'),
    after: bytes(20),
  });

  test('are what was sent, however they are cut', () => {
    fc.assert(
      fc.property(body, ({ chunks, cuts, extension, lines, end, after }) => {
        const parts = chunks.flatMap((chunk) => [
          Buffer.from(`${chunk.length.toString(16)}${extension}${end}`),
          chunk,
          Buffer.from(end),
        ]);
        const last = Buffer.from(`0${end}${lines.map((line) => `${line}${end}`).join('')}${end}`);
        const reader = new ChunkedBody();
        const got = cutAt(Buffer.concat([...parts, last, after]), cuts).flatMap((piece) =>
          reader.read(piece),
        );
        expect(Buffer.concat(got).equals(Buffer.concat(chunks))).toBe(true);
        expect(reader.done).toBe(true);
      }),
    );
  });

  test('that are broken are refused as such, and never give more than came', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            bytes(40),
            fc.constantFrom('5\r\n', '\r\n', '0\r\n', 'ffffffffffff\r\n').map((text) => Buffer.from(text)),
          ),
          { maxLength: 20 },
        ),
        (pieces) => {
          const reader = new ChunkedBody();
          let given = 0;
          try {
            for (const piece of pieces)
              given += reader.read(piece).reduce((sum, { length }) => sum + length, 0);
          } catch (error) {
            expect(error).toBeInstanceOf(BadBody);
          }
          expect(given).toBeLessThanOrEqual(pieces.reduce((sum, { length }) => sum + length, 0));
        },
      ),
    );
  });

  test.each([
    ['a line without an end', [Buffer.alloc(2000, '1')]],
    ['a line without an end that comes in bits', Array.from({ length: 2000 }, () => Buffer.from('1'))],
    ['a size that no number holds', [Buffer.from('fffffffffffffff\r\n')]],
    ['a negative size', [Buffer.from('-1\r\n')]],
    ['no size', [Buffer.from('\r\n')]],
    ['a chunk that is longer than it says', [Buffer.from('1\r\nab\r\n')]],
    [
      'endless lines behind the last chunk',
      [Buffer.from('0\r\n'), ...Array.from({ length: 200 }, () => Buffer.from('a: b\r\n'))],
    ],
  ])('%s is refused', (_, pieces) => {
    const reader = new ChunkedBody();
    expect(() => pieces.forEach((piece) => reader.read(piece))).toThrow(BadBody);
  });
});

test('a body with a length is that long', () => {
  fc.assert(
    fc.property(bytes(200), fc.nat(200), fc.array(fc.nat(500), { maxLength: 5 }), (data, length, cuts) => {
      const reader = new PlainBody(length);
      const got = Buffer.concat(cutAt(data, cuts).flatMap((piece) => reader.read(piece)));
      expect(got.equals(data.subarray(0, length))).toBe(true);
      expect(reader.done).toBe(data.length >= length);
    }),
  );
});

test('heads of sources, whatever is in them, are read or refused', () => {
  const word = fc.string({
    unit: fc.constantFrom(
      'a',
      '%',
      '=',
      '&',
      '/',
      '?',
      '+',
      'ü',
      '\0',
      ' ',
      '\r',
      '\n',
      ':',
      ',',
      ';',
      '0',
      'f',
      '-',
    ),
    maxLength: 20,
  });
  const field = fc.tuple(
    fc.oneof(
      fc.constantFrom(
        'Content-Length',
        'Transfer-Encoding',
        'Expect',
        'ice-name',
        'ice-audio-info',
        'icy-br',
        'Host',
        'Authorization',
      ),
      word,
    ),
    fc.oneof(word, fc.constantFrom('chunked', '100-continue', '5', '1e9', '0x10', '99999999999999999999')),
  );
  fc.assert(
    fc.property(
      fc.constantFrom('PUT', 'SOURCE', 'GET', 'OPTIONS'),
      word,
      fc.constantFrom('1.0', '1.1', '2.0', '1.'),
      fc.array(field, { maxLength: 6 }),
      (method, target, version, fields) => {
        const lines = [
          `${method} /${target} HTTP/${version}`,
          ...fields.map(([name, value]) => `${name}: ${value}`),
        ];
        const head = parseHead(`${lines.join('\r\n')}\r\n\r\n`);
        if (!('method' in head)) return;
        const framing = framingOf(head);
        if ('body' in framing) framing.body.read(Buffer.from('5\r\nabcde\r\n'));
        else expect(framing.status).toBeGreaterThanOrEqual(400);
        const said = { ...tagsOf(streamWords(head.fields)), ...songOf(head.target)?.tags };
        for (const text of Object.values(said)) expect(String(text)).not.toMatch(/\p{Cc}/u);
      },
    ),
    { numRuns: 1000 },
  );
});
