import { createServer, type AddressInfo } from 'node:net';
import type { Keycard, Verdict } from '@flumotion/core/plugin';
import { MOST_PENDING } from '@flumotion/web';
import { waitUntil } from '../../../test/support/wait-until';
import type { Properties } from '../src/declaration';
import { answered, feed, get, parts, rig, send, stopAll, type Rig } from './rig';

afterEach(stopAll);

const { caps, buffers } = parts(feed('ogg-av'));

async function onAir(
  properties: Partial<Properties> = {},
  authenticate?: (keycard: Keycard) => Promise<Verdict>,
): Promise<Rig> {
  const result = await rig({ 'burst-on-connect': true, ...properties }, (context) => {
    if (authenticate) context.authenticate = (_bouncer, keycard) => authenticate(keycard);
  });
  result.tap.caps(caps);
  result.tap.buffer(buffers[0]!);
  return result;
}

const status = async (client: ReturnType<typeof send>): Promise<number> =>
  Number(/^HTTP\/1\.\d (\d+)/.exec((await answered(client)).head())?.[1]);

it('answers 503 with Retry-After until the first keyframe', async () => {
  const { port, tap, context } = await rig();
  const early = await answered(get(port));
  expect(early.head()).toMatch(/^HTTP\/1\.1 503 .*\r\n/);
  expect(early.head()).toContain('Retry-After: 2');
  await waitUntil('the end', early.closed);
  expect(early.body().toString()).toContain('the stream has not begun');
  tap.caps(caps);
  expect(await status(get(port))).toBe(503);
  tap.buffer(buffers[0]!);
  expect(await status(get(port))).toBe(200);
  expect(context.stats['refused-not-ready']).toBe(2);
});

it.each([
  ['GET /other HTTP/1.1\r\nHost: x\r\n\r\n', 404],
  ['GET /live/ HTTP/1.1\r\nHost: x\r\n\r\n', 404],
  ['POST /live HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello', 405],
  ['DELETE /live HTTP/1.0\r\n\r\n', 405],
  ['OPTIONS /live HTTP/1.0\r\n\r\n', 204],
  ['OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', 204],
  ['GET * HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['GET /live HTTP/1.1\r\n\r\n', 400],
  ['\r\n\r\nGET /live HTTP/1.0\r\n\r\n', 200],
  ['\r\n \r\nGET /live HTTP/1.0\r\n\r\n', 400],
  ['GET /live HTTP/3.0\r\n\r\n', 505],
  ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 400],
  [`GET /live HTTP/1.0\r\nX: ${'y'.repeat(9000)}\r\n\r\n`, 431],
  ['GET /live?a=b HTTP/1.0\r\n\r\n', 200],
  ['GET /li%76e HTTP/1.0\r\n\r\n', 200],
  ['GET http://x/live HTTP/1.0\r\n\r\n', 200],
])('answers %j with %i', async (text, expected) => {
  const { port } = await onAir({ 'mount-point': 'live' });
  const client = send(port, text);
  expect(await status(client)).toBe(expected);
  expect(client.head()).toContain('Access-Control-Allow-Origin: *');
  expect(client.head()).toMatch(/\r\nServer: Flumotion\r\n/);
  if (expected === 405) expect(client.head()).toContain('Allow: GET, HEAD, OPTIONS');
});

it('reads a head that comes in pieces', async () => {
  const { port } = await onAir();
  const client = send(port, 'GET / HT');
  await waitUntil('the connection', () => client.socket.bytesWritten > 0);
  for (const piece of ['TP/1.1\r\nHo', 'st: x\r', '\n\r', '\n']) client.socket.write(piece);
  expect(await status(client)).toBe(200);
});

it('ends a client that never finishes its head, after 10 s', async () => {
  const { port, context } = await onAir();
  const client = send(port, 'GET / HTTP/1.1\r\n');
  const drip = setInterval(() => client.socket.write('X: y\r\n'), 500);
  await waitUntil('the answer', () => client.head() !== '', 30_000);
  clearInterval(drip);
  expect(client.head()).toMatch(/ 408 /);
  expect(context.stats['clients-current']).toBe(0);
});

it('makes room for new clients when too many do not finish their heads', async () => {
  const { port } = await onAir();
  const slow = Array.from({ length: MOST_PENDING + 5 }, () => send(port, 'GET '));
  await waitUntil('the oldest to be closed', () => slow.filter((client) => client.closed()).length >= 5);
  expect(await status(get(port))).toBe(200);
  expect(slow.filter((client) => client.closed()).length).toBeLessThan(10);
});

it('refuses over client-limit, and takes new listeners when one has left', async () => {
  const { port, context } = await onAir({ 'client-limit': 2 });
  const first = await answered(get(port));
  expect(await status(get(port))).toBe(200);
  const third = await answered(get(port));
  expect(third.head()).toContain(' 503 ');
  expect(third.head()).toContain('Retry-After: 30');
  first.socket.destroy();
  await waitUntil('the place to be free', () => context.stats['left-by-themselves'] === 1);
  expect(await status(get(port))).toBe(200);
  expect(context.stats['refused-full']).toBe(1);
});

it('redirects over a limit when it may', async () => {
  const { port } = await onAir({ 'client-limit': 0, 'redirect-on-overflow': 'http://other.example/live' });
  const client = await answered(get(port));
  expect(client.head()).toContain(' 302 ');
  expect(client.head()).toContain('Location: http://other.example/live');
});

