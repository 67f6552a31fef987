import { readTags, tagEvent } from '../../core/src/feed/tags';

/** As GStreamer 1.22 wrote it: two lists inside one another, each with its own quoting. */
const WIRE =
  'GstTagList-stream, taglist=(taglist)"taglist\\,\\ title\\=\\(string\\)\\"Its\\\\\\;\\\\\\ a\\\\\\ title\\\\\\ \\\\342\\\\230\\\\203\\"\\,' +
  '\\ artist\\=\\(string\\)Me\\,\\ bitrate\\=\\(uint\\)64000\\,\\ has-crc\\=\\(boolean\\)false\\;";';
const event = (text: string): { type: number; text: string } => ({ type: 20510, text });
const list = (fields: string): { type: number; text: string } =>
  event(`GstTagList-global, taglist=(taglist)"taglist\\,\\ ${fields.replace(/[^\w]/g, '\\$&')}\\;";`);

test('tags of GStreamer are read, texts and numbers', () => {
  expect(readTags(event(WIRE))).toEqual({
    scope: 'stream',
    tags: { title: 'Its; a title ☃', artist: 'Me', bitrate: 64000 },
  });
});

test.each([
  ['the first of several', 'artist=(string){ "A\\ B", C }', { artist: 'A B' }],
  ['the first of several typed one by one', 'artist=(string){ (string)A, (string)B }', { artist: 'A' }],
  ['a date', 'datetime=(datetime)2026-11-29T06:00:00Z', { datetime: '2026-11-29T06:00:00Z' }],
  ['no pictures', 'image=(sample)SGVsbG8=, title=(string)T', { title: 'T' }],
  [
    'no text that is none for people',
    `lyrics=(string)${'x'.repeat(300_000)}, title=(string)T`,
    { title: 'T' },
  ],
])('%s', (_, fields, tags) => {
  expect(readTags(list(fields))).toEqual({ scope: 'global', tags });
});

test('other events are none; a list that cannot be read is empty', () => {
  expect(readTags({ type: 17934, text: 'GstEventSegment, start=(guint64)0;' })).toBeUndefined();
  for (const text of [
    '<>',
    'GstTagList-stream, taglist=(taglist)"a',
    'GstTagList-stream, taglist=(taglist)"<"',
    '',
  ])
    expect(readTags(event(text))).toEqual({ scope: 'stream', tags: {} });
});

test('four megabytes that never end are read at once', () => {
  const began = performance.now();
  readTags(event(`GstTagList-stream, taglist=(taglist)"${'\\,'.repeat(2_000_000)}`));
  expect(performance.now() - began).toBeLessThan(2000);
});

test.each([
  'It\'s; a "quoted" \\ back\\101slash',
  'two\nlines\ttab',
  'Ünïcode 🎵, {a} <b> [c] (int)5',
  '-',
  ' ',
  'x'.repeat(5000),
])('what is written is read again: %j', (title) => {
  expect(readTags(tagEvent({ title, bitrate: 128_000 }))).toEqual({
    scope: 'stream',
    tags: { title, bitrate: 128_000 },
  });
});

test('empty texts and zeros in a text are left out; what is no tag is an error', () => {
  expect(readTags(tagEvent({ title: '', artist: 'a\0b' }))?.tags).toEqual({ artist: 'ab' });
  expect(readTags(tagEvent({}))?.tags).toEqual({});
  expect(() => tagEvent({ 'a=b': 'x' })).toThrow('no name of a tag');
  expect(() => tagEvent({ bitrate: 1.5 })).toThrow('expected a whole number');
});
