import { Agent, get } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Keycard, ModifiableRequest, RequestEntry } from '@flumotion/core/plugin';
import type { Visit } from '@flumotion/web';
import { waitUntil } from '../../../../test/support/wait-until';
import { cookieFields } from '../../src/streamer/answers';
import { COOKIE, type Session } from '../../src/streamer/sessions';
import { Tokens } from '../../src/streamer/tokens';
import { play, TS } from '../support';
import { ask, played as started, rig, stopAll, urls, type Answer, type Judge, type Rig } from './rig';

afterEach(stopAll);

const asked: Keycard[] = [];
beforeEach(() => {
  asked.length = 0;
});

const members: Judge = (keycard) => {
  asked.push(keycard);
  return keycard.token === 'good' || keycard.password === 'good'
    ? { admitted: true }
    : { admitted: false, reason: 'you are no member', login: true };
};

const cookieOf = ({ headers }: Answer): string => /^[^;]+/.exec(headers.get('set-cookie') ?? '')?.[0] ?? '';
const clients = (made: Rig, count: number): Promise<void> =>
  waitUntil(`${String(count)} listeners`, () => made.context.stats['clients-current'] === count);

test('a player without cookies is one listener by the URLs it is given, and judged once', async () => {
  const made = await started({}, members);
  const refused = await ask(`${made.url}/main.m3u8`);
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
    401,
    expect.stringContaining('Basic'),
  ]);
  expect((await ask(`${made.url}/fragment-1.ts`)).status).toBe(401);
  const main = await ask(`${made.url}/main.m3u8?token=good`);
  expect(main.text).not.toContain('good');
  const [stream = ''] = urls(main, `${made.url}/main.m3u8`);
  for (let reload = 0; reload < 3; reload++) {
    const list = await ask(stream);
    expect(list.headers.get('set-cookie')).toBeNull();
    for (const fragment of urls(list, stream)) expect((await ask(fragment)).status).toBe(200);
  }
  expect(asked.filter(({ token }) => token === 'good')).toHaveLength(1);
  await clients(made, 1);
  expect(made.context.stats['refused-login']).toBe(2);
});

test('a player with cookies is one listener, also when URLs are the same for all', async () => {
  const made = await started({ 'session-in-urls': false }, members);
  const main = await ask(`${made.url}/main.m3u8?token=good`);
  const cookie = cookieOf(main);
  expect(main.headers.get('set-cookie')).toMatch(
    /^flumotion-session=[\w.-]+; Path=\/live\/; HttpOnly; SameSite=Lax; Max-Age=86400$/,
  );
  expect(main.text).toContain('stream.m3u8?token=good\n');
  for (let reload = 0; reload < 3; reload++) {
    const list = await ask(`${made.url}/stream.m3u8`, { headers: { Cookie: `a=b; ${cookie}` } });
    const fragments = urls(list, `${made.url}/stream.m3u8`);
    expect(fragments.every((url) => !url.includes('?'))).toBe(true);
    expect((await ask(fragments[0] ?? '', { headers: { Cookie: cookie } })).status).toBe(200);
  }
  expect(asked).toHaveLength(1);
  await clients(made, 1);
  expect((await ask(`${made.url}/stream.m3u8`)).status).toBe(401);
});

test('a player that shows nothing is known by its address, its program and what it was let in with', async () => {
  const made = await started();
  const like = (agent: string, query = ''): Promise<Answer> =>
    ask(`${made.url}/stream.m3u8${query}`, { headers: { 'User-Agent': agent } });
  for (let reload = 0; reload < 3; reload++) {
    const list = await like('box/1');
    for (const fragment of urls(list, made.url + '/'))
      await ask(fragment, { headers: { 'User-Agent': 'box/1' } });
  }
  await clients(made, 1);
  await Promise.all([like('box/2'), like('box/2'), like('box/2', '?member=7')]);
  await clients(made, 3);
  // Players that were led on by the main playlist and have shown it are told apart.
  for (let player = 0; player < 2; player++) {
    const main = await ask(`${made.url}/main.m3u8`);
    await ask(urls(main, `${made.url}/main.m3u8`)[0] ?? '');
  }
  await clients(made, 5);
});

test('tokens of others, of another mount point and changed ones are worth nothing', async () => {
  const made = await started({ 'secret-key': 'one secret' }, members);
  const right = new Tokens('one secret', '/live');
  const token = right.write({ id: Tokens.newId(), until: Date.now() + 60_000 });
  const status = async (text: string): Promise<number> =>
    (await ask(`${made.url}/stream.m3u8?GKID=${encodeURIComponent(text)}`)).status;
  // The same key in another component has let it in.
  expect(await status(token)).toBe(200);
  expect(asked).toHaveLength(0);
  const changed = (at: number): string =>
    token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
  for (const bad of [
    changed(0),
    changed(18),
    changed(token.length - 10),
    `${token}x`,
    token.slice(0, -1),
    new Tokens('another', '/live').write({ id: Tokens.newId(), until: Date.now() + 60_000 }),
    new Tokens('one secret', '/other').write({ id: Tokens.newId(), until: Date.now() + 60_000 }),
    right.write({ id: Tokens.newId(), until: Date.now() - 1 }),
    '..',
    '',
  ])
    expect([bad, await status(bad)]).toEqual([bad, 401]);
  const unknown = await ask(`${made.url}/stream.m3u8`, { headers: { Cookie: `${COOKIE}=${changed(3)}` } });
  expect(unknown.status).toBe(401);
});

test('keys are made anew for each component', () => {
  const [one, two] = [new Tokens(undefined, '/'), new Tokens(undefined, '/')];
  const token = one.write({ id: Tokens.newId(), until: 1_800_000_000_123 });
  expect(one.read(token)?.until).toBe(1_800_000_000_123);
  expect(two.read(token)).toBeUndefined();
});

