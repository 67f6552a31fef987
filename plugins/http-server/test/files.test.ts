import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { ask, bytes, cleanUp, folder, serve } from './rig';

afterEach(cleanUp);

const content = bytes(300_000);

test('a file is sent whole, with all that a player wants to know', async () => {
  const { port } = await serve({ path: folder({ 'films/a b.mp4': content }) });
  const answer = await ask(port, '/films/a%20b.mp4');
  expect(answer.status).toBe(200);
  expect(answer.body.equals(content)).toBe(true);
  expect(answer.fields).toMatchObject({
    'content-type': 'video/mp4',
    'content-length': '300000',
    'accept-ranges': 'bytes',
    'cache-control': 'public, max-age=0',
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'Accept-Ranges, Content-Length, Content-Range',
  });
  expect(answer.fields.etag).toMatch(/^"[\da-f]+-[\da-f]+"$/);
  expect(Date.parse(String(answer.fields['last-modified']))).toBeGreaterThan(Date.now() - 60_000);
});

test('HEAD says the same without the body, and knows no ranges', async () => {
  const { port } = await serve({ path: folder({ 'a.webm': content }) });
  const answer = await ask(port, '/a.webm', { Range: 'bytes=0-9' }, 'HEAD');
  expect(answer).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  expect(answer.fields).toMatchObject({ 'content-length': '300000', 'content-type': 'video/webm' });
});

test.each([
  ['clip.flv', 'video/x-flv'],
  ['clip.ts', 'video/mp2t'],
  ['clip.m3u8', 'application/vnd.apple.mpegurl'],
  ['clip.ogg', 'audio/ogg'],
  ['clip.ogv', 'video/ogg'],
  ['CLIP.MP4', 'video/mp4'],
  ['notes.txt', 'text/plain; charset=utf-8'],
  ['clip', 'application/octet-stream'],
  ['clip.constructor', 'application/octet-stream'],
])('%s is %s', async (name, type) => {
  const { port } = await serve({ path: folder({ [name]: 'x' }) });
  expect((await ask(port, `/${name}`)).fields['content-type']).toBe(type);
});

test('an empty file is an answer too', async () => {
  const { port } = await serve({ path: folder({ 'a.mp4': '' }) });
  expect(await ask(port, '/a.mp4')).toMatchObject({ status: 200, body: Buffer.alloc(0), whole: true });
  expect((await ask(port, '/a.mp4', { Range: 'bytes=0-' })).status).toBe(416);
});

test.each(['', '/', '/ondemand', 'ondemand/'])('below the mount point %j', async (mount) => {
  const { port } = await serve({ path: folder({ 'a.txt': 'A' }), 'mount-point': mount });
  const at = mount.includes('ondemand') ? '/ondemand' : '';
  expect((await ask(port, `${at}/a.txt`)).status).toBe(200);
  for (const other of ['/b.txt', '/ondemanda.txt', `${at}/`, at === '' ? '/ondemand/a.txt' : '/a.txt'])
    expect((await ask(port, other)).status).toBe(404);
});

test('a single file is at the mount point itself', async () => {
  const path = join(folder({ 'a.mp4': 'A', 'b.mp4': 'B' }), 'a.mp4');
  const { port } = await serve({ path, 'mount-point': '/film' });
  expect((await ask(port, '/film')).body.toString()).toBe('A');
  expect((await ask(port, '/film/b.mp4')).status).toBe(404);
});

test('folders are never listed, and only GET, HEAD and OPTIONS are there', async () => {
  const { port } = await serve({ path: folder({ 'a/b.txt': 'B' }) });
  for (const path of ['/', '/a', '/a/']) expect((await ask(port, path)).status).toBe(404);
  expect(await ask(port, '/a/b.txt', {}, 'DELETE')).toMatchObject({
    status: 405,
    fields: { allow: 'GET, HEAD, OPTIONS' },
  });
  expect(await ask(port, '/a/b.txt', {}, 'OPTIONS')).toMatchObject({
    status: 204,
    fields: { 'access-control-allow-headers': 'Range, If-Range, Authorization' },
  });
});

