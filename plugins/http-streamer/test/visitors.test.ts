import { afterEach, expect, test } from '@jest/globals';
import type { Behaviour, Ejection, Keycard, RequestEntry, Row } from '@flumotion/core/plugin';
import { waitUntil } from '../../../test/support/wait-until';
import component from '../src';
import type { Properties } from '../src/declaration';
import { answered, feed, get, parts, rig, send, stopAll, type Rig } from './rig';

afterEach(stopAll);

const { caps, buffers } = parts(feed('ogg-av'));
const [{ behaviour }] = component as unknown as [{ behaviour: Behaviour<Properties> }];

interface Stay {
  readonly bouncer: string;
  readonly keycard: Keycard;
  readonly duration: number | undefined;
  readonly ejected: (ejection: Ejection) => void;
  readonly granted: ((seconds: number) => void) | undefined;
  left: number;
}

interface Watched extends Rig {
  readonly entries: RequestEntry[];
  readonly stays: Stay[];
  table(name: string): Promise<readonly Row[]>;
  eject(meant: object): Promise<unknown>;
}

/** A streamer on the air behind a bouncer that admits all but eve, with a logger of requests. */
async function onAir(properties: Parameters<typeof rig>[0] = {}): Promise<Watched> {
  const entries: RequestEntry[] = [];
  const stays: Stay[] = [];
  const plug = {
    event: (type: string, entry: RequestEntry) => {
      if (type === 'http_session_completed') entries.push(entry);
    },
  };
  const result = await rig({ 'burst-on-connect': true, ...properties }, (context) => {
    context.plugs = (socket) => (socket === 'request-logger' ? [plug as never] : []);
    context.authenticate = (_, { user }) =>
      Promise.resolve(
        user === 'eve'
          ? { admitted: false, reason: 'not eve', login: true }
          : { admitted: true, ...(user === 'cid' ? { duration: 60 } : {}) },
      );
    context.stay = (bouncer, keycard, duration, ejected, granted) => {
      const stay: Stay = { bouncer, keycard, duration, ejected, granted, left: 0 };
      stays.push(stay);
      return { leave: () => void stay.left++ };
    };
  });
  result.tap.caps(caps);
  for (const buffer of buffers.slice(0, 1)) result.tap.buffer(buffer);
  const { context } = result;
  return Object.assign(result, {
    entries,
    stays,
    table: async (name: string) => [...((await behaviour.tables?.[name]?.(context)) ?? [])],
    eject: async (meant: object) => behaviour.actions?.['eject-listener']?.(context, meant as never),
  });
}

const as = (user: string): string =>
  `Authorization: Basic ${Buffer.from(`${user}:x`).toString('base64')}\r\n`;

test('the table of listeners says who is there', async () => {
  const { port, table, stays } = await onAir({ bouncer: 'door' });
  await answered(get(port, '/', as('ann')));
  const [row, ...others] = await table('listeners');
  expect(others).toEqual([]);
  expect(row).toMatchObject({ user: 'ann', address: '127.0.0.1', agent: 'test', lag: 0, state: 'streaming' });
  expect(row?.['id']).toBe(stays[0]?.keycard.id);
  expect(Number(row?.['bytes'])).toBeGreaterThan(1000);
  expect(Math.abs(Number(row?.['since']) - Date.now())).toBeLessThan(60_000);
});

test('without a bouncer listeners are numbered, and one waits for a keyframe', async () => {
  const { port, table } = await onAir({ 'burst-on-connect': false });
  await answered(get(port));
  await answered(get(port));
  const rows = await table('listeners');
  expect(rows.map(({ id, user, state }) => [id, user, state])).toEqual([
    ['1', undefined, 'waiting'],
    ['2', undefined, 'waiting'],
  ]);
});

test('listeners are ejected who are meant, with the reason in figures, log, table and to the plugs', async () => {
  const { port, table, eject, context, entries, stays } = await onAir({ bouncer: 'door' });
  const ann = await answered(get(port, '/', as('ann')));
  const bob = await answered(get(port, '/', as('bob')));
  expect(await eject({ user: 'ann', address: '::1' })).toEqual({ ejected: 0 });
  expect(await eject({ user: 'ann' })).toEqual({ ejected: 1 });
  await waitUntil('the end', ann.closed);
  expect(bob.closed()).toBe(false);
  expect(context.stats['left-ejected']).toBe(1);
  expect(context.logged.at(-1)).toMatch(/"ejected: had to leave \(a person wanted it\)"$/);
  expect(await table('departures')).toMatchObject([
    { user: 'ann', reason: 'ejected', detail: 'ejected: had to leave (a person wanted it)' },
  ]);
  expect(entries).toMatchObject([{ username: 'ann', response: 200, reason: 'ejected' }]);
  await waitUntil('the bouncer to know', () => stays[0]?.left === 1);
  await expect(eject({})).rejects.toThrow('say who is meant');
});

test('a bouncer that judges again says how long somebody may stay from now on', async () => {
  const { port, stays, table } = await onAir({ bouncer: 'door' });
  const [cid, ann] = [await answered(get(port, '/', as('cid'))), await answered(get(port, '/', as('ann')))];
  stays[0]?.granted?.(0.1);
  await waitUntil('the end', cid.closed);
  expect((await table('departures')).map(({ user, reason }) => [user, reason])).toEqual([['cid', 'expired']]);
  expect(ann.closed()).toBe(false);
});

