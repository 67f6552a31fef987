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