it('limits listeners of one address', async () => {
  const { port } = await onAir({ 'address-limit': 1 });
  expect(await status(get(port))).toBe(200);
  expect(await status(get(port))).toBe(503);
});

it('limits listeners of one network of IPv6 as those of one address, and gives places back', async () => {
  const { port } = await onAir({ 'address-limit': 1, 'forwarded-from': ['127.0.0.1'] });
  const from = (address: string): ReturnType<typeof send> =>
    get(port, '/', `X-Forwarded-For: ${address}\r\n`);
  const first = from('2001:db8::1');
  expect(await status(first)).toBe(200);
  expect(await status(from('2001:db8::2'))).toBe(503);
  expect(await status(from('2001:db8:0:1::1'))).toBe(200);
  first.socket.destroy();
  await waitUntil('the place', async () => (await status(from('2001:db8::3'))) === 200);
});

it('limits bandwidth', async () => {
  const { port, tap, context } = await onAir({ 'bandwidth-limit': 10_000 });
  for (const buffer of buffers.slice(1)) tap.buffer(buffer);
  await waitUntil('a bitrate', () => Number(context.stats['stream-current-bitrate']) > 0);
  expect(await status(get(port))).toBe(503);
});

it('takes changed limits while it runs', async () => {
  const { port, change } = await onAir({ 'client-limit': 0 });
  expect(await status(get(port))).toBe(503);
  await change({ 'client-limit': 1 });
  expect(await status(get(port))).toBe(200);
});

describe('with a bouncer', () => {
  const basic = `Authorization: Basic ${Buffer.from('joe:sécret').toString('base64')}\r\n`;

  it('asks it with name, password, token, path and address', async () => {
    const cards: Keycard[] = [];
    const { port } = await onAir({ bouncer: 'door' }, async (keycard) => {
      cards.push(keycard);
      return { admitted: true };
    });
    expect(await status(get(port, '/?token=abc', basic))).toBe(200);
    expect(cards[0]?.id).toMatch(/^[\w-]{36}$/);
    expect(cards).toMatchObject([
      {
        user: 'joe',
        password: 'sécret',
        token: 'abc',
        path: '/',
        address: '127.0.0.1',
        agent: 'test',
      },
    ]);
  });

  it('refuses with 401 and the realm', async () => {
    const { port, context } = await onAir({ bouncer: 'door', domain: 'My "radio"' }, async () => ({
      admitted: false,
      reason: 'wrong user or password',
      login: true,
    }));
    const client = await answered(get(port, '/', basic));
    expect(client.head()).toContain(' 401 ');
    expect(client.head()).toContain('WWW-Authenticate: Basic realm="My radio"');
    expect(context.stats['refused-login']).toBe(1);
  });

  it.each([
    [false, 503],
    [true, 200],
  ])('that cannot be asked, and allow-default %s: %i', async (allow, expected) => {
    const { port } = await onAir({ bouncer: 'door', 'allow-default': allow }, () =>
      Promise.reject(new Error('away')),
    );
    expect(await status(get(port))).toBe(expected);
  });

  it('ends a listener when the time it was granted is up', async () => {
    const { port, context } = await onAir({ bouncer: 'door', duration: 60 }, async () => ({
      admitted: true,
      duration: 0.5,
    }));
    const client = await answered(get(port));
    await waitUntil('the end', client.closed);
    expect(context.stats['left-expired']).toBe(1);
    expect(context.logged.at(-1)).toMatch(/"expired: the time it was granted is up"$/);
  });

  it('counts those being judged against the limit', async () => {
    let decide: (verdict: Verdict) => void = () => undefined;
    const { port, context } = await onAir(
      { bouncer: 'door', 'client-limit': 1 },
      () => new Promise((resolve) => (decide = resolve)),
    );
    const first = get(port);
    await waitUntil('the connection', () => first.socket.bytesWritten > 0);
    await waitUntil('the second to be refused', async () => (await status(get(port))) === 503);
    decide({ admitted: true });
    expect(await status(first)).toBe(200);
    expect(context.stats['refused-full']).toBeGreaterThan(0);
  });
});

it('says in one sentence that the port is in use, and takes it as soon as it is free', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const { context } = await rig({ port });
  expect(context.said).toMatchObject([
    { level: 'error', id: 'port-in-use', text: `port ${port} is in use by another program on 127.0.0.1` },
  ]);
  await new Promise((resolve) => other.close(resolve));
  await waitUntil('the port to be taken', () => context.said.length === 0, 8000);
  expect(await status(get(port))).toBe(503);
});

it('says that an address is not of this machine', async () => {
  const { context } = await rig({ interface: '192.0.2.1' });
  expect(context.said).toMatchObject([{ level: 'error', id: 'interface-missing' }]);
});

it('has requests that ask for no more than words in the log too', async () => {
  const { port, context } = await onAir();
  for (const [method, answer] of [
    ['HEAD', 200],
    ['OPTIONS', 204],
  ] as const) {
    const client = await answered(send(port, `${method} / HTTP/1.1\r\nHost: x\r\nUser-Agent: asks\r\n\r\n`));
    await waitUntil('the end', client.closed);
    expect(context.logged.at(-1)).toMatch(
      new RegExp(`"${method} / HTTP/1\\.1" ${answer} \\d+ "-" "asks" 0 "done: answered ${method}"$`),
    );
  }
});
