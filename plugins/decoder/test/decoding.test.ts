import { beforeEach, expect, test } from '@jest/globals';
import type { DecodedMedia, Decoder, DecoderLook, FeedBuffer, FeedCaps } from '@flumotion/core/plugin';
import { fakeContext } from '../../../test/support/fake-context';
import { Decoding } from '../src/decoding';

const SECOND = 1_000_000_000n;
const WEBM: FeedCaps = { text: 'video/webm', mediaType: 'video/webm', streamHeader: [Buffer.from('head')] };
const VP8: FeedCaps = { text: 'video/x-vp8', mediaType: 'video/x-vp8', streamHeader: [] };
const NOTHING: DecodedMedia = {
  present: false,
  caps: undefined,
  first: undefined,
  own: undefined,
  last: undefined,
};

/** What a decoder was told. */
let told: string[];
let look: { -readonly [K in keyof DecoderLook]: DecoderLook[K] };
let now: number;
let connected: boolean;
let decoding: Decoding;
let context: ReturnType<typeof fakeContext>;

const decoder: Decoder = {
  playing: true,
  begin: (caps, timed) => void told.push(`begin ${caps}${timed ? ' timed' : ''}`),
  buffer: ({ data }) => void told.push(data.toString()),
  look: () => look,
  move: (offset) => void told.push(`move ${String(offset / 1_000_000n)}`),
  release: (kind) => void told.push(`release ${kind}`),
  end: () => void told.push('end'),
};

function buffer(data: string, more: Partial<FeedBuffer> = {}): FeedBuffer {
  return {
    data: Buffer.from(data),
    pts: 100n * SECOND,
    delta: false,
    header: false,
    discont: false,
    ...more,
  };
}

/** Lets time pass with the component looking after its decoder and data coming in. */
function pass(seconds: number, data?: () => FeedBuffer): void {
  for (let step = 0; step < seconds * 10; step++) {
    now += 100;
    if (data) decoding.buffer(data());
    decoding.look();
  }
}

beforeEach(() => {
  told = [];
  look = { failure: undefined, video: NOTHING, audio: NOTHING };
  now = 0;
  connected = true;
  context = fakeContext({});
  decoding = new Decoding(
    {
      ...context,
      now: () => 100n * SECOND,
      element: () => ({
        factory: 'identity',
        get: () => undefined,
        set: () => undefined,
        ramp: () => undefined,
      }),
      eaters: () => [{ alias: 'default', connected, buffers: 0, caps: undefined }],
    },
    decoder,
    { kinds: ['video', 'audio'], blacklist: [], fix: () => true },
    () => now,
  );
});

test('a stream is begun with its headers and a keyframe', () => {
  decoding.caps(WEBM);
  decoding.buffer(buffer('head', { header: true }));
  decoding.buffer(buffer('delta', { delta: true }));
  expect(told).toEqual(['end']);
  decoding.buffer(buffer('key'));
  decoding.buffer(buffer('next', { delta: true }));
  expect(told).toEqual(['end', 'begin video/webm', 'head', 'key', 'next']);
});

test('a feed without keyframes is begun anywhere after a while', () => {
  decoding.caps(VP8);
  pass(2.9, () => buffer('delta', { delta: true }));
  expect(told).toEqual(['end']);
  pass(0.3, () => buffer('delta', { delta: true }));
  expect(told[1]).toBe('begin video/x-vp8 timed');
});

test('media is let go when both kinds are here, at the time of the flow', () => {
  decoding.caps({ ...WEBM, text: 'video/x-flv', mediaType: 'video/x-flv' });
  decoding.buffer(buffer('key'));
  look.video = { ...NOTHING, present: true, caps: 'video/x-raw', first: 5n * SECOND };
  look.audio = { ...NOTHING, present: true };
  decoding.look();
  expect(told.at(-1)).toBe('key');
  look.audio = { ...NOTHING, present: true, caps: 'audio/x-raw', first: 4n * SECOND };
  decoding.look();
  expect(told.slice(-3)).toEqual(['move 95000', 'release video', 'release audio']);
  expect(context.said).toEqual([]);
});

test('times of a container that has those of the flow are left alone', () => {
  decoding.caps(WEBM);
  decoding.buffer(buffer('key'));
  const own = 100n * SECOND - 30_000_000n;
  look.video = { ...NOTHING, present: true, caps: 'video/x-raw', first: 0n, own };
  decoding.look();
  expect(told.slice(-2)).toEqual(['move 99970', 'release video']);
  expect(context.said.map(({ id }) => id)).toEqual(['no-audio']);
});

