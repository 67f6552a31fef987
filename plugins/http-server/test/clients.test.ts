import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import type { Keycard, NoFile, OpenFile, Verdict } from '@flumotion/core/plugin';
import { waitUntil } from '../../../test/support/wait-until';
import { httpServer as component } from '../src/component';
import { localCachedProvider } from '../src/fileprovider-localcached';
import { inTime } from '../src/in-time';
import { ask, bytes, cleanUp, folder, raw, serve } from './rig';

afterEach(cleanUp);

test('who is not let in learns nothing, not even what is there', async () => {
  const authenticate = ({ user, path }: Keycard): Verdict =>
    user === 'ann' && path?.startsWith('/a') === true
      ? { admitted: true }
      : { admitted: false, reason: 'members only', login: true };
  const { port, context } = await serve({ path: folder({ 'a.mp4': 'A' }), domain: 'Club' }, [
    { socket: 'bouncer', hooks: { authenticate } },
  ]);
  for (const path of ['/a.mp4', '/b.mp4', '/']) {
    const { status, fields } = await ask(port, path);
    expect([status, fields['www-authenticate']]).toEqual([401, 'Basic realm="Club", charset="UTF-8"']);
  }
  const login = { Authorization: `Basic ${Buffer.from('ann:x').toString('base64')}` };
  expect(await ask(port, '/a.mp4', login)).toMatchObject({
    status: 200,
    fields: { 'cache-control': 'private, max-age=0' },
  });
  expect(context.stats['refused-login']).toBe(3);
  await waitUntil('the log', () => context.logged.some((line) => /- ann .* 200 /.test(line)));
});

test('limits hold while answers are sent, and places are given back', async () => {
  const hold = { take: (): object => ({ bytes: 0, wait: 1000 }) };
  const { port, context } = await serve(
    { path: folder({ 'a.mp4': 'A' }), 'client-limit': 2, 'address-limit': 2 },
    [{ socket: 'rate-controller', hooks: { pace: () => hold } }],
  );
  const first = [raw(port, 'GET /a.mp4 HTTP/1.0\r\n\r\n'), raw(port, 'GET /a.mp4 HTTP/1.0\r\n\r\n')];
  await waitUntil('both wait', () => context.stats['current-request-count'] === 2);
  expect(await ask(port, '/a.mp4')).toMatchObject({ status: 503, fields: { 'retry-after': '30' } });
  expect(context.stats['refused-full']).toBe(1);
  hold.take = () => ({ bytes: 1, wait: 0 });
  await Promise.all(first);
  expect((await ask(port, '/a.mp4')).status).toBe(200);
});

test('who leaves while being judged takes no place', async () => {
  const asked: ((verdict: Verdict) => void)[] = [];
  const authenticate = (): Promise<Verdict> => new Promise((resolve) => void asked.push(resolve));
  const { port, context } = await serve({ path: folder({ 'a.mp4': 'A' }), 'client-limit': 1 }, [
    { socket: 'bouncer', hooks: { authenticate } },
  ]);
  const leaver = connect(port, '127.0.0.1', () => leaver.write('GET /a.mp4 HTTP/1.1\r\nHost: a\r\n\r\n'));
  await waitUntil('the judge is asked', () => asked.length === 1);
  leaver.resetAndDestroy();
  await waitUntil('the server has seen it', () => context.logged.some((line) => line.includes('closed by')));
  asked[0]?.({ admitted: true });
  const next = ask(port, '/a.mp4');
  await waitUntil('the judge is asked again', () => asked.length === 2);
  asked[1]?.({ admitted: true });
  expect((await next).status).toBe(200);
});

test('an answer ends when its time is up', async () => {
  const { port, context } = await serve({ path: folder({ 'a.mp4': 'A' }), duration: 0.2 }, [
    { socket: 'rate-controller', hooks: { pace: () => ({ take: () => ({ bytes: 0, wait: 60_000 }) }) } },
  ]);
  const began = performance.now();
  expect(await ask(port, '/a.mp4')).toMatchObject({ whole: false });
  // Long before the server ends an answer that makes no progress, which is after 30 s.
  expect(performance.now() - began).toBeLessThan(25_000);
  await waitUntil('the reason', () => context.logged.some((line) => line.includes('its 0.2 s are up')));
});

test('pages of plugs come before files, with what the plug may want to know', async () => {
  const seen: unknown[] = [];
  const page = (request: { path: string }): object | undefined => {
    seen.push(request);
    return request.path === 'hello'
      ? { status: 200, fields: { 'Content-Type': 'text/plain' }, body: 'héllo' }
      : undefined;
  };
  const { port } = await serve({ path: folder({ hello: 'file', 'a.txt': 'A' }), 'mount-point': '/m' }, [
    { socket: 'pages', hooks: { page } },
  ]);
  expect((await ask(port, '/m/hello?x=1', { Host: 'a.example:80' })).body.toString()).toBe('héllo');
  expect(seen[0]).toMatchObject({ method: 'GET', path: 'hello', base: 'http://a.example:80/m/' });
  expect((await ask(port, '/m/hello', {}, 'HEAD')).fields['content-length']).toBe('6');
  expect((await ask(port, '/m/a.txt')).body.toString()).toBe('A');
});

