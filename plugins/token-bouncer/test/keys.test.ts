import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../../../test/support/wait-until';
import { ask, endAll, start } from './rig';
import { EC, EC_384, ED, jwk, OTHER_EC, RSA, SECRET, shared, sign } from './signers';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
});
afterEach(async () => {
  await endAll();
  rmSync(folder, { recursive: true });
});

describe('tokens with public keys in a file', () => {
  let file: string;
  const write = (...keys: object[]): void => writeFileSync(file, JSON.stringify({ keys }));
  beforeEach(() => {
    file = join(folder, 'keys.json');
  });

  test('RS256 and ES256, with and without the name of the key', async () => {
    write(jwk(RSA.publicKey, 'r'), jwk(OTHER_EC.publicKey), jwk(EC.publicKey, 'e'));
    const context = await start({ 'jwks-file': file });
    for (const token of [
      await sign('RS256', RSA.privateKey, {}, 'r'),
      await sign('RS256', RSA.privateKey),
      await sign('ES256', EC.privateKey, {}, 'e'),
      await sign('ES256', EC.privateKey),
      await sign('ES256', OTHER_EC.privateKey),
    ])
      expect(await ask(context, { token })).toEqual({ admitted: true, duration: 65 });
  });

  test.each([
    ['PS256', RSA],
    ['RS512', RSA],
    ['ES384', EC_384],
    ['EdDSA', ED],
  ])('%s', async (algorithm, key) => {
    write(jwk(key.publicKey));
    const context = await start({ 'jwks-file': file });
    expect(await ask(context, { token: await sign(algorithm, key.privateKey) })).toMatchObject({
      admitted: true,
    });
  });

  test('a public key is not taken for a shared secret, nor the other way round', async () => {
    const pem = RSA.publicKey.export({ type: 'spki', format: 'pem' }) as string;
    write(jwk(RSA.publicKey), { kty: 'oct', k: Buffer.from(SECRET).toString('base64url') });
    const context = await start({ 'jwks-file': file });
    for (const secret of [pem, JSON.stringify(jwk(RSA.publicKey)), SECRET])
      expect(await ask(context, { token: await shared({}, secret) })).toMatchObject({ admitted: false });
  });

  test('a changed file counts at once; one that is broken leaves the keys as they were', async () => {
    write(jwk(EC.publicKey));
    const context = await start({ 'jwks-file': file });
    const [old, young] = [await sign('ES256', EC.privateKey), await sign('ES256', OTHER_EC.privateKey)];
    expect(await ask(context, { token: young })).toMatchObject({ admitted: false });
    writeFileSync(file, '{ "keys": [');
    expect(await ask(context, { token: old })).toMatchObject({ admitted: true });
    expect(context.said).toMatchObject([{ level: 'warning', id: 'jwks' }]);
    write(jwk(OTHER_EC.publicKey));
    expect(await ask(context, { token: young })).toMatchObject({ admitted: true });
    expect(await ask(context, { token: old })).toMatchObject({ admitted: false });
    expect(context.said).toEqual([]);
  });

  test('while there is none nobody can be judged, and the message says so', async () => {
    const context = await start({ 'jwks-file': file });
    expect(context.said).toMatchObject([{ level: 'error', id: 'jwks', text: expect.stringContaining(file) }]);
    await expect(ask(context, { token: await sign('ES256', EC.privateKey) })).rejects.toThrow('no keys');
    write(jwk(EC.publicKey));
    expect(await ask(context, { token: await sign('ES256', EC.privateKey) })).toMatchObject({
      admitted: true,
    });
    expect(context.said).toEqual([]);
  });
});

describe('tokens with public keys of a server', () => {
  let server: Server;
  let answer: { status: number; body: string };
  let asked: number;
  const url = (): string => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/keys`;
  const serve = (...keys: object[]): void => {
    answer = { status: 200, body: JSON.stringify({ keys }) };
  };
  beforeEach(async () => {
    asked = 0;
    serve(jwk(EC.publicKey, 'one'));
    server = createServer((_, response) => {
      asked++;
      response.writeHead(answer.status).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test('are fetched once for many tokens, and are kept while the server is away', async () => {
    const context = await start({ 'jwks-url': url() });
    const token = await sign('ES256', EC.privateKey, {}, 'one');
    for (let count = 0; count < 5; count++)
      expect(await ask(context, { token })).toMatchObject({ admitted: true });
    expect(asked).toBe(1);
    answer = { status: 500, body: '' };
    expect(await ask(context, { token })).toMatchObject({ admitted: true });
    expect(await ask(context, { token: await sign('ES256', OTHER_EC.privateKey, {}, 'two') })).toEqual({
      admitted: false,
      reason: 'the token is not signed with a known key',
    });
  });

  test('are fetched again and again, and a server that is away is a warning while it is', async () => {
    const context = await start({ 'jwks-url': url(), 'jwks-refresh': 0.05 });
    const young = await sign('ES256', OTHER_EC.privateKey, {}, 'two');
    const fits = async (): Promise<boolean> => (await ask(context, { token: young })).admitted;
    expect(await fits()).toBe(false);
    answer = { status: 500, body: '' };
    await waitUntil('a warning', () => context.said.length > 0, 20_000);
    expect(context.said).toMatchObject([
      { level: 'warning', id: 'jwks', text: expect.stringContaining('those from before count') },
    ]);
    serve(jwk(OTHER_EC.publicKey, 'two'));
    await waitUntil('the new key', fits, 20_000);
    expect(context.said).toEqual([]);
  });

  test.each([
    ['an error', { status: 500, body: '{"keys":[]}' }],
    ['no JSON', { status: 200, body: 'keys' }],
    ['no keys', { status: 200, body: '{}' }],
    [
      'too much',
      { status: 200, body: JSON.stringify({ keys: [jwk(EC.publicKey)], more: 'x'.repeat(1024 * 1024) }) },
    ],
  ])('when the server answers with %s nobody can be judged, until it is well', async (_, broken) => {
    answer = broken;
    const context = await start({ 'jwks-url': url() });
    expect(context.said).toMatchObject([{ level: 'error', id: 'jwks' }]);
    const token = await sign('ES256', EC.privateKey, {}, 'one');
    await expect(ask(context, { token })).rejects.toThrow();
    serve(jwk(EC.publicKey, 'one'));
    await waitUntil(
      'the keys',
      async () => (await ask(context, { token }).catch(() => undefined))?.admitted === true,
    );
  });
});
