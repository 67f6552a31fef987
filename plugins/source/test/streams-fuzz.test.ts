import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AAC } from '../src/formats/aac';
import { commentsOf } from '../src/formats/comments';
import { FlacReader } from '../src/formats/flac';
import { Unreadable, type FormatReader, type FormatSink } from '../src/formats/format';
import { FrameReader } from '../src/formats/frames';
import { MatroskaReader } from '../src/formats/matroska';
import { TransportReader } from '../src/formats/mpegts';
import { MP3 } from '../src/formats/mp3';
import { OggReader } from '../src/formats/ogg';
import { AnyReader } from '../src/formats/recognise';
import { Collector } from './collector';
import { bytes, cutAt } from './fuzzing';
import { mp3, oggPage } from './rig';

/** The beginning of a stream with pictures, up to into a cluster. */
const MATROSKA = Buffer.from(
  '1a45dfa3801853806701ffffffffffffff1654ae6b88ae86d781018381011f43b67501ffffffffffffffe78100',
  'hex',
).toString('latin1');

describe('streams', () => {
  const first = (text: string): fc.Arbitrary<Buffer> =>
    bytes(100).map((more) => Buffer.concat([Buffer.from(text, 'latin1'), more]));
  /** What streams are made of, so that the readers get further than to their first byte. */
  const parts = fc.oneof(
    bytes(60),
    fc
      .tuple(
        fc.oneof(
          bytes(300),
          ...['\x01vorbis', 'OpusHead', '\x7fFLAC', 'Speex   ', '\x80theora', 'OVP80\x01'].map((text) =>
            first(text),
          ),
        ),
        fc.constantFrom(0, 1, 2, 4),
        fc.bigInt(-2n, 1n << 40n),
        fc.nat(2),
      )
      .map((page) => oggPage(...page)),
    fc
      .constantFrom(
        '1a45dfa380',
        '1a45dfa3844282847765626d',
        '18538067',
        '01ffffffffffffff',
        '1549a96680',
        '1549a96687448984ffffffff',
        '1654ae6b88ae86d78101838101',
        '1f43b675',
        'ff',
        'e78100',
        'a3858100008000',
        'a38181',
        'a380',
        'a383a18081',
        'a0',
        'a1',
        '88',
      )
      .map((hex) => Buffer.from(hex, 'hex')),
    fc
      .tuple(fc.constantFrom(0, 0x11, 0x100, 0x1000, 0x1fff), fc.nat(255), bytes(180))
      .map(([pid, flags, more]) => {
        const packet = Buffer.alloc(188, more.length === 0 ? 0 : more);
        packet.writeUInt32BE(0x47400000 + (pid << 8) + flags);
        return packet;
      }),
    fc.constantFrom(
      mp3(1),
      mp3(3),
      Buffer.from('fff15080027ffc', 'hex'),
      Buffer.from('ID3\x04\0\0\0\0\x01\0'),
    ),
    fc
      .constantFrom('664c6143', '00000022', '84000004', 'fff8c9a80000', 'fff9')
      .map((hex) => Buffer.from(hex, 'hex')),
  );
  const stream = fc.array(parts, { maxLength: 30 }).map((all) => Buffer.concat(all));
  const readers: readonly (readonly [string, string, (sink: FormatSink) => FormatReader])[] = [
    ['of any kind', '', (sink) => new AnyReader('audio/mpeg', sink)],
    ['of Ogg', 'OggS', (sink) => new OggReader(sink)],
    ['of Matroska', MATROSKA, (sink) => new MatroskaReader(sink)],
    ['of MP3', '', (sink) => new FrameReader(MP3, sink)],
    ['of AAC', '', (sink) => new FrameReader(AAC, sink)],
    [
      'of FLAC',
      `fLaC\0\0\0\x22${'\0'.repeat(10)}\x0a\xc4\x42\xf0${'\0'.repeat(20)}\x84\0\0\0`,
      (sink) => new FlacReader(sink),
    ],
    ['of MPEG-TS', '', (sink) => new TransportReader(sink)],
  ];

  test('of MP3 with a tag amid rubbish are read the same wherever they are cut', () => {
    const data = Buffer.concat([Buffer.alloc(20), Buffer.from('ID3\x04\0\0\0\0\x01\0'), mp3(5)]);
    const media = Array.from(data.keys(), (place) => {
      const sink = new Collector();
      const reader = new FrameReader(MP3, sink);
      for (const piece of cutAt(data, [place])) reader.push(piece);
      return sink.media.toString('latin1');
    });
    expect(new Set(media).size).toBe(1);
  });

  test.each(readers)('%s are read the same however they are cut, or refused', (_, start, make) => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(10_000), { maxLength: 10 }), (rest, cuts) => {
        const data = Buffer.concat([Buffer.from(start, 'latin1'), rest]);
        const results = [[data], cutAt(data, cuts)].map((pieces) => {
          const sink = new Collector();
          const reader = make(sink);
          try {
            for (const piece of pieces) reader.push(piece);
          } catch (error) {
            if (!(error instanceof Unreadable)) throw error;
          }
          for (const piece of sink.pieces) expect(piece.time ?? 0n).toBeLessThan(1n << 80n);
          return sink.media.toString('latin1');
        });
        expect(results[1]).toBe(results[0]);
      }),
      { numRuns: 300 },
    );
  });

  test('comments are read as far as they are whole', () => {
    fc.assert(
      fc.property(bytes(200), (block) => {
        for (const text of Object.values(commentsOf(block))) expect(text.length).toBeLessThanOrEqual(1000);
      }),
    );
  });
});