test('a kind that never comes is not waited for; it may follow', () => {
  decoding.caps(WEBM);
  decoding.buffer(buffer('key'));
  look.video = { ...NOTHING, present: true, caps: 'video/x-raw', first: 100n * SECOND };
  look.audio = { ...NOTHING, present: true };
  pass(1.9);
  expect(told.at(-1)).toBe('key');
  pass(0.4);
  expect(told.at(-1)).toBe('release video');
  look.audio = { ...look.audio, caps: 'audio/x-raw', first: 100n * SECOND };
  pass(0.1);
  expect(told.at(-1)).toBe('release audio');
});

test('what breaks is begun again at once, and then with growing waits', () => {
  decoding.caps(VP8);
  look.failure = {
    source: 'vp8dec0',
    domain: 'gst-stream-error-quark',
    code: 7,
    text: 'bad',
    debug: 'very bad',
  };
  const begun = (): number => told.filter((one) => one.startsWith('begin')).length;
  pass(1, () => buffer('key'));
  // At once, and again after a second; it breaks whenever it is looked at.
  expect(begun()).toBe(2);
  pass(1, () => buffer('key'));
  expect(begun()).toBe(3);
  pass(120, () => buffer('key'));
  expect(begun()).toBeLessThan(12);
  expect(context.said).toHaveLength(1);
  expect(context.said[0]?.text).toBe(
    'the feed cannot be decoded: bad; it is begun again with the next keyframe',
  );
  // Another stream need not wait.
  const before = begun();
  decoding.caps(WEBM);
  decoding.buffer(buffer('key'));
  expect(begun()).toBe(before + 1);
});

test('a decoder that stands still while data comes is begun again; without data it is left', () => {
  decoding.caps(VP8);
  decoding.buffer(buffer('key'));
  look.video = { ...NOTHING, present: true, caps: 'video/x-raw', first: 100n * SECOND, last: 100n * SECOND };
  pass(60);
  expect(context.stats).toEqual({ streams: 1 });
  pass(11, () => buffer('key'));
  expect(context.stats).toEqual({ streams: 2, failures: 1 });
  expect(context.logged).toContain('the decoder stands still');
  // It works again, so people need not be told any more.
  expect(context.said.map(({ id }) => id)).toEqual(['no-audio']);
});

test('a stream in which nothing can be decoded, and one that is far behind, are begun again', () => {
  decoding.caps(VP8);
  pass(16, () => buffer('key'));
  expect(context.said[0]?.text).toMatch(/nothing in the feed can be decoded/);
  look.video = { ...NOTHING, present: true, caps: 'video/x-raw', first: 100n * SECOND, last: 89n * SECOND };
  pass(5, () => buffer('key'));
  expect(context.said.find(({ id }) => id === 'decoding')?.text).toMatch(/more than 10 s behind/);
});

test('after a loss of the feed, and when its headers come again, a new stream is begun', () => {
  decoding.caps(WEBM);
  decoding.buffer(buffer('key'));
  connected = false;
  decoding.look();
  expect(told.at(-1)).toBe('end');
  connected = true;
  // Feeds repeat caps that are known.
  decoding.caps(WEBM);
  decoding.buffer(buffer('key'));
  expect(told.slice(-3)).toEqual(['begin video/webm', 'head', 'key']);
  decoding.caps(WEBM);
  decoding.buffer(buffer('head', { header: true }));
  expect(told.at(-1)).toBe('end');
  decoding.buffer(buffer('key'));
  expect(told.slice(-3)).toEqual(['begin video/webm', 'head', 'key']);
});

test('a missing decoder is an error when nothing else can be decoded, else a warning', () => {
  decoding.caps(WEBM);
  decoding.buffer(buffer('key'));
  const text =
    'missing-plugin, type=(string)decoder, detail=(GstCaps)"audio/x-vorbis", name=(string)"Vorbis decoder";';
  decoding.said({ source: 'any', name: 'missing-plugin', text });
  look.video = { ...NOTHING, present: true, caps: 'video/x-raw', first: 100n * SECOND };
  decoding.look();
  expect(context.said).toEqual([
    expect.objectContaining({
      id: 'missing-decoder',
      level: 'warning',
      text: 'no decoder for Vorbis is on this machine',
    }),
  ]);
  look.failure = { source: 'any', domain: 'gst-core-error-quark', code: 12, text: 'no', debug: '' };
  decoding.look();
  expect(context.said).toEqual([expect.objectContaining({ id: 'missing-decoder', level: 'error' })]);
});
