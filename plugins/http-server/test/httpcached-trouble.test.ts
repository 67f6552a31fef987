import { readdirSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { waitUntil } from '../../../test/support/wait-until';
import { origin } from './origin';
import { content, get, proxy, SIZE } from './proxy';
import { ask, bytes, cleanUp } from './rig';

afterEach(cleanUp);

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
  // What a server that breaks off has sent last may be lost on the way.
  const starts = server.asked.map((text) => Number(/bytes=(\d+)-2999999$/.exec(text)?.[1] ?? 0));
  expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
  expect(starts.at(-1)).toBeGreaterThan(0);
  expect(starts.at(-1)).toBeLessThanOrEqual(2_000_000);
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
