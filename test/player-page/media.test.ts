import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { codecsOf, readPoster } from '../../player-page/src';
import { feed, parts } from '../../plugins/http-streamer/test/rig';

test.each([
  ['video/ogg', 'ogg-av', ['theora', 'vorbis']],
  ['application/ogg', 'ogg-audio', ['vorbis']],
  ['video/webm', 'webm', ['vp8']],
])('the codecs of %s by its headers', (contentType, name, codecs) => {
  const { headers } = parts(feed(name));
  expect(codecsOf(contentType, headers)).toEqual(codecs);
  for (let length = 0; length < headers.length; length += 7) {
    expect(codecs).toEqual(expect.arrayContaining(codecsOf(contentType, headers.subarray(0, length))));
  }
  expect(codecsOf('audio/mpeg', headers)).toEqual([]);
});

/** A box of MP4. */
function box(name: string, ...parts: readonly (Buffer | string)[]): Buffer {
  const content = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)),
  );
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, content]);
}

/** The head of an MP4 whose tracks have these sample entries. */
function mp4(...entries: readonly Buffer[]): Buffer {
  const tables = entries.map((entry) => box('trak', box('stsd', '00000000', '00000001', entry)));
  return Buffer.concat([box('ftyp', '69736f35', '00000200'), box('moov', ...tables)]);
}

/** A sample entry of sound with its descriptor. @param lengths - in hexadecimal; 4 bytes as ffmpeg has them, or one. */
const mp4a = (type: string, lengths = ''): Buffer =>
  box(
    'mp4a',
    '00'.repeat(28),
    box('esds', '00000000', `03${lengths}19`, '000200', `04${lengths}11`, type, '15'),
  );

test.each([
  ['H.264 and AAC', mp4(box('avc1', '00'.repeat(78)), mp4a('40')), ['h264', 'aac']],
  ['H.265 and MP3', mp4(box('hvc1', '00'.repeat(78)), mp4a('6b', '808080')), ['h265', 'mp3']],
  ['VP9 and Opus', mp4(box('vp09', '00'.repeat(78)), box('Opus', '00'.repeat(28))), ['vp9', 'opus']],
  ['MP3 of half the rate', mp4(mp4a('69')), ['mp3']],
  ['something else', mp4(box('tx3g', '00'.repeat(30))), []],
  ['a table that is cut off', mp4(box('avc1')).subarray(0, -6), []],
  ['an entry longer than all', Buffer.from('stsd\0\0\0\0\0\0\0\x01\xff\xff\xff\xffmp4a', 'latin1'), ['aac']],
])('the codecs of MP4: %s', (_, headers, codecs) => {
  expect(codecsOf('video/mp4', headers)).toEqual(codecs);
});

const folder = mkdtempSync(join(tmpdir(), 'poster-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a poster is a URL, or a picture in a file', async () => {
  expect(await readPoster('https://cdn.example/a.png?x=1')).toEqual({ url: 'https://cdn.example/a.png?x=1' });
  const file = join(folder, 'any name');
  writeFileSync(file, Buffer.from('ffd8ffe000104a464946', 'hex'));
  expect(await readPoster(file)).toMatchObject({ contentType: 'image/jpeg' });
});

test.each([
  ['text', 'is no picture'],
  ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'is no picture'],
  ['', 'is no picture'],
  ['x'.repeat(4 * 1024 * 1024 + 1), 'at most 4194304'],
])('%.10s is no poster', async (content, complaint) => {
  const file = join(folder, 'bad');
  writeFileSync(file, content);
  await expect(readPoster(file)).rejects.toThrow(complaint);
});

test.each(['/nowhere/at/all', '/dev', 'javascript:alert(1)'])('%s is no poster', async (poster) => {
  await expect(readPoster(poster)).rejects.toThrow();
});
