import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { OPERATIONS } from '../../../core/src/manager/api/operations';
import { ApiClient } from '../../support/api-client';
import { FakeWorker } from '../../support/fake-worker';
import { TestManager } from '../../support/test-manager';

const run = promisify(execFile);
const MODULES = resolve('node_modules');
const FLOW = `<flow name="main"><component name="video" type="test-video" worker="one"/></flow>`;

let manager: TestManager;
let worker: FakeWorker;
let document: Document;
const dir = mkdtempSync(join(tmpdir(), 'flumotion-openapi-'));
const admin = new ApiClient(() => manager.port).withPassword('user', 'test');

interface Document {
  readonly openapi: string;
  readonly paths: Record<
    string,
    Record<string, { operationId: string; 'x-role': string; responses: Record<string, unknown> }>
  >;
}

beforeAll(async () => {
  manager = await new TestManager().write(FLOW).start();
  worker = await new FakeWorker('one').login(manager.port);
  await manager.mood('video', 'happy');
  document = (await admin.ask('GET', '/api/openapi.json')).body as Document;
  writeFileSync(join(dir, 'openapi.json'), JSON.stringify(document));
  symlinkSync(MODULES, join(dir, 'node_modules'));
});
afterAll(async () => {
  worker.disconnect();
  await manager.dispose();
  rmSync(dir, { recursive: true });
});

it('the document has every operation, with its role and its errors', () => {
  expect(document.openapi).toBe('3.1.0');
  const told = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  expect(told.map(({ operationId }) => operationId).sort()).toEqual(OPERATIONS.map(({ id }) => id).sort());
  const stop = document.paths['/components/{flow}/{name}/stop']?.['post'];
  expect(stop).toMatchObject({ operationId: 'stopComponent', 'x-role': 'operator' });
  expect(Object.keys(stop?.responses ?? {})).toEqual(
    expect.arrayContaining(['200', '401', '403', '404', '429', '500']),
  );
});

it('the document is one by the schema of OpenAPI', async () => {
  const program = join(MODULES, '@seriousme/openapi-schema-validator/bin/validate-api-cli.js');
  const { stdout } = await run(process.execPath, [program, join(dir, 'openapi.json')]);
  expect(stdout).toContain('"valid": true');
});

it('a client that is made from it compiles, and does what it says', async () => {
  const generator = join(MODULES, 'openapi-typescript/bin/cli.js');
  await run(process.execPath, [generator, join(dir, 'openapi.json'), '-o', join(dir, 'api.d.ts')]);
  copyFileSync('test/fixtures/api-client/client.ts', join(dir, 'client.ts'));
  const compiler = join(MODULES, 'typescript/bin/tsc');
  const options =
    '--strict --target es2022 --module node20 --types null --lib es2023,dom --skipLibCheck --noUncheckedIndexedAccess';
  await run(process.execPath, [compiler, ...options.split(' '), 'client.ts'], { cwd: dir }).catch(
    (error: unknown) => {
      throw new Error(`the client does not compile: ${String((error as { stdout?: unknown }).stdout)}`);
    },
  );
  const origin = `http://127.0.0.1:${manager.port}`;
  const { stdout } = await run(process.execPath, [join(dir, 'client.js'), origin, 'user', 'test']);
  expect(JSON.parse(stdout)).toEqual({
    role: 'operator',
    component: '/main/video',
    wanted: 'stopped',
    text: 'from a generated client',
    refused: 'role-lacking',
    audit: ['setProperty', 'stopComponent'],
    gone: 'not-admitted',
  });
  expect(readFileSync(manager.file, 'utf8')).toContain('from a generated client');
});

it('the page shows every operation, with no script and nothing from elsewhere', async () => {
  const { status, body, headers } = await admin.ask('GET', '/api/docs');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/^text\/html/);
  const page = body as string;
  for (const { id, method, path } of OPERATIONS) {
    expect(page).toContain(`id="${id}"`);
    expect(page).toContain(`<b>${method.toUpperCase()}</b> <code>/api${path}</code>`);
  }
  expect(page).not.toMatch(/<script|https?:/);
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
});
