import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardedStream, statusOf, stopGuarded } from '../../../test/support/guarded-stream';
import { waitUntil } from '../../../test/support/wait-until';
import { tokenPlug } from '../src';
import { signUrl } from '../src/sign';
import { EC, jwk, OTHER_EC, SECRET, shared, sign } from './signers';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-'));
});
afterEach(async () => {
  await stopGuarded();
  rmSync(folder, { recursive: true });
});

const seconds = (): number => Math.floor(Date.now() / 1000);

test('a signed URL opens the stream until it expires, and a listener leaves then', async () => {
  const secret = 'correct horse battery';
  const stream = await guardedStream([
    { definition: tokenPlug, properties: { 'url-secret': [secret], 'clock-tolerance': 0 } },
  ]);
  const path = (expires: number): string => {
    const { pathname, search } = new URL(signUrl('http://x/', { secret, expires, address: '127.0.0.1' }));
    return pathname + search;
  };
  expect(await stream.status(path(seconds() - 10))).toBe(403);
  expect(await stream.status('/')).toBe(403);
  const long = await stream.ask(path(seconds() + 3600));
  const short = await stream.ask(path(seconds() + 5));
  expect([long, short].map(statusOf)).toEqual([200, 200]);
  await waitUntil('the end of its time', short.closed, 25_000);
  await stream.stillServes(long);
  expect(stream.rig.context.stats['left-expired']).toBe(1);
  expect(stream.rig.context.logged.join('\n')).toContain('signature=***');
  expect(stream.rig.context.logged.join('\n')).not.toMatch(/signature=[\w-]/);
});

test('another key in place of the old one drops nobody', async () => {
  const [old, young] = ['correct horse battery', 'another horse battery'];
  const properties = { 'url-secret': [old] };
  const stream = await guardedStream([{ definition: tokenPlug, properties }]);
  const query = (secret: string): string =>
    `/${new URL(signUrl('http://x/', { secret, expires: seconds() + 3600 })).search}`;
  const listener = await stream.ask(query(old));
  stream.set('url-secret', [old, young]);
  expect([await stream.status(query(old)), await stream.status(query(young))]).toEqual([200, 200]);
  stream.set('url-secret', [young]);
  expect([await stream.status(query(old)), await stream.status(query(young))]).toEqual([403, 200]);
  stream.set('jwks-file', join(folder, 'keys.json'));
  await waitUntil('the missing file to be told', () => stream.plugs[0]?.messages[0]?.id === 'jwks');
  stream.set('jwks-file', null);
  expect(stream.plugs[0]?.messages).toEqual([]);
  await stream.stillServes(listener);
});

test('a JSON Web Token in the URL or as Bearer; other keys drop nobody', async () => {
  const file = join(folder, 'keys.json');
  writeFileSync(file, JSON.stringify({ keys: [jwk(EC.publicKey)] }));
  const properties = { 'jwks-file': file, 'jwt-secret': [SECRET] };
  const stream = await guardedStream([{ definition: tokenPlug, properties }]);
  const exp = seconds() + 3600;
  const [old, young] = [
    await sign('ES256', EC.privateKey, { exp }),
    await sign('ES256', OTHER_EC.privateKey, { exp }),
  ];
  const listener = await stream.ask(`/?token=${old}`);
  expect(statusOf(listener)).toBe(200);
  expect(await stream.status('/', `Authorization: Bearer ${await shared({ exp })}\r\n`)).toBe(200);
  expect(await stream.status(`/?token=${young}`)).toBe(403);
  writeFileSync(file, JSON.stringify({ keys: [jwk(OTHER_EC.publicKey), jwk(OTHER_EC.publicKey, 'again')] }));
  expect(await stream.status(`/?token=${young}`)).toBe(200);
  expect(await stream.status(`/?token=${old}`)).toBe(403);
  await stream.stillServes(listener);
});
