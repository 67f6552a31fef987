import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { Registry, type RegistryEntry } from '@flumotion/registry';
import { Catalogue, type Definition } from '../../../core/src/catalogue';
import { definePlug } from '../../../core/src/plugin';
import { askRaw, ApiClient } from '../../support/api-client';
import { managerCatalogue } from '../../support/manager-catalogue';
import { TestManager } from '../../support/test-manager';

const dir = mkdtempSync(join(tmpdir(), 'flumotion-pages-'));
const built = join(dir, 'app');
const SCRIPT = 'console.log("hello");\n'.repeat(20);

beforeAll(() => {
  mkdirSync(join(built, 'assets'), { recursive: true });
  writeFileSync(join(dir, 'secret.txt'), 'hush');
  writeFileSync(join(built, 'index.html'), '<!doctype html><title>pages</title>');
  writeFileSync(join(built, '.hidden'), 'hush');
  writeFileSync(join(built, 'assets', 'index-B7xc_0Qa.js'), SCRIPT);
  writeFileSync(join(built, 'assets', 'index-B7xc_0Qa.js.br'), brotliCompressSync(SCRIPT));
});
afterAll(() => {
  rmSync(dir, { recursive: true });
});

/** The catalogue of the tests, and in it a plug that has pages. */
function withPages(folder: string): Catalogue {
  const value = definePlug(
    { type: 'test-pages', socket: 'manager-pages', description: 'For tests.' },
    { pages: () => ({ folder }) },
  );
  const base = managerCatalogue();
  const entries: [string, RegistryEntry<Definition>][] = base.list().map((entry) => [entry.type, entry]);
  const pack = { ...base.list()[0]?.package } as RegistryEntry<Definition>['package'];
  entries.push([value.spec.type, { type: value.spec.type, value, package: pack }]);
  return new Catalogue(new Registry(new Map(entries), []));
}

let manager: TestManager;
afterEach(() => manager.dispose());

async function started(folder = built): Promise<ApiClient> {
  manager = await new TestManager()
    .write('')
    .with({ catalogue: withPages(folder) })
    .start();
  return new ApiClient(() => manager.port);
}

it('a plug with pages that is installed is used by itself, and its pages are there without a login', async () => {
  const client = await started();
  for (const path of ['/', '/index.html', '/components/main/video', '/editor/x?y=1']) {
    const { status, body, headers } = await client.ask('GET', path);
    expect([path, status, body]).toEqual([path, 200, expect.stringContaining('<title>pages</title>')]);
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(headers.get('cache-control')).toBe('no-cache');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${manager.port} wss://`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
  expect(manager.control.planet().plugs).toEqual([
    { name: 'test-pages', type: 'test-pages', socket: 'manager-pages' },
  ]);
});

it('a place whose name has dots is there for who goes to it with a browser', async () => {
  await started();
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
  for (const path of ['/components/main/video-1.5', '/editor/a.js']) {
    const page = await askRaw(manager.port, path, { accept });
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('<title>pages</title>')]);
    expect((await askRaw(manager.port, path, { accept: '*/*' })).status).toBe(401);
  }
  const script = await askRaw(manager.port, '/assets/index-B7xc_0Qa.js', { accept });
  expect(script.text).toBe(SCRIPT);
  expect((await askRaw(manager.port, '/api/planet.json', { accept })).status).toBe(401);
});

it('what has a hash in its name is kept for ever, and is sent compressed to who takes it', async () => {
  const client = await started();
  const path = '/assets/index-B7xc_0Qa.js';
  const small = await client.ask('GET', path, { headers: { 'Accept-Encoding': 'gzip, br' } });
  expect(small).toMatchObject({ status: 200, body: SCRIPT });
  expect(small.headers.get('content-encoding')).toBe('br');
  expect(small.headers.get('vary')).toContain('Accept-Encoding');
  expect(small.headers.get('content-type')).toMatch(/javascript/);
  expect(small.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const plain = await client.ask('GET', path, { headers: { 'Accept-Encoding': 'identity' } });
  expect([plain.body, plain.headers.get('content-encoding')]).toEqual([SCRIPT, null]);
});

it('what is known already is not sent again', async () => {
  const client = await started();
  const { headers } = await client.ask('GET', '/');
  // Not by fetch, which asks for a fresh one whenever it is given such a field.
  const again = await askRaw(manager.port, '/', { 'If-None-Match': headers.get('etag') ?? '' });
  expect([again.status, again.text]).toEqual([304, '']);
  expect(again.headers['content-security-policy']).toContain("script-src 'self'");
  expect((await askRaw(manager.port, '/', { 'If-None-Match': 'W/"other"' })).status).toBe(200);
});

it('nothing but the files of its folder is served, and what the manager answers itself stays', async () => {
  const client = await started();
  for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/.hidden', '/none.js']) {
    const { status, text } = await askRaw(manager.port, path, {});
    expect([path, status >= 400, text.includes('hush')]).toEqual([path, true, false]);
  }
  expect(await client.ask('GET', '/api/planet')).toMatchObject({ status: 401 });
  expect(await client.ask('GET', '/api/nothing')).toMatchObject({ status: 401 });
  expect(await client.ask('GET', '/metrics')).toMatchObject({ status: 401 });
  const { headers } = await client.withPassword('user', 'test').ask('GET', '/none.js');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('cache-control')).toBe('no-store');
  expect(await client.ask('POST', '/')).toMatchObject({ status: 401 });
});

it('pages that are not built are a problem of the plug, and the manager goes on', async () => {
  const client = await started(join(dir, 'missing'));
  expect(manager.control.planet().plugs).toEqual([
    expect.objectContaining({
      name: 'test-pages',
      problem: expect.stringContaining('no index.html') as string,
    }),
  ]);
  expect((await client.ask('GET', '/healthz')).status).toBe(200);
  expect((await client.ask('GET', '/')).status).toBe(401);
});