test('a provider that cannot say is 503, and one that breaks ends only its own answer', async () => {
  let closed = 0;
  let arrive: (() => void) | undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const read = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('AB');
    await arrived;
    throw new Error('the disk is on fire');
  };
  const open = async (path: string): Promise<OpenFile | NoFile | undefined> =>
    path === 'late'
      ? undefined
      : {
          size: 10,
          modified: undefined,
          etag: undefined,
          type: 'video/mp4',
          read,
          close: () => void closed++,
        };
  const { port, context } = await serve({}, [{ socket: 'file-provider', hooks: { open } }]);
  expect((await ask(port, '/late')).status).toBe(503);
  const got = await new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('GET /a HTTP/1.1\r\nHost: a\r\n\r\n'));
    let text = '';
    socket.on('data', (data) => {
      text += data.toString();
      arrive?.();
    });
    socket.on('close', () => resolve(text));
  });
  expect(got).toMatch(/^HTTP\/1\.1 200 OK[^]*\r\n\r\nAB$/);
  await waitUntil('the log', () => context.logged.some((line) => line.includes('the disk is on fire')));
  expect(closed).toBe(1);
});

test('a file that is opened too late is closed', async () => {
  let closed = 0;
  let opened: ((file: OpenFile) => void) | undefined;
  const late = inTime(new Promise<OpenFile>((resolve) => (opened = resolve)), 10);
  expect(await late).toMatchObject({ missing: 'unavailable' });
  opened?.({ close: () => void closed++ } as unknown as OpenFile);
  await waitUntil('it is closed', () => closed === 1);
});

test('the figures of the original are there', async () => {
  const { port, context } = await serve({ path: folder({ 'a.mp4': bytes(200_000) }), 'mount-point': '/m' });
  await ask(port, '/m/a.mp4');
  await ask(port, '/m/a.mp4', { Range: 'bytes=0-49999' });
  await waitUntil('the figures', () => context.stats['total-bytes-sent'] === 250_000);
  expect(context.stats).toMatchObject({
    'stream-url': `http://localhost:${port}/m`,
    'file-provider': 'local',
    'allow-browsing': 'false',
    'total-request-count': 2,
    'current-request-count': 0,
    'request-count-peak': 1,
    'mean-file-read-ratio': 0.63,
  });
  expect(Object.keys(context.stats)).toEqual(expect.arrayContaining(Object.keys(component.spec.stats ?? {})));
  await waitUntil('a rate', () => Number(context.stats['bitrate-peak']) > 0);
});

/** Asks, reads the beginning of the answer and leaves. */
function glance(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`));
    socket.once('data', () => socket.resetAndDestroy());
    socket.once('close', () => resolve(false));
  });
}

test('hundreds of clients that come, read a little and go leave no descriptor behind', async () => {
  const { port, context } = await serve({ path: folder({ 'a.mp4': bytes(500_000) }) });
  const descriptors = (): number => readdirSync('/proc/self/fd').length;
  await ask(port, '/a.mp4', { Range: 'bytes=0-0' });
  const before = descriptors();
  for (let round = 0; round < 4; round++) {
    const comers = Array.from({ length: 100 }, (_, index) =>
      index % 2 ? ask(port, '/a.mp4').then(({ whole }) => whole) : glance(port, '/a.mp4'),
    );
    expect((await Promise.all(comers)).filter(Boolean)).toHaveLength(50);
  }
  // Figures are told each second, so those of the last round may come later than their answers.
  await waitUntil(
    () => `all to have come and ended; told: ${JSON.stringify(context.stats)}`,
    () => context.stats['total-request-count'] === 401 && context.stats['current-request-count'] === 0,
  );
  await waitUntil(
    () => `descriptors: ${descriptors()}, before ${before}`,
    () => descriptors() <= before + 2,
  );
});

test('20 starts and stops leave nothing behind', async () => {
  const path = folder({ 'a.mp4': 'A' });
  const properties = { path, 'cache-dir': folder() };
  const descriptors = (): number => readdirSync('/proc/self/fd').length;
  let before = 0;
  for (let round = 0; round < 22; round++) {
    const rig = await serve({}, [{ definition: localCachedProvider, properties }]);
    expect((await ask(rig.port, '/a.mp4')).status).toBe(200);
    await rig.stop();
    await expect(ask(rig.port, '/a.mp4')).rejects.toThrow('ECONNREFUSED');
    if (round === 1) before = descriptors();
  }
  expect(descriptors()).toBeLessThanOrEqual(before + 2);
});
