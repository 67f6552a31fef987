import { expect, test } from '@jest/globals';
import type { FeedBuffer, FeedCaps } from '@flumotion/core/plugin';
import { Intake } from '../src/intake';

function caps(text: string, ...headers: string[]): FeedCaps {
  return {
    text,
    mediaType: text.split(',')[0] ?? '',
    streamHeader: headers.map((header) => Buffer.from(header)),
  };
}

function buffer(data: string, header = false): FeedBuffer {
  return { data: Buffer.from(data), delta: false, header, discont: false };
}

/** An intake, and how often a stream began. */
function intake(first: FeedCaps): { readonly intake: Intake; readonly begun: () => number } {
  let count = 0;
  const made = new Intake(() => count++);
  made.begin(first);
  return { intake: made, begun: () => count };
}

const start = (one: Intake): string[] => one.start.map(({ data }) => data.toString());

test.each([
  ['application/ogg', false, 1n],
  ['video/webm', false, 1n],
  ['video/x-matroska', false, 1n],
  ['video/mpegts, systemstream=(boolean)true', false, 0n],
  ['video/quicktime, variant=(string)iso-fragmented', false, 0n],
  ['video/x-flv', false, 0n],
  ['audio/mpeg, mpegversion=(int)1, layer=(int)3', false, 0n],
  ['audio/mpeg, mpegversion=(int)4, stream-format=(string)adts', false, 0n],
  ['audio/mpeg, mpegversion=(int)4, stream-format=(string)raw', true, 10n],
  ['video/x-h264, stream-format=(string)avc', true, 10n],
  ['video/mpeg, mpegversion=(int)2, systemstream=(boolean)false', true, 10n],
  ['audio/x-vorbis', true, 10n],
])('%s', (text, timed, seconds) => {
  const { intake: one } = intake(caps(text));
  expect([one.timed, one.tolerance]).toEqual([timed, seconds * 1_000_000_000n]);
});

test('headers come from the caps, or from the buffers where these have none', () => {
  const { intake: known } = intake(caps('application/ogg', 'a', 'b'));
  expect(known.take(buffer('a', true))).toBe('header');
  expect(start(known)).toEqual(['a', 'b']);
  const { intake: found } = intake(caps('video/webm'));
  expect(found.take(buffer('c', true))).toBe('header');
  expect(found.take(buffer('d'))).toBe('media');
  expect(start(found)).toEqual(['c']);
});

test('headers after media are another stream', () => {
  const { intake: one, begun } = intake(caps('video/webm'));
  one.take(buffer('old', true));
  one.take(buffer('media'));
  one.take(buffer('new', true));
  expect([begun(), start(one)]).toEqual([2, ['new']]);
});

test('tables among transport packets and settings before keyframes are media', () => {
  for (const text of ['video/mpegts, systemstream=(boolean)true', 'video/x-h264']) {
    const { intake: one, begun } = intake(caps(text));
    one.take(buffer('media'));
    expect(one.take(buffer('settings', true))).toBe('media');
    expect([begun(), start(one)]).toEqual([1, []]);
  }
});

test('caps with other headers are not the same; headers without end are not kept', () => {
  const { intake: one } = intake(caps('video/webm', 'a'));
  expect(one.isSame(caps('video/webm', 'a'))).toBe(true);
  expect(one.isSame(caps('video/webm', 'b'))).toBe(false);
  expect(one.isSame(caps('video/webm', 'a', 'b'))).toBe(false);
  const { intake: many } = intake(caps('video/x-flv'));
  for (let count = 0; count < 1000; count++) many.take(buffer('x', true));
  expect(many.start.length).toBeLessThan(100);
});