test('whoever asks for nothing is gone, and comes back by its token, judged again by what it came in with', async () => {
  const made = await started({ 'session-timeout': 0 }, members);
  const main = await ask(`${made.url}/main.m3u8?token=good`);
  await waitUntil('it to be gone', () => made.context.stats['left-by-themselves'] === 1);
  await clients(made, 0);
  made.change({ 'session-timeout': 30 });
  const [stream = ''] = urls(main, `${made.url}/main.m3u8`);
  // What is asked for at once is one player, and judged once.
  const back = await Promise.all([ask(stream), ask(stream), ask(stream)]);
  expect(back.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(asked.map(({ token }) => token)).toEqual(['good', 'good']);
  await clients(made, 1);
  // The bouncer knows that it is in again, and may have it leave.
  expect(made.stays.map(({ left }) => left)).toEqual([true, false]);
  made.stays[1]?.ejected({ id: 'x', reason: 'ejected', text: 'no more' });
  expect((await ask(stream)).status).toBe(403);
});

test('who is no member any more does not come back by a token of before', async () => {
  let open = true;
  const made = await started({ 'session-timeout': 0 }, (keycard) =>
    open ? members(keycard) : { admitted: false, reason: 'members have left', login: true },
  );
  const main = await ask(`${made.url}/main.m3u8?token=good`);
  await waitUntil('it to be gone', () => made.context.stats['left-by-themselves'] === 1);
  open = false;
  made.change({ 'session-timeout': 30 });
  const [stream = ''] = urls(main, `${made.url}/main.m3u8`);
  for (let attempt = 0; attempt < 2; attempt++) expect((await ask(stream)).status).toBe(401);
  open = true;
  expect((await ask(stream)).status).toBe(200);
});

test('who only asks for the head of an answer is judged, and no listener', async () => {
  const made = await started({}, members);
  expect((await ask(`${made.url}/main.m3u8`, { method: 'HEAD' })).status).toBe(401);
  const head = await ask(`${made.url}/main.m3u8?token=good`, { method: 'HEAD' });
  expect([head.status, head.text]).toEqual([200, '']);
  await waitUntil('the figures', () => made.context.stats['clients-current'] !== undefined);
  expect(made.context.stats['clients-current']).toBe(0);
});

test('cookies of TLS are for TLS alone', () => {
  const entered = { session: { until: Infinity } as Session, cookie: 'x' };
  const visit = (secure: boolean): Visit => ({ secure }) as Visit;
  expect(cookieFields(visit(true), entered, '/a b')['Set-Cookie']).toBe(
    `${COOKIE}=x; Path=/a%20b/; HttpOnly; SameSite=Lax; Secure`,
  );
  expect(cookieFields(visit(false), entered, '/')['Set-Cookie']).not.toContain('Secure');
});

test('plugs are told of sessions, not of requests, and may set fields of answers', async () => {
  const told: [string, RequestEntry][] = [];
  const plugs = {
    'request-logger': [{ event: (event: string, entry: RequestEntry) => void told.push([event, entry]) }],
    'request-modifier': [
      { modify: (request: ModifiableRequest) => request.setHeader('X-Own', request.path) },
    ],
  };
  const made = await rig({ 'session-timeout': 30 }, undefined, plugs);
  made.tap.caps(TS);
  play(made.tap, 0, 9);
  expect((await ask(`${made.url}/nothing`)).status).toBe(404);
  await waitUntil('the refusal', () => told.length > 0);
  expect(told.splice(0)).toEqual([
    ['http_session_completed', expect.objectContaining({ response: 404, reason: 'refused-invalid' })],
  ]);
  const main = await ask(`${made.url}/main.m3u8`);
  expect(main.headers.get('x-own')).toBe('/live/main.m3u8');
  const [stream = ''] = urls(main, `${made.url}/main.m3u8`);
  const list = await ask(stream);
  for (const fragment of urls(list, stream)) await ask(fragment);
  expect(told.map(([event]) => event)).toEqual(['http_session_started']);
  made.change({ 'session-timeout': 0 });
  await waitUntil('the end of the session', () => told.length === 2);
  const [event, entry] = told[1] ?? [];
  expect(event).toBe('http_session_completed');
  // Four fragments of twenty frames of five bytes, and what stands around them.
  expect(entry?.['bytes-sent']).toBeGreaterThan(400);
  expect(entry?.uri).toBe('/live/main.m3u8');
});

test('one connection carries many requests', async () => {
  const made = await started();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const sockets = new Set<unknown>();
    for (const name of ['main.m3u8', 'stream.m3u8', 'main.m3u8', 'nothing'])
      await new Promise<void>((resolve, reject) => {
        const request = get(`${made.url}/${name}`, { agent }, (response) => {
          sockets.add(response.socket);
          response.resume().once('end', resolve);
        });
        request.once('error', reject);
      });
    expect(sockets.size).toBe(1);
  } finally {
    agent.destroy();
  }
});

test('each request has a line in the log with its session, and without what could be used again', async () => {
  const made = await started({}, members);
  const main = await ask(`${made.url}/main.m3u8?token=good`);
  const [stream = ''] = urls(main, `${made.url}/main.m3u8`);
  await ask(stream);
  const lines = (): string[] => made.context.logged.filter((line) => line.includes('GET /live/'));
  await waitUntil('two lines', () => lines().length === 2);
  const id = new URL(stream).searchParams.get('GKID')?.split('.')[0] ?? '-';
  for (const line of lines()) expect(line).toContain(`"session ${id}"`);
  expect(lines().join()).not.toContain('token=good');
  expect(lines()[1]).toContain('GKID=***');
});
