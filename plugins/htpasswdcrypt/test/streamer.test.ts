import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { hashSync } from 'bcrypt';
import { checkComponent, checkPlug } from '@flumotion/core/testing';
import { guardedStream, statusOf, stopGuarded } from '../../../test/support/guarded-stream';
import { waitUntil } from '../../../test/support/wait-until';
import { htpasswdPlug, saltedBouncer, saltedPlug } from '../src';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'users-'));
});
afterEach(async () => {
  await stopGuarded();
  rmSync(folder, { recursive: true });
});

const basic = (user: string, password: string): string =>
  `Authorization: Basic ${Buffer.from(`${user}:${password}`).toString('base64')}\r\n`;

test('the declarations are sound', () => {
  expect(checkComponent(saltedBouncer)).toEqual([]);
  expect([htpasswdPlug, saltedPlug].map((plug) => checkPlug(plug))).toEqual([[], []]);
});

test('an http-streamer asks for name and password, and a changed list drops nobody', async () => {
  const filename = join(folder, 'users');
  writeFileSync(filename, `ann:${hashSync('one', 4)}\n`);
  const stream = await guardedStream([{ definition: htpasswdPlug, properties: { filename } }], {
    domain: 'Members',
  });
  const refused = await stream.ask();
  expect(statusOf(refused)).toBe(401);
  expect(refused.head()).toContain('WWW-Authenticate: Basic realm="Members"');
  expect(await stream.status('/', basic('ann', 'two'))).toBe(401);
  const listener = await stream.ask('/', basic('ann', 'one'));
  expect(statusOf(listener)).toBe(200);
  writeFileSync(filename, `bob:${hashSync('two', 4)}\n# ann has gone\n`);
  expect(await stream.status('/', basic('ann', 'one'))).toBe(401);
  expect(await stream.status('/', basic('bob', 'two'))).toBe(200);
  await stream.stillServes(listener);
});

test('a list that is not there yet is a warning; allow-default decides until it is', async () => {
  const filename = join(folder, 'later');
  const stream = await guardedStream([{ definition: htpasswdPlug, properties: { filename } }]);
  const [plug] = stream.plugs;
  expect(plug?.messages).toMatchObject([{ level: 'warning', id: 'user-list' }]);
  expect(await stream.status('/', basic('ann', 'one'))).toBe(503);
  await stream.rig.change({ 'allow-default': true });
  expect(await stream.status('/', basic('ann', 'one'))).toBe(200);
  writeFileSync(filename, `ann:${hashSync('one', 4)}\n`);
  expect(await stream.status('/', basic('ann', 'two'))).toBe(401);
  expect(plug?.messages.filter(({ id }) => id === 'user-list')).toEqual([]);
});

test('saltsha256-bouncer-plug', async () => {
  const data = `ann:salt:${createHash('sha256').update('saltone').digest('hex')}`;
  const stream = await guardedStream([{ definition: saltedPlug, properties: { data } }]);
  expect(await stream.status('/', basic('ann', 'one'))).toBe(200);
  expect(await stream.status('/', basic('ann', 'two'))).toBe(401);
  expect(stream.plugs[0]?.stats).toEqual({ admitted: 1, refused: 1 });
});

test('so many logins at once are too many; listeners are served meanwhile', async () => {
  const data = `ann:${hashSync('one', 8)}`;
  const stream = await guardedStream([{ definition: htpasswdPlug, properties: { data } }]);
  const listener = await stream.ask('/', basic('ann', 'one'));
  const guesses = Array.from({ length: 120 }, () => stream.status('/', basic('ann', 'guess')));
  await stream.stillServes(listener);
  const statuses = await Promise.all(guesses);
  // The judge takes no more at once (403), or the streamer has had enough of this address (429), whichever comes first.
  expect(statuses.filter((status) => status === 403 || status === 429)).not.toEqual([]);
  expect(statuses).toContain(401);
  await waitUntil(
    'the last of them to be judged',
    async () => (await stream.status('/', basic('ann', 'one'))) === 200,
    20_000,
  );
});
