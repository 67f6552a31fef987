import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkComponent, checkPlug, runPlug } from '@flumotion/core/testing';
import { guardedStream, statusOf, stopGuarded } from '../../../test/support/guarded-stream';
import { waitUntil } from '../../../test/support/wait-until';
import { bouncer, plug } from '../src';
import { headerField, verdictOf } from '../src/answer';
import type { Properties } from '../src/declaration';
import { comes, leaves } from '../src/form';
import { judge } from '../src/judge';

const headers = { 'allow-header': 'icecast-auth-user: 1', 'timelimit-header': 'icecast-auth-timelimit' };

test('the declarations are sound', () => {
  expect(checkComponent(bouncer)).toEqual([]);
  expect(checkPlug(plug)).toEqual([]);
});

test.each([
  [{ url: 'members' }, 'is no URL'],
  [{ url: 'ftp://x/' }, 'is no URL'],
  [{ url: 'http://ann:one@x/' }, 'would be shown'],
  [{ password: 'x' }, 'needs a username'],
  [{ 'allow-header': 'icecast auth' }, 'allow-header'],
  [{ 'timelimit-header': 'a: b' }, 'timelimit-header'],
  [{}, undefined],
])('check: %j', (given, complaint) => {
  const found = judge.check?.({ url: 'https://x/', ...headers, ...given } as unknown as Properties);
  if (complaint === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(complaint);
});

test('the form is that of Icecast', () => {
  const keycard = {
    id: '7',
    address: '2001:db8::7',
    path: '/live stream.ogg',
    arguments: { a: 'b&c', token: 'é' },
    user: 'ann&pass=x',
    password: 'sécret',
    agent: 'VLC/3',
  };
  expect(comes(keycard, { 'server-name': 'radio.example', 'server-port': 8000 })).toBe(
    'action=listener_add&server=radio.example&port=8000&client=7&mount=%2Flive+stream.ogg%3Fa%3Db%2526c%26token%3D%25C3%25A9' +
      '&user=ann%26pass%3Dx&pass=s%C3%A9cret&ip=2001%3Adb8%3A%3A7&agent=VLC%2F3',
  );
  const least = new URLSearchParams(comes({ id: '1', address: '::1' }, {} as Properties));
  expect(Object.fromEntries(least)).toMatchObject({ mount: '/', user: '', pass: '', agent: '' });
  expect(least.get('server')).not.toBe('');
  expect(least.has('port')).toBe(false);
});

test('a client that sends a stream is told as Icecast does, and who says what plays on it', () => {
  const names = { 'server-name': 'radio.example', 'server-port': 8000 };
  const keycard = {
    id: '7',
    address: '::1',
    path: '/live',
    arguments: { pass: 'x' },
    user: 'source',
    password: 'word',
  };
  const source = new URLSearchParams(comes({ ...keycard, purpose: 'source' }, names));
  expect(Object.fromEntries(source)).toEqual({
    action: 'stream_auth',
    mount: '/live',
    ip: '::1',
    server: 'radio.example',
    port: '8000',
    user: 'source',
    pass: 'word',
    client: '7',
    agent: '',
  });
  const metadata = new URLSearchParams(comes({ ...keycard, purpose: 'metadata' }, names));
  expect([metadata.get('action'), metadata.get('admin')]).toEqual(['stream_auth', '1']);
  const held = { id: '7', address: '::1', path: '/live', component: '/flow/x', since: 0 };
  expect(leaves({ ...held, purpose: 'source' }, 61, names)).toMatch(
    /^action=mount_remove&.*&mount=%2Flive&.*&duration=61$/,
  );
});

test.each([
  ['icecast-auth-user: 1', { name: 'icecast-auth-user', value: '1' }],
  ['X-Allowed :  yes please ', { name: 'x-allowed', value: 'yes please' }],
  ['x-allowed', { name: 'x-allowed', value: undefined }],
  ['x allowed: 1', undefined],
  ['', undefined],
])('the header field %j', (text, field) => {
  expect(headerField(text)).toEqual(field);
});

describe('an answer', () => {
  const allow = { 'icecast-auth-user': '1' };
  test.each<[number, Record<string, string>, unknown]>([
    [200, allow, { admitted: true }],
    [404, allow, { admitted: true }],
    [200, { ...allow, 'icecast-auth-timelimit': '90' }, { admitted: true, duration: 90 }],
    [200, { ...allow, 'icecast-auth-timelimit': '0' }, { admitted: false, reason: 'your time is up' }],
    [200, {}, { admitted: false, reason: 'wrong user or password', login: true }],
    [200, { 'icecast-auth-user': '0' }, { admitted: false, reason: 'wrong user or password', login: true }],
    [401, { 'icecast-auth-message': 'pay first' }, { admitted: false, reason: 'pay first', login: true }],
  ])('%i with %j', (status, fields, verdict) => {
    expect(verdictOf(status, fields, headers)).toEqual(verdict);
  });

  test.each<[number, Record<string, string>, string]>([
    [302, allow, 'status 302'],
    [429, allow, 'status 429'],
    [503, allow, 'status 503'],
    [200, { ...allow, 'icecast-auth-timelimit': 'soon' }, '"soon"; expected a number'],
    [200, { ...allow, 'icecast-auth-timelimit': '-1' }, '"-1"; expected a number'],
  ])('%i with %j cannot be understood', (status, fields, complaint) => {
    expect(() => verdictOf(status, fields, headers)).toThrow(complaint);
  });
});

describe('an http-streamer', () => {
  let server: Server;
  let handle: (form: URLSearchParams, response: ServerResponse, request: IncomingMessage) => void;
  let open: number;
  let most: number;
  beforeEach(async () => {
    open = most = 0;
    server = createServer((request, response) => {
      most = Math.max(most, ++open);
      response.on('close', () => open--);
      let text = '';
      request.setEncoding('utf8').on('data', (part: string) => (text += part));
      request.on('end', () => {
        handle(new URLSearchParams(text), response, request);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await stopGuarded();
    server.closeAllConnections();
    server.close();
  });

  const url = (): string => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/auth`;
  const basic = `Authorization: Basic ${Buffer.from('ann:one').toString('base64')}\r\n`;

  test('asks the URL, and ends the stay when it says', async () => {
    const forms: object[] = [];
    handle = (form, response, { headers: { authorization } }) => {
      forms.push({ ...Object.fromEntries(form), authorization });
      const good = form.get('user') === 'ann' && form.get('pass') === 'one';
      if (good) response.setHeader('Icecast-Auth-User', '1');
      if (form.get('mount')?.includes('short') === true) response.setHeader('Icecast-Auth-Timelimit', '1');
      response.end('x'.repeat(100_000));
    };
    const properties = { url: url(), username: 'me', password: 'word' };
    const stream = await guardedStream([{ definition: plug, properties }]);
    expect(await stream.status('/')).toBe(401);
    const listener = await stream.ask('/?a=b', basic);
    expect(statusOf(listener)).toBe(200);
    const short = await stream.ask('/?short', basic);
    await waitUntil('the end of its time', short.closed, 20_000);
    await stream.stillServes(listener);
    const authorization = `Basic ${Buffer.from('me:word').toString('base64')}`;
    expect(forms[1]).toMatchObject({
      action: 'listener_add',
      mount: '/?a=b',
      ip: '127.0.0.1',
      agent: 'test',
      authorization,
    });
  });

  test('decides by its policy while the URL is dead or slow, serves listeners meanwhile, and asks again', async () => {
    handle = (_, response) => response.writeHead(200, { 'icecast-auth-user': '1' }).end();
    const stream = await guardedStream([{ definition: plug, properties: { url: url(), timeout: 4.5 } }]);
    const listener = await stream.ask();
    const answer = handle;
    handle = () => undefined;
    stream.set('timeout', 0.3);
    const waiting = stream.status();
    await stream.stillServes(listener);
    expect(await waiting).toBe(503);
    expect(stream.plugs[0]?.messages).toMatchObject([
      { level: 'warning', id: 'url-away', text: expect.stringContaining('no answer within 0.3 s') },
      { level: 'warning', id: 'failed' },
    ]);
    stream.set('timeout', 4.5);
    handle = (_, response) => response.writeHead(500).end();
    await stream.rig.change({ 'allow-default': true });
    expect(await stream.status()).toBe(200);
    stream.set('url', 'http://127.0.0.1:1/');
    expect(await stream.status()).toBe(200);
    handle = answer;
    stream.set('url', url());
    expect(await stream.status()).toBe(200);
    expect(stream.plugs[0]?.messages).toEqual([]);
    expect(stream.plugs[0]?.stats).toEqual({ admitted: 2, failed: 3 });
    await stream.stillServes(listener);
  });

  test('asks so much at a time and no more', async () => {
    const held: ServerResponse[] = [];
    handle = (_, response) => held.push(response);
    const properties = { url: url(), connections: 2, timeout: 4 };
    const stream = await guardedStream([{ definition: plug, properties }]);
    const asked = Array.from({ length: 110 }, () => stream.status());
    await waitUntil('requests that are too many', () => Number(stream.plugs[0]?.stats['failed'] ?? 0) >= 8);
    expect(stream.plugs[0]?.messages[0]?.text).toContain('2 requests are at work and 100 wait');
    handle = (_, response) => response.writeHead(200, { 'icecast-auth-user': '1' }).end();
    for (const response of held) response.writeHead(200, { 'icecast-auth-user': '1' }).end();
    const statuses = await Promise.all(asked);
    expect(statuses.filter((status) => status === 503).length).toBeGreaterThanOrEqual(8);
    expect(statuses).toContain(200);
    expect(most).toBe(2);
  });
});

describe('remove-url', () => {
  const held = { id: '7', address: '192.0.2.7', path: '/live', user: 'ann', component: '/flow/x', since: 0 };

  test('is told who has left, in the form of Icecast', () => {
    const form = new URLSearchParams(
      leaves(held, 61, { 'server-name': 'radio.example', 'server-port': 8000 }),
    );
    expect(Object.fromEntries(form)).toEqual({
      action: 'listener_remove',
      server: 'radio.example',
      port: '8000',
      client: '7',
      mount: '/live',
      user: 'ann',
      ip: '192.0.2.7',
      agent: '',
      duration: '61',
    });
  });

  test('is posted to when somebody leaves; while it is away a message says so', async () => {
    const forms: string[] = [];
    const server = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => forms.push(text));
      request.on('end', () => response.end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    const at = await runPlug(plug, { url, 'remove-url': `${url}gone` });
    await at.ask('left', held, 5);
    expect(forms).toEqual([expect.stringContaining('duration=5')]);
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    await at.ask('left', held, 6);
    expect(at.messages).toMatchObject([{ id: 'remove-url-away', text: expect.stringContaining('gone') }]);
    await at.stop();
  });

  test('is checked as url is', () => {
    const found = judge.check?.({
      url: 'https://x/',
      ...headers,
      'remove-url': 'x',
    } as unknown as Properties);
    expect(found).toContain('remove-url "x" is no URL');
  });
});
