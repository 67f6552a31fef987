import { readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { RequestEntry } from '@flumotion/core/plugin';
import { checkPlug, runPlug } from '@flumotion/core/testing';
import { waitUntil } from '../../../test/support/wait-until';
import { localCachedProvider } from '../src/fileprovider-localcached';
import { localProvider } from '../src/fileprovider-local';
import { ask, bytes, cleanUp, folder, serve, type Rig } from './rig';

afterEach(cleanUp);

const SIZE = 3_000_000;
const content = bytes(SIZE);

interface Cached extends Rig {
  readonly path: string;
  readonly cacheDir: string;
  readonly told: RequestEntry[];
  stat(name: string): number;
}

async function cached(
  properties: object = {},
  files: Record<string, Buffer> = { 'a.mp4': content },
): Promise<Cached> {
  const path = folder(files);
  const cacheDir = join(folder(), 'cache');
  const told: RequestEntry[] = [];
  const event = (type: string, entry: RequestEntry): void => {
    if (type === 'http_session_completed') told.push(entry);
  };
  const rig = await serve({}, [
    { definition: localCachedProvider, properties: { path, 'cache-dir': cacheDir, ...properties } },
    { socket: 'request-logger', hooks: { event } },
  ]);
  const stat = (name: string): number => Number(rig.plugs[0]?.stats[name]);
  return Object.assign(rig, { path, cacheDir, told, stat });
}

test.each([localCachedProvider, localProvider])('the declaration is sound', (plug) => {
  expect(checkPlug(plug)).toEqual([]);
});

test.each([
  [{ path: 'relative' }, 'is relative'],
  [{ path: '/', 'cache-dir': 'relative' }, 'is relative'],
  [
    { path: '/', 'cleanup-low-watermark': 0.9, 'cleanup-high-watermark': 0.5 },
    'is above cleanup-high-watermark',
  ],
])('%j is refused', async (properties, complaint) => {
  await expect(runPlug(localCachedProvider, properties)).rejects.toThrow(complaint);
});

test('the first request makes a copy, the next one is given it', async () => {
  const rig = await cached();
  expect((await ask(rig.port, '/a.mp4')).body.equals(content)).toBe(true);
  await waitUntil('the copy', () => rig.stat('finished-copy-count') === 1);
  expect((await ask(rig.port, '/a.mp4')).body.equals(content)).toBe(true);
  await waitUntil('both are told', () => rig.told.length === 2);
  expect(rig.told).toMatchObject([
    { 'cache-status': 'cache-miss', 'resource-size': SIZE, 'range-first': 0, 'range-last': SIZE - 1 },
    { 'cache-status': 'cache-hit', 'cache-read': SIZE, 'bytes-sent': SIZE },
  ]);
  expect(readdirSync(rig.cacheDir)).toHaveLength(1);
  expect(rig.stat('cache-hit-count')).toBe(1);
  expect(rig.stat('cache-miss-count')).toBe(1);
});

test('many at once share one copy, wherever they begin', async () => {
  const rig = await cached();
  const ranges = Array.from({ length: 30 }, (_, index) => index * 100_000);
  const answers = await Promise.all(
    ranges.map((first) => ask(rig.port, '/a.mp4', { Range: `bytes=${first}-${first + 99_999}` })),
  );
  answers.forEach(({ body }, index) =>
    expect(body.equals(content.subarray(index * 100_000, index * 100_000 + 100_000))).toBe(true),
  );
  await waitUntil('the copy', () => rig.stat('finished-copy-count') === 1);
  expect(rig.stat('cancelled-copy-count')).toBe(0);
  expect(readdirSync(rig.cacheDir)).toHaveLength(1);
});

test('a file that changed is copied anew, one that is gone is forgotten', async () => {
  const rig = await cached();
  await ask(rig.port, '/a.mp4');
  await waitUntil('the copy', () => rig.stat('finished-copy-count') === 1);
  const other = bytes(SIZE, 9);
  writeFileSync(join(rig.path, 'a.mp4'), other);
  expect((await ask(rig.port, '/a.mp4')).body.equals(other)).toBe(true);
  expect(rig.stat('cache-outdate-count')).toBe(1);
  await waitUntil('the new copy', () => rig.stat('finished-copy-count') === 2);
  rmSync(join(rig.path, 'a.mp4'));
  expect((await ask(rig.port, '/a.mp4')).status).toBe(404);
  expect(readdirSync(rig.cacheDir)).toEqual([]);
});

test('who only asks with HEAD, or has the file, causes no copy', async () => {
  const rig = await cached();
  const { fields } = await ask(rig.port, '/a.mp4', {}, 'HEAD');
  await ask(rig.port, '/a.mp4', { 'If-None-Match': fields.etag ?? '' });
  expect(readdirSync(rig.cacheDir)).toEqual([]);
  expect(rig.stat('current-copy-count')).toBe(0);
});

test('a file that has no room is served without a copy', async () => {
  const rig = await cached({ 'cache-size': 1 });
  expect((await ask(rig.port, '/a.mp4')).body.equals(content)).toBe(true);
  expect(readdirSync(rig.cacheDir)).toEqual([]);
  expect(rig.plugs[0]?.messages).toEqual([]);
});

test('a cache that cannot be used is told of, and files are served without', async () => {
  const rig = await cached({ 'cache-dir': join(folder({ a: '' }), 'a', 'cache') });
  expect(rig.plugs[0]?.messages).toMatchObject([{ id: 'cache-unusable', level: 'warning' }]);
  expect((await ask(rig.port, '/a.mp4')).body.equals(content)).toBe(true);
});

test('old copies give way to new ones, and the size holds', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 6 }, (_, index) => [`${index}.mp4`, bytes(400_000, index + 1)]),
  );
  const rig = await cached({ 'cache-size': 1 }, files);
  for (const [name, data] of Object.entries(files)) {
    const done = rig.stat('finished-copy-count');
    expect((await ask(rig.port, `/${name}`)).body.equals(data)).toBe(true);
    await waitUntil('the copy', () => rig.stat('finished-copy-count') > done);
    expect(rig.stat('cache-usage-ratio-estimation')).toBeLessThanOrEqual(1);
  }
  expect(rig.stat('cleanup-count')).toBeGreaterThan(0);
  expect(readdirSync(rig.cacheDir).length).toBeLessThanOrEqual(2);
  // Each file is still served, from the cache or not.
  for (const [name, data] of Object.entries(files))
    expect((await ask(rig.port, `/${name}`)).body.equals(data)).toBe(true);
});

test('files of two folders of the same names are two files', async () => {
  const first = await cached();
  const path = folder({ 'a.mp4': bytes(SIZE, 5) });
  utimesSync(join(path, 'a.mp4'), 1e9, 1e9);
  utimesSync(join(first.path, 'a.mp4'), 1e9, 1e9);
  const second = await serve({}, [
    { definition: localCachedProvider, properties: { path, 'cache-dir': first.cacheDir } },
  ]);
  for (let round = 0; round < 2; round++) {
    expect((await ask(first.port, '/a.mp4')).body.equals(content)).toBe(true);
    expect((await ask(second.port, '/a.mp4')).body.equals(bytes(SIZE, 5))).toBe(true);
  }
});