test('a bouncer knows who is in, and has those leave whom it ejects', async () => {
  const { port, context, stays, table } = await onAir({ bouncer: 'door' });
  const ann = await answered(get(port, '/', as('ann')));
  const cid = await answered(get(port, '/', as('cid')));
  send(port, `HEAD / HTTP/1.0\r\n${as('bob')}\r\n`);
  await answered(get(port, '/', as('eve')));
  expect(stays.map(({ bouncer, keycard, duration }) => [bouncer, keycard.user, duration])).toEqual([
    ['door', 'ann', undefined],
    ['door', 'cid', 60],
  ]);
  stays[0]?.ejected({ id: '', reason: 'expired', text: 'the event is over' });
  stays[1]?.ejected({ id: '', reason: 'ejected', text: 'no user any more' });
  await waitUntil('their ends', () => ann.closed() && cid.closed());
  expect((await table('departures')).map(({ user, reason }) => [user, reason])).toEqual([
    ['cid', 'ejected'],
    ['ann', 'expired'],
  ]);
  expect(context.logged.join('\n')).toContain('"expired: the time it was granted is up (the event is over)"');
  await waitUntil('the bouncer to know', () => stays.every(({ left }) => left === 1));
});

test('whom nobody judged, no bouncer is told of', async () => {
  const { port, stays, context } = await onAir({ bouncer: 'door', 'allow-default': true });
  context.authenticate = () => Promise.reject(new Error('away'));
  expect((await answered(get(port, '/', as('ann')))).head()).toContain(' 200 ');
  expect(stays).toEqual([]);
});

test('requests that are refused are told to the plugs and the log, with the name that was tried', async () => {
  const { port, entries, context } = await onAir({ bouncer: 'door' });
  await answered(get(port, '/', as('eve')));
  await answered(get(port, '/elsewhere'));
  await answered(send(port, 'GARBAGE\r\n\r\n'));
  await waitUntil('three entries', () => entries.length === 3);
  expect(entries).toMatchObject([
    { response: 401, username: 'eve', reason: 'refused-login', detail: expect.stringContaining('not eve') },
    { response: 404, uri: '/elsewhere', reason: 'refused-invalid' },
    { response: 400, method: '-', uri: '-', clientproto: '-', reason: 'refused-invalid' },
  ]);
  expect(context.logged.join('\n')).toMatch(/ - eve \[.*" 401 .*"refused-login: not eve/);
});

test('why a listener has left is told apart: closed, limit, changed stream, stopped', async () => {
  const { port, table, tap, change, context, stop } = await onAir({ bouncer: 'door' });
  const first = await answered(get(port));
  first.socket.destroy();
  await waitUntil('left', () => context.stats['left-by-themselves'] === 1);
  await change({ duration: 0.2 });
  const second = await answered(get(port));
  await waitUntil('the end', second.closed);
  expect(context.stats['left-duration']).toBe(1);
  await change({ duration: 0 });
  const third = await answered(get(port));
  tap.caps({ ...caps, mediaType: 'video/webm', text: 'video/webm', streamHeader: [Buffer.from('other')] });
  for (const buffer of buffers.slice(0, 3)) tap.buffer(buffer);
  await waitUntil('the end', third.closed);
  const fourth = await answered(get(port));
  await stop();
  await waitUntil('the end', fourth.closed);
  const reasons = (await table('departures')).map(({ reason }) => reason);
  expect(reasons).toEqual(['stopped', 'source-end', 'limit', 'left']);
  expect(context.logged.filter((line) => /"(left|limit|source-end|stopped): /.test(line))).toHaveLength(4);
});

test('over a limit listeners are sent to another mount point with their token, or elsewhere without', async () => {
  const { port, change } = await onAir({ 'client-limit': 0, 'redirect-on-overflow': '/low.ogg' });
  const ask = async (): Promise<string> => (await answered(get(port, '/?token=abc&x=%20'))).head();
  expect(await ask()).toMatch(/\r\nLocation: \/low\.ogg\?token=abc&x=%20$/);
  await change({ 'redirect-on-overflow': 'http://other.example/low.ogg' });
  expect(await ask()).toMatch(/\r\nLocation: http:\/\/other\.example\/low\.ogg$/);
});

test.each([
  ['/low.ogg', undefined],
  ['//evil.example/', 'is no URL'],
  ['low.ogg', 'is no URL'],
  ['/low\r\nX: y', 'is no URL'],
  ['/stream', 'is this mount point itself'],
])('redirect-on-overflow %j', (redirect, complaint) => {
  const values = {
    'proxy-protocol-from': [],
    'forwarded-from': [],
    'mount-point': 'stream',
    'redirect-on-overflow': redirect,
  } as unknown as Properties;
  const found = behaviour.check?.(values);
  if (complaint === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(complaint);
});

test('who guesses passwords waits; who does not is served meanwhile', async () => {
  const { port, context } = await onAir({ bouncer: 'door' });
  for (let guess = 0; guess < 3; guess++) await answered(get(port, '/', as('eve')));
  const fourth = get(port, '/', as('eve'));
  const others = ['ann', 'bob', 'cid'].map((user) => get(port, '/', as(user)));
  for (const client of others) expect((await answered(client)).head()).toContain(' 200 ');
  expect(fourth.head()).toBe('');
  const many = Array.from({ length: 40 }, () => get(port, '/', as('eve')));
  await waitUntil('refusals', () => many.filter(({ head }) => head().includes(' 429 ')).length > 20);
  expect((await answered(fourth)).head()).toContain(' 401 ');
  expect(context.stats['clients-current']).toBeLessThanOrEqual(3);
});
