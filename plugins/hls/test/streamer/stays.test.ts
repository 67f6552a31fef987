import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Keycard } from '@flumotion/core/plugin';
import { waitUntil } from '../../../../test/support/wait-until';
import { ask, played as started, stopAll, urls, type Answer, type Rig } from './rig';

afterEach(stopAll);

const asked: Keycard[] = [];
beforeEach(() => {
  asked.length = 0;
});

const clients = (made: Rig, count: number): Promise<void> =>
  waitUntil(`${String(count)} listeners`, () => made.context.stats['clients-current'] === count);

test('limits count listeners, not requests; who is over one is sent elsewhere', async () => {
  const made = await started({ 'client-limit': 2 });
  const mains: Answer[] = [];
  for (const agent of ['a', 'b'])
    mains.push(await ask(`${made.url}/main.m3u8`, { headers: { 'User-Agent': agent } }));
  const full = await ask(`${made.url}/main.m3u8`, { headers: { 'User-Agent': 'c' } });
  expect([full.status, full.headers.get('retry-after')]).toEqual([503, '30']);
  for (const main of mains)
    expect((await ask(urls(main, `${made.url}/main.m3u8`)[0] ?? '')).status).toBe(200);
  made.change({ 'redirect-on-overflow': 'http://other.example/live/main.m3u8' });
  const sent = await ask(`${made.url}/main.m3u8`, { headers: { 'User-Agent': 'c' } });
  expect([sent.status, sent.headers.get('location')]).toEqual([302, 'http://other.example/live/main.m3u8']);
  expect(made.context.stats['refused-full']).toBe(2);
  made.change({ 'client-limit': 3, 'bandwidth-limit': 1_000 });
  expect((await ask(`${made.url}/main.m3u8`, { headers: { 'User-Agent': 'c' } })).status).toBe(302);
  made.change({ 'bandwidth-limit': 0, 'address-limit': 2 });
  expect((await ask(`${made.url}/main.m3u8`, { headers: { 'User-Agent': 'c' } })).status).toBe(302);
  made.change({ 'address-limit': 0 });
  expect((await ask(`${made.url}/main.m3u8`, { headers: { 'User-Agent': 'c' } })).status).toBe(200);
});

test('when the time is over that the bouncer granted, it is asked again, once', async () => {
  let granted = 0.2;
  const made = await started({}, (keycard) => {
    asked.push(keycard);
    return granted > 0 ? { admitted: true, duration: granted } : { admitted: false, reason: 'enough' };
  });
  const main = await ask(`${made.url}/main.m3u8?token=mine`);
  const [stream = ''] = urls(main, `${made.url}/main.m3u8`);
  granted = 100;
  await waitUntil('the time to be over', async () => {
    await Promise.all([ask(stream), ask(stream), ask(stream)]);
    return asked.length > 1;
  });
  expect(asked.map(({ token, path }) => [token, path])).toEqual([
    ['mine', '/live/main.m3u8'],
    ['mine', '/live/main.m3u8'],
  ]);
  expect((await ask(stream)).status).toBe(200);
  expect(asked).toHaveLength(2);
  await clients(made, 1);
});

test('a bouncer that judges again may give less time, and nobody comes back by a token of before', async () => {
  let open = true;
  const made = await started({}, () =>
    open ? { admitted: true, duration: 3600 } : { admitted: false, reason: 'closed' },
  );
  const [stream = ''] = urls(await ask(`${made.url}/main.m3u8`), `${made.url}/main.m3u8`);
  open = false;
  made.stays[0]?.granted?.(0);
  for (let attempt = 0; attempt < 3; attempt++) expect((await ask(stream)).status).toBe(403);
  expect(made.context.stats['left-expired']).toBe(1);
});

test('the longest stay goes on while a player is away', async () => {
  const made = await started({ duration: 1, 'session-timeout': 0 }, () => ({ admitted: true }));
  const began = Date.now();
  const [stream = ''] = urls(await ask(`${made.url}/main.m3u8`), `${made.url}/main.m3u8`);
  await waitUntil('it to be gone', () => made.context.stats['left-by-themselves'] === 1);
  made.change({ 'session-timeout': 30 });
  await waitUntil('its time to be over', () => Date.now() > began + 1100);
  expect((await ask(stream)).status).toBe(403);
});