test('symbolic links are followed within the folder, and nowhere else', async () => {
  const outside = folder({ 'secret.txt': 'secret', 'more/secret.txt': 'secret' });
  const path = folder({ 'a.txt': 'A' });
  symlinkSync('a.txt', join(path, 'inside.txt'));
  symlinkSync(join(outside, 'secret.txt'), join(path, 'out.txt'));
  symlinkSync(outside, join(path, 'outdir'));
  symlinkSync('circle', join(path, 'circle'));
  // A folder whose name begins as this one does is another one.
  writeFileSync(`${path}-2`, 'secret');
  symlinkSync(`${path}-2`, join(path, 'beside'));
  const { port, context } = await serve({ path });
  expect((await ask(port, '/inside.txt')).body.toString()).toBe('A');
  for (const name of ['out.txt', 'outdir/secret.txt', 'outdir/more/secret.txt', 'beside', 'circle']) {
    const { status, body } = await ask(port, `/${name}`);
    expect(status).toBe(403);
    expect(body.toString()).not.toContain('secret');
  }
  expect(context.logged.join('\n')).toContain(
    'this file may not be read (a symbolic link leads out of the folder)',
  );
  rmSync(`${path}-2`);
});

test('what is no file is not there, and holds nothing up', async () => {
  const path = folder({});
  execFileSync('mkfifo', [join(path, 'pipe')]);
  symlinkSync('/dev/zero', join(path, 'zero'));
  const { port } = await serve({ path });
  expect((await ask(port, '/pipe')).status).toBe(404);
  expect((await ask(port, '/zero')).status).toBe(404);
});

test('a file that is deleted while it is sent is sent to its end', async () => {
  const big = bytes(8_000_000);
  const path = folder({ 'a.mp4': big });
  const { port } = await serve({ path }, [
    // The first piece is sent, then the rest has to wait until the file is gone.
    {
      socket: 'rate-controller',
      hooks: { pace: () => gate(() => rmSync(join(path, 'a.mp4'), { force: true })) },
    },
  ]);
  const { body, whole } = await ask(port, '/a.mp4');
  expect(whole).toBe(true);
  expect(body.equals(big)).toBe(true);
  expect((await ask(port, '/a.mp4')).status).toBe(404);
});

test.each([
  ['made shorter', (file: string) => truncateSync(file, 100_000)],
  ['written anew', (file: string) => writeFileSync(file, bytes(8_000_000, 2))],
])(
  'an answer is broken off when the file is %s: a client never gets parts of two files',
  async (_, change) => {
    const big = bytes(8_000_000);
    const path = folder({ 'a.mp4': big });
    utimesSync(join(path, 'a.mp4'), 1e9, 1e9);
    const { port, context } = await serve({ path }, [
      { socket: 'rate-controller', hooks: { pace: () => gate(() => change(join(path, 'a.mp4'))) } },
    ]);
    const { body, whole } = await ask(port, '/a.mp4');
    expect(whole).toBe(false);
    expect(body.equals(big.subarray(0, body.length))).toBe(true);
    expect(context.logged.join('\n')).toMatch(/the file (?:became shorter|was changed) while it was sent/);
  },
);

test('a file that grows is sent as far as it was', async () => {
  const path = folder({ 'a.ts': content });
  const { port } = await serve({ path }, [
    {
      socket: 'rate-controller',
      hooks: { pace: () => gate(() => writeFileSync(join(path, 'a.ts'), 'more', { flag: 'a' })) },
    },
  ]);
  const { body, whole } = await ask(port, '/a.ts');
  expect(whole && body.equals(content)).toBe(true);
});

/** A pace that lets a piece pass, then has something done, then lets all pass. */
function gate(between: () => void): { take(most: number): { bytes: number; wait: number } } {
  let asked = 0;
  return {
    take: (most) => {
      if (asked++ === 1) between();
      return { bytes: asked === 1 ? 1000 : most, wait: 0 };
    },
  };
}

test('a folder that is missing is told, and served when it comes', async () => {
  const path = join(folder(), 'later');
  const { port, context } = await serve({ path });
  expect((await ask(port, '/a.txt')).status).toBe(404);
  expect(context.said).toMatchObject([{ id: 'path-missing', level: 'warning' }]);
});

test('with nothing to serve it does not start', async () => {
  await expect(serve({})).rejects.toThrow('there is nothing to serve: set path');
});
