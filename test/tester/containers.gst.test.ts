import type { StreamChecker } from '../../core/src/tester/checker';
import { checkerFor } from '../../core/src/tester/choose-checker';
import { gstStream } from '../support/gst-stream';

const webm = gstStream(
  'videotestsrc num-buffers=60 ! video/x-raw,width=160,height=120 ! vp8enc ! queue ! webmmux name=mux streamable=true ' +
    '! filesink name=out audiotestsrc num-buffers=90 ! vorbisenc ! queue ! mux.',
);
const mpegTs = gstStream(
  'audiotestsrc num-buffers=200 ! audioconvert ! opusenc ! mpegtsmux ! filesink name=out',
);
const picturesAndSound =
  'videotestsrc num-buffers=60 ! video/x-raw,format=I420,width=160,height=120 ! x264enc tune=zerolatency key-int-max=25 ' +
  '! h264parse ! queue ! mux. audiotestsrc num-buffers=90 ! audio/x-raw,rate=44100 ! avenc_aac ! aacparse ! queue ! mux. ';
const mp4 = gstStream(
  picturesAndSound + 'mp4mux name=mux streamable=true fragment-duration=500 ! filesink name=out',
);
const mp3 = gstStream(
  'audiotestsrc num-buffers=200 wave=pink-noise ! audioconvert ! lamemp3enc target=bitrate bitrate=128 cbr=true ! filesink name=out',
);
const adts = gstStream(
  'audiotestsrc num-buffers=200 wave=pink-noise ! audio/x-raw,rate=44100 ! audioconvert ! avenc_aac ! aacparse ! audio/mpeg,stream-format=adts ! filesink name=out',
);
const flv = gstStream(picturesAndSound + 'flvmux name=mux streamable=true ! filesink name=out');

function check(type: string, bytes: Buffer, pieceSize = bytes.length): StreamChecker {
  const checker = checkerFor(type);
  for (let at = 0; at < bytes.length; at += pieceSize) checker.push(bytes.subarray(at, at + pieceSize));
  return checker;
}

function reasons(type: string, bytes: Buffer): string[] {
  return [...new Set(check(type, bytes).problems.map((problem) => problem.reason))];
}

function without(bytes: Buffer, from: number, count: number): Buffer {
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + count)]);
}

describe.each([
  ['video/webm', webm, 'WebM'],
  ['video/mp2t', mpegTs, 'MPEG-TS: opus'],
  ['video/mp4', mp4, 'MP4: 2 tracks'],
  ['video/x-flv', flv, 'FLV: '],
  ['audio/mpeg', mp3, 'MP3: 44100 Hz'],
  ['audio/aac', adts, 'AAC: 44100 Hz'],
])('a real stream of type %s', (type, stream, name) => {
  it.each([1, 7, 1000, stream.length])('is good in pieces of %d bytes', (size) => {
    const checker = check(type, stream, size);
    expect(checker.awaits).toBeUndefined();
    checker.end();
    expect(checker.problems).toEqual([]);
    expect(checker.description).toContain(name);
  });

  it('awaits what a player needs', () => {
    expect(check(type, stream.subarray(0, 100)).awaits).toBeDefined();
  });

  it('is noticed to be cut off', () => {
    const checker = check(type, stream.subarray(0, stream.length - 5));
    expect(checker.problems).toEqual([]);
    checker.end();
    expect(checker.problems).toHaveLength(1);
  });

  it('is noticed to lack bytes in the middle', () => {
    for (let at = 2000; at < stream.length - 2000; at += 1777) {
      const checker = check(type, without(stream, at, 100));
      checker.end();
      expect({ at, found: checker.problems.length > 0 }).toEqual({ at, found: true });
    }
  });
});

describe('an MPEG transport stream', () => {
  it('is noticed to lack packets, but not where it says so', () => {
    const packets = Math.floor(mpegTs.length / 188);
    const middle = Math.floor(packets / 2) * 188;
    expect(reasons('video/mp2t', without(mpegTs, middle, 188 * 3))).toEqual(['packets are missing']);
  });

  it('is told by what its tables say, not by the numbers of packets', () => {
    const both = gstStream(`${picturesAndSound}mpegtsmux name=mux ! filesink name=out`);
    const checker = check('video/mp2t', both.subarray(0, Math.floor(both.length / 188) * 188));
    expect(checker.description.split(/[:,] /).sort()).toEqual(['MPEG-TS', 'aac', 'h264']);
    // Without what says which streams there are, a packet of one is no media. The muxer numbers streams from 0x41 on.
    const packets = Array.from({ length: Math.floor(both.length / 188) }, (_, index) =>
      both.subarray(index * 188, (index + 1) * 188),
    );
    const of = (packet: Buffer): number => packet.readUInt16BE(1) & 0x1fff;
    const [pat = Buffer.alloc(0)] = packets.filter((packet) => of(packet) === 0);
    const media = packets.filter((packet) => of(packet) > 0x40);
    expect(media.length).toBeGreaterThan(10);
    expect(check('video/mp2t', Buffer.concat([pat, ...media])).awaits).toBe('the table of streams (PMT)');
  });

  it('may hold a packet twice', () => {
    const at = Math.floor(mpegTs.length / 188 / 2) * 188;
    const twice = Buffer.concat([mpegTs.subarray(0, at + 188), mpegTs.subarray(at)]);
    expect(reasons('video/mp2t', twice)).toEqual([]);
  });
});

describe.each([
  ['audio/mpeg', mp3],
  ['audio/aac', adts],
])('a stream of frames of type %s', (type, stream) => {
  it.each([1, 57, 200, 333])('may be joined in the middle of a frame, %d bytes on', (skipped) => {
    const checker = check(type, stream.subarray(skipped), 500);
    expect(checker.problems).toEqual([]);
    expect(checker.awaits).toBeUndefined();
  });

  it('is noticed to be none', () => {
    const noise = Buffer.alloc(100_000, 'no sound ');
    expect(reasons(type, noise)).toHaveLength(1);
    expect(check(type, noise).awaits).toBeDefined();
  });
});

describe('an MP3 stream', () => {
  it('may begin with a tag', () => {
    const tag = Buffer.concat([
      Buffer.from('ID3\x04\0\0\0\0\x0f\x50', 'latin1'),
      Buffer.alloc(2000, 'picture'),
    ]);
    const checker = check('audio/mpeg', Buffer.concat([tag, mp3]), 100);
    expect(checker.problems).toEqual([]);
    expect(checker.awaits).toBeUndefined();
  });

  it('is noticed to change its form', () => {
    const slow = gstStream(
      'audiotestsrc num-buffers=20 ! audio/x-raw,rate=22050 ! lamemp3enc ! filesink name=out',
    );
    expect(reasons('audio/mpeg', Buffer.concat([mp3, slow]))).toContain('the form of the sound changes');
  });
});

describe('checkerFor', () => {
  it.each([
    ['application/ogg', 'Ogg'],
    ['video/ogg; codecs="theora"', 'Ogg'],
    ['Audio/OGG', 'Ogg'],
    ['audio/webm', 'WebM'],
    ['video/MP2T', 'MPEG-TS'],
    ['audio/mpeg', 'MP3'],
    ['audio/aacp', 'AAC'],
    ['audio/basic', 'audio/basic (content not checked)'],
    ['', 'no media type (content not checked)'],
  ])('chooses by the media type %j', (type, description) => {
    expect(checkerFor(type).description).toContain(description);
  });
});
