import { afterEach, expect, test } from '@jest/globals';
import { checkPlug, runPlug } from '@flumotion/core/testing';
import { waitUntil } from '../../../test/support/wait-until';
import { httpCachedProvider } from '../src/fileprovider-httpcached';
import { origin } from './origin';
import { content, get, proxy, SIZE } from './proxy';
import { ask, bytes, cleanUp } from './rig';

afterEach(cleanUp);

test('the declaration is sound', () => {
  expect(checkPlug(httpCachedProvider)).toEqual([]);
});

test.each([
  [{ 'virtual-hostname': 'a b' }, 'is no name'],
  [{ 'virtual-hostname': 'a', 'virtual-path': '/../x' }, 'is no plain path'],
  [{ 'virtual-hostname': 'a', 'http-server-old': ['a:99999'] }, 'is no server'],
])('%j is refused', async (properties, complaint) => {
  await expect(runPlug(httpCachedProvider, properties)).rejects.toThrow(complaint);
});

test('a file is fetched once, as a proxy asks, and then comes out of the cache', async () => {
  const server = await origin(content);
  const rig = await proxy([server], { 'virtual-path': 'films', 'virtual-port': 8080 });
  const first = await ask(rig.port, '/a%20b/c%25.mp4');
  expect(first.body.equals(content)).toBe(true);
  expect(first.fields).toMatchObject({
    etag: '"one"',
    'content-type': 'video/mp4',
    'last-modified': server.modified,
  });
  await waitUntil('the copy', () => rig.stat('finished-copy-count') === 1);
  expect((await get(rig, '/a%20b/c%25.mp4')).equals(content)).toBe(true);
  expect(server.asked).toEqual(['http://media.example:8080/films/a%20b/c%25.mp4']);
  expect(server.hosts).toEqual(['media.example:8080']);
});

test('many at once make one request', async () => {
  const server = await origin(content);
  const rig = await proxy([server]);
  const answers = await Promise.all(Array.from({ length: 50 }, () => get(rig)));
  expect(answers.every((body) => body.equals(content))).toBe(true);
  expect(server.asked).toHaveLength(1);
  expect(rig.stat('cache-miss-count') + rig.stat('temp-hit-count') + rig.stat('cache-hit-count')).toBe(50);
});

test('a part far ahead is asked for by itself, while the whole is fetched', async () => {
  const server = await origin(content);
  let release: (() => void) | undefined;
  server.whim = ({ headers, url }, response) => {
    if (headers.range !== undefined || url === undefined) return false;
    response.writeHead(200, {
      ETag: '"one"',
      'Content-Length': SIZE,
      'Last-Modified': server.modified ?? '',
    });
    response.write(content.subarray(0, 1000));
    release = () => response.end(content.subarray(1000));
    return true;
  };
  const rig = await proxy([server], { 'idle-timeout': 60 });
  const whole = get(rig);
  await waitUntil('the fetch', () => release !== undefined);
  expect((await get(rig, '/a.mp4', { Range: 'bytes=2900000-' })).equals(content.subarray(2_900_000))).toBe(
    true,
  );
  release?.();
  expect((await whole).equals(content)).toBe(true);
  expect(server.asked).toEqual([
    'http://media.example/a.mp4',
    `http://media.example/a.mp4 bytes=2900000-${SIZE - 1}`,
  ]);
});

test('after its time a copy is checked: the same is kept, another is fetched', async () => {
  const server = await origin(content);
  const rig = await proxy([server], { 'cache-ttl': 0 });
  await get(rig);
  await waitUntil('the copy', () => rig.stat('finished-copy-count') === 1);
  expect((await get(rig)).equals(content)).toBe(true);
  expect(server.asked.at(-1)).toBe('http://media.example/a.mp4 "one"');
  expect(rig.stat('cache-hit-count')).toBe(1);
  server.content = bytes(SIZE, 2);
  server.etag = '"two"';
  expect((await get(rig)).equals(server.content)).toBe(true);
  expect(rig.stat('cache-outdate-count')).toBe(1);
});

test('a copy outlives the process that made it, and is checked by the next', async () => {
  const server = await origin(content);
  const first = await proxy([server]);
  await get(first);
  await waitUntil('the copy', () => first.stat('finished-copy-count') === 1);
  await first.stop();
  const second = await proxy([server], { 'cache-dir': first.cacheDir });
  expect((await get(second)).equals(content)).toBe(true);
  expect(server.asked).toEqual(['http://media.example/a.mp4', 'http://media.example/a.mp4 "one"']);
});
