import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { checkPlug, runPlug } from '@flumotion/core/testing';
import { waitUntil } from '../../../test/support/wait-until';
import { httpCachedProvider } from '../src/fileprovider-httpcached';
import { origin, type Origin } from './origin';
import { ask, bytes, cleanUp, folder, serve, type Rig } from './rig';

afterEach(cleanUp);

const SIZE = 3_000_000;
const content = bytes(SIZE);

interface Proxy extends Rig {
  readonly cacheDir: string;
  stat(name: string): number;
}

async function proxy(servers: readonly (Origin | number)[], properties: object = {}): Promise<Proxy> {
  const cacheDir = join(folder(), 'cache');
  const rig = await serve({}, [
    {
      definition: httpCachedProvider,
      properties: {
        'virtual-hostname': 'media.example',
        'cache-dir': cacheDir,
        'http-server': servers.map((server, index) => ({
          hostname: '127.0.0.1',
          port: typeof server === 'number' ? server : server.port,
          priority: index,
        })),
        ...properties,
      },
    },
  ]);
  return Object.assign(rig, { cacheDir, stat: (name: string) => Number(rig.plugs[0]?.stats[name]) });
}

const get = async (
  { port }: Rig,
  path = '/a.mp4',
  fields: Readonly<Record<string, string>> = {},
): Promise<Buffer> => (await ask(port, path, fields)).body;

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

test('a server that is away is passed over, and the next one asked', async () => {
  const dead = await origin(content);
  await dead.close();
  const ill = await origin(content);
  ill.whim = (_, response) => (response.writeHead(503).end(), true);
  const server = await origin(content);
  const rig = await proxy([dead, ill, server]);
  expect((await get(rig)).equals(content)).toBe(true);
  expect([ill.asked.length, server.asked.length]).toEqual([1, 1]);
  // What failed a moment ago is asked last.
  expect((await get(rig, '/b.mp4')).equals(content)).toBe(true);
  expect([ill.asked.length, server.asked.length]).toEqual([1, 2]);
});

test('a server that says nothing is given up in time', async () => {
  const silent = await origin(content);
  silent.whim = () => true;
  const server = await origin(content);
  const rig = await proxy([silent, server], { 'idle-timeout': 1 });
  expect((await get(rig)).equals(content)).toBe(true);
});

test('while no server can be asked, copies are served and the rest is 503, and it is told', async () => {
  const server = await origin(content);
  const rig = await proxy([server], { 'cache-ttl': 0 });
  await get(rig);
  await waitUntil('the copy', () => rig.stat('finished-copy-count') === 1);
  await server.close();
  expect((await get(rig)).equals(content)).toBe(true);
  expect(await ask(rig.port, '/b.mp4')).toMatchObject({ status: 503, fields: { 'retry-after': '5' } });
  expect(rig.plugs[0]?.messages).toMatchObject([{ id: 'servers-away' }]);
  const again = await origin(content, server.port);
  await waitUntil('the file can be had again', async () => (await ask(rig.port, '/c.mp4')).status === 200);
  expect(again.asked.length).toBeGreaterThan(0);
  expect(rig.plugs[0]?.messages).toEqual([]);
});

test('a fetch that breaks goes on where it was', async () => {
  const server = await origin(content);
  server.breaks = { after: 500_000, times: 4 };
  const rig = await proxy([server]);
  expect((await get(rig)).equals(content)).toBe(true);
  await waitUntil('the copy', () => rig.stat('finished-copy-count') === 1);
  expect(server.asked).toHaveLength(5);
  expect(server.asked.at(-1)).toBe(`http://media.example/a.mp4 bytes=2000000-${SIZE - 1}`);
});

test('a fetch never goes on with another file', async () => {
  const server = await origin(content);
  server.breaks = { after: 500_000, times: 1 };
  server.whim = () => {
    if (server.asked.length > 1) {
      server.etag = '"two"';
      server.content = bytes(SIZE, 2);
    }
    return false;
  };
  const rig = await proxy([server]);
  const { body, whole } = await ask(rig.port, '/a.mp4');
  expect(whole).toBe(false);
  expect(body.equals(content.subarray(0, body.length))).toBe(true);
  expect(rig.stat('finished-copy-count')).toBe(0);
  server.whim = undefined;
  expect((await get(rig)).equals(server.content)).toBe(true);
});

test.each([
  [404, 404],
  [410, 404],
  [301, 404],
  [403, 403],
  [500, 503],
])('%i of the server is %i here', async (theirs, ours) => {
  const server = await origin(content);
  server.whim = (_, response) => (
    response.writeHead(theirs, { Location: 'http://169.254.169.254/' }).end(),
    true
  );
  const rig = await proxy([server]);
  expect((await ask(rig.port, '/a.mp4')).status).toBe(ours);
});

test('a file that is gone upstream is forgotten', async () => {
  const server = await origin(content);
  const rig = await proxy([server], { 'cache-ttl': 0 });
  await get(rig);
  await waitUntil('the copy', () => rig.stat('finished-copy-count') === 1);
  server.whim = (_, response) => (response.writeHead(404).end(), true);
  expect((await ask(rig.port, '/a.mp4')).status).toBe(404);
  expect(readdirSync(rig.cacheDir)).toEqual([]);
});

test('what may not be kept is passed on and not kept', async () => {
  const server = await origin(content);
  server.fields = { 'Cache-Control': 'private, no-store' };
  const rig = await proxy([server]);
  expect((await get(rig)).equals(content)).toBe(true);
  expect((await get(rig, '/a.mp4', { Range: 'bytes=5-9' })).equals(content.subarray(5, 10))).toBe(true);
  expect(readdirSync(rig.cacheDir)).toEqual([]);
});

test('a server that knows no ranges serves ranges here', async () => {
  const server = await origin(content);
  server.fields = { 'Cache-Control': 'no-store' };
  server.whim = (request) => {
    delete request.headers.range;
    return false;
  };
  const rig = await proxy([server]);
  expect(
    (await get(rig, '/a.mp4', { Range: 'bytes=2000000-2000009' })).equals(
      content.subarray(2_000_000, 2_000_010),
    ),
  ).toBe(true);
});

test('an answer that does not say its length is refused', async () => {
  const server = await origin(content);
  server.whim = (_, response) => (response.write('x'), response.end('y'), true);
  const rig = await proxy([server]);
  expect((await ask(rig.port, '/a.mp4')).status).toBe(503);
});

test('HEAD fetches nothing, and leaves nothing open', async () => {
  const server = await origin(content);
  const rig = await proxy([server]);
  expect(await ask(rig.port, '/a.mp4', {}, 'HEAD')).toMatchObject({
    status: 200,
    fields: { 'content-length': String(SIZE), etag: '"one"' },
  });
  expect(rig.stat('current-copy-count')).toBe(0);
  expect(readdirSync(rig.cacheDir)).toEqual([]);
  expect((await get(rig)).equals(content)).toBe(true);
});

test('a server without tags and times serves as well', async () => {
  const server = await origin(content);
  server.etag = server.modified = undefined;
  const rig = await proxy([server]);
  expect((await get(rig)).equals(content)).toBe(true);
  await waitUntil('the copy', () => rig.stat('finished-copy-count') === 1);
  expect((await get(rig)).equals(content)).toBe(true);
  expect(server.asked).toHaveLength(1);
});