test('a bouncer that judges again may give more time', async () => {
  const made = await started({}, (keycard) => {
    asked.push(keycard);
    return { admitted: true, duration: 0.2 };
  });
  const [stream = ''] = urls(await ask(`${made.url}/main.m3u8`), `${made.url}/main.m3u8`);
  made.stays[0]?.granted?.(100);
  const granted = Date.now();
  await waitUntil('the time granted first to be over', () => Date.now() > granted + 300);
  expect((await ask(stream)).status).toBe(200);
  expect(asked).toHaveLength(1);
});

test('who is not let stay when the time is over is out', async () => {
  let granted = 0.2;
  const made = await started({}, (keycard) => {
    asked.push(keycard);
    return granted > 0 ? { admitted: true, duration: granted } : { admitted: false, reason: 'enough' };
  });
  const [stream = ''] = urls(await ask(`${made.url}/main.m3u8`), `${made.url}/main.m3u8`);
  granted = 0;
  let last: Answer | undefined;
  await waitUntil('it to be out', async () => (last = await ask(stream)).status === 403);
  expect(last?.text).toContain('enough');
  await clients(made, 0);
  expect(made.context.stats['left-expired']).toBe(1);
});

test('the longest stay ends a session for good', async () => {
  const made = await started({ duration: 0.3 });
  const main = await ask(`${made.url}/main.m3u8`);
  expect(main.headers.get('set-cookie')).toMatch(/Max-Age=1$/);
  const [stream = ''] = urls(main, `${made.url}/main.m3u8`);
  await waitUntil('it to be over', async () => (await ask(stream)).status === 403);
  expect((await ask(stream)).status).toBe(403);
  expect(made.context.stats['left-duration']).toBe(1);
});

test('a bouncer that is away keeps new listeners out, and not those who are in', async () => {
  let there = true;
  const made = await started({}, () => {
    if (!there) throw new Error('it is away');
    return { admitted: true };
  });
  const [stream = ''] = urls(await ask(`${made.url}/main.m3u8`), `${made.url}/main.m3u8`);
  await ask(stream);
  there = false;
  expect((await ask(stream)).status).toBe(200);
  expect((await ask(`${made.url}/main.m3u8`)).status).toBe(503);
  made.change({ 'allow-default': true });
  expect((await ask(`${made.url}/main.m3u8`)).status).toBe(200);
});

test('people see who is there and who was, and put listeners out for good', async () => {
  const made = await started({}, () => ({ admitted: true }));
  const main = await ask(`${made.url}/main.m3u8`, { headers: { 'User-Agent': 'box/1' } });
  const other = await ask(`${made.url}/main.m3u8`, { headers: { 'User-Agent': 'box/2' } });
  const [stream = ''] = urls(main, `${made.url}/main.m3u8`);
  const [kept = ''] = urls(other, `${made.url}/main.m3u8`);
  const rows = await made.table('listeners');
  expect(rows.map(({ agent, address, state }) => [agent, address, state])).toEqual([
    ['box/1', '127.0.0.1', 'streaming'],
    ['box/2', '127.0.0.1', 'streaming'],
  ]);
  expect(await made.act('eject-listener', { id: rows[0]?.['id'] })).toEqual({ ejected: 1 });
  await expect(made.act('eject-listener', {})).rejects.toThrow('say who is meant');
  expect([(await ask(stream)).status, (await ask(kept)).status]).toEqual([403, 200]);
  expect(made.context.stats['left-ejected']).toBe(1);
  expect(await made.table('departures')).toEqual([
    expect.objectContaining({ agent: 'box/1', reason: 'ejected', id: rows[0]?.['id'] }),
  ]);
});

test('a bouncer knows who is in, puts listeners out, and is told when they leave', async () => {
  const made = await started({ 'session-timeout': 30 }, () => ({ admitted: true }));
  const [stream = ''] = urls(await ask(`${made.url}/main.m3u8`), `${made.url}/main.m3u8`);
  expect(made.stays).toHaveLength(1);
  const [stay] = made.stays;
  // Its time is up: it is judged again, and settles under another keycard.
  stay?.ejected({ id: 'x', reason: 'expired', text: 'the time is up' });
  expect((await ask(stream)).status).toBe(200);
  expect(made.stays.map(({ left }) => left)).toEqual([true, false]);
  made.stays[1]?.ejected({ id: 'x', reason: 'ejected', text: 'no more' });
  expect((await ask(stream)).status).toBe(403);
  expect(made.stays.map(({ left }) => left)).toEqual([true, true]);
});
