import { readdirSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { waitUntil } from '../../../test/support/wait-until';
import component from '../src';
import { curl, figure, Rig, talk } from './rig';

let rig: Rig;

beforeEach(() => {
  rig = new Rig();
});

afterEach(() => {
  rig.close();
});

test('the declaration is sound', () => {
  expect(checkComponent(component)).toEqual([]);
});

test('it has the properties of the original', () => {
  expect(Object.keys(component.spec.properties ?? {})).toEqual(
    expect.arrayContaining(
      `require-password username password socket-path socket-mode port iptables-port interface
       external-interface protocol`.split(/\s+/),
    ),
  );
});

test('each request goes to the streamer of its path, with the address of the client', async () => {
  const porter = await rig.porter();
  await rig.streamer('one', { serves: [{ path: '/one', prefix: false }] });
  await rig.streamer('two', { properties: { 'mount-point': 'two' } });
  const at = `http://127.0.0.1:${porter.port}`;
  expect(await curl(`${at}/one?x=1`)).toContain('one /one?x=1 \nfor 127.0.0.1\n');
  expect(await curl(`${at}/two`)).toContain('two /two \n');
  expect(await curl(`${at}/two/sub.html`)).toContain('two /two/sub.html \n');
  expect(await curl(`${at}/%74wo`)).toContain('two /%74wo \n');
  expect(porter.context.stats['clients-handed']).toBe(4);
});

test('what was read with the head is handed over as well', async () => {
  const porter = await rig.porter();
  await rig.streamer('one', { serves: [{ path: '/in', prefix: false }] });
  const client = talk(porter.port, 'PUT /in HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody');
  await waitUntil('an answer', () => client.heard().includes('for 127'));
  expect(client.heard()).toContain('one /in body\n');
});

test.each(['http', 'https'])(
  'who has closed its half after the request is served on, over %s',
  async (scheme) => {
    const secure = scheme === 'https';
    const porter = await (secure ? rig.securePorter() : rig.porter());
    const streamer = await rig.streamer('one', {
      properties: { 'mount-point': '/one' },
      keeps: true,
      halfOpen: true,
    });
    let heard = '';
    const options = { port: porter.port, host: '127.0.0.1', allowHalfOpen: true };
    const client = secure ? connectTls({ ...options, rejectUnauthorized: false }) : connect(options);
    client.on('data', (data: Buffer) => (heard += data.toString()));
    client.end('GET /one HTTP/1.0\r\n\r\n');
    await waitUntil('the streamer has it', () => streamer.kept.length === 1);
    const [kept] = streamer.kept;
    await waitUntil('its end is seen', () => kept?.readableEnded === true);
    kept?.write('more ');
    await waitUntil('more', () => heard.includes('more '));
    kept?.end('and the end');
    await waitUntil('the end', () => heard.includes('and the end') && client.destroyed);
  },
);

test('what the server as a whole can do it says itself', async () => {
  const porter = await rig.porter();
  const client = talk(porter.port, 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n');
  await waitUntil('the answer', () => client.heard() !== '');
  expect(client.heard()).toMatch(/^HTTP\/1\.1 204 [^]*\r\nAllow: GET, HEAD, OPTIONS\r\n/);
});

test('streamers show the public port', async () => {
  await rig.porter({ 'iptables-port': 80, 'external-interface': 'radio.example' });
  const streamer = await rig.streamer('one', { properties: { 'mount-point': '/one.ogg' } });
  expect(streamer.context.stats['url']).toBe('http://radio.example/one.ogg');
  const named = await rig.streamer('two', { properties: { 'mount-point': '/two', hostname: 'my.example' } });
  expect(named.context.stats['url']).toBe('http://my.example/two');
});

test('an unknown path is 404, once streamers have had the time to come', async () => {
  const porter = await rig.porter();
  const at = `http://127.0.0.1:${porter.port}/nothing`;
  expect(await curl(at)).toMatch(/^HTTP\/1.1 503 [^]*Retry-After: 2\r/);
  await waitUntil('it is unknown', async () => (await curl(at)).startsWith('HTTP/1.1 404 '));
  expect(porter.context.logged.join('\n')).toMatch(/"GET \/nothing HTTP\/1.1" 404 /);
});

test('a streamer that stops takes its path along', async () => {
  const porter = await rig.porter();
  const streamer = await rig.streamer('one', { properties: { 'mount-point': '/one' } });
  const at = `http://127.0.0.1:${porter.port}/one`;
  expect(await curl(at)).toContain('one /one');
  streamer.stop();
  await figure(porter, 'streamers-current', 0);
  expect(porter.context.stats['paths-away']).toBe(0);
  expect(await curl(at)).not.toContain('one /one');
});

test('listeners stay when the porter goes, and it gets its streamers back', async () => {
  const first = await rig.porter();
  const streamer = await rig.streamer('one', { properties: { 'mount-point': '/one' }, keeps: true });
  const listener = talk(first.port, 'GET /one HTTP/1.0\r\n\r\n');
  await waitUntil('it listens', () => listener.heard().includes('one /one'));
  first.stop();
  streamer.kept[0]?.write('still here');
  await waitUntil('it hears more', () => listener.heard().includes('still here'));
  const again = await rig.porter();
  await waitUntil('the streamer is back', async () =>
    (await curl(`http://127.0.0.1:${again.port}/one`, '-m', '1').catch(() => 'one /one')).includes(
      'one /one',
    ),
  );
  streamer.kept[0]?.write('and now');
  await waitUntil('it hears more', () => listener.heard().includes('and now'));
  expect(streamer.context.said).toEqual([]);
});

test.each([{ 'porter-password': 'guess' }, { 'porter-username': 'bob' }])(
  'a streamer with %j is refused and says what to do',
  async (properties) => {
    const porter = await rig.porter();
    const streamer = await rig.streamer('one', { properties: { 'mount-point': '/one', ...properties } });
    await waitUntil('it is told', () => streamer.context.said.length > 0);
    expect(streamer.context.said[0]).toMatchObject({
      level: 'error',
      text: expect.stringMatching(/does not take it: the name or password is wrong/) as unknown,
    });
    expect(porter.context.stats['streamers-refused']).toBe(1);
    expect(await curl(`http://127.0.0.1:${porter.port}/one`)).toMatch(/^HTTP\/1.1 503 /);
  },
);

test('without require-password anybody on the machine who may open the socket is taken', async () => {
  const porter = await rig.porter({ 'require-password': false, username: undefined, password: undefined });
  await rig.streamer('one', { properties: { 'mount-point': '/one', 'porter-password': 'x' } });
  expect(await curl(`http://127.0.0.1:${porter.port}/one`)).toContain('one /one');
  expect(porter.context.said).toEqual([]);
});

test('a random password is told to be one', async () => {
  const porter = await rig.porter({ password: undefined });
  expect(porter.context.said).toMatchObject([{ level: 'warning', id: 'random-login' }]);
});

test('the socket is for its user alone', async () => {
  await rig.porter();
  expect(statSync(join(rig.folder, 'flu-abcdef.socket')).mode & 0o777).toBe(0o600);
});

test('two porters cannot have one socket, and the first stays', async () => {
  const porter = await rig.porter();
  await expect(rig.porter()).rejects.toThrow(
    /flu-abcdef.socket cannot be used: another process listens there/,
  );
  await rig.streamer('one', { properties: { 'mount-point': '/one' } });
  expect(await curl(`http://127.0.0.1:${porter.port}/one`)).toContain('one /one');
});

test('a streamer that takes nothing is 503, and others are served', async () => {
  const porter = await rig.porter();
  const stuck = connect(join(rig.folder, 'flu-abcdef.socket'));
  const hello = {
    hello: 1,
    id: '/f/stuck',
    username: 'ann',
    password: 'secret',
    serves: [{ path: '/stuck', prefix: true }],
  };
  stuck.write(`-${JSON.stringify(hello)}\n`);
  await figure(porter, 'streamers-current', 1);
  await rig.streamer('one', { properties: { 'mount-point': '/one' } });
  const waiting = curl(`http://127.0.0.1:${porter.port}/stuck`);
  expect(await curl(`http://127.0.0.1:${porter.port}/one`)).toContain('one /one');
  expect(await waiting).toMatch(/^HTTP\/1.1 503 [^]*Retry-After: 5\r/);
  const last = curl(`http://127.0.0.1:${porter.port}/stuck`);
  await waitUntil('it waits', async () =>
    (await curl(`http://127.0.0.1:${porter.port}/one`)).includes('one /one'),
  );
  stuck.destroy();
  expect(await last).toMatch(/^HTTP\/1.1 503 /);
  expect(await curl(`http://127.0.0.1:${porter.port}/stuck`)).toMatch(/^HTTP\/1.1 503 [^]*is away/);
  await figure(porter, 'paths-away', 1);
});

test('what is no request is refused and logged', async () => {
  const porter = await rig.porter();
  const client = talk(porter.port, 'nonsense\r\n\r\n');
  await waitUntil('an answer', () => client.heard() !== '');
  expect(client.heard()).toMatch(/^HTTP\/1.0 400 /);
  expect(porter.context.stats['refused-invalid']).toBe(1);
});

test('twenty starts and stops leave no descriptors', async () => {
  const round = async (): Promise<void> => {
    const porter = await rig.porter();
    const streamer = await rig.streamer('one', { properties: { 'mount-point': '/one' } });
    expect(await curl(`http://127.0.0.1:${porter.port}/one`)).toContain('one /one');
    streamer.stop();
    await figure(porter, 'streamers-current', 0);
    porter.stop();
  };
  await round();
  const before = readdirSync('/proc/self/fd').length;
  for (let index = 0; index < 20; index++) await round();
  await waitUntil('all are closed', () => readdirSync('/proc/self/fd').length <= before);
});
