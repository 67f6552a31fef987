import { readFileSync } from 'node:fs';
import { reaches, ROLES } from '../../../core/src/manager/access/roles';
import type { Operation } from '../../../core/src/manager/api/operation';
import { OPERATIONS } from '../../../core/src/manager/api/operations';
import { ApiClient } from '../../support/api-client';
import { FakeWorker } from '../../support/fake-worker';
import { TestManager } from '../../support/test-manager';

const FLOW = `<flow name="main">
  <component name="video" type="test-video" worker="one"/>
</flow>`;

describe('each operation', () => {
  it.each(OPERATIONS.map((operation) => [operation.id, operation] as const))(
    '%s is described whole',
    (_, operation) => {
      const { id, summary, path, params, method, audit, changesNothing } = operation;
      expect(id).toMatch(/^[a-z][A-Za-z]+$/);
      expect(summary).toMatch(/^\S.{5,}[^.]$/s);
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const judged = Object.keys((params as { shape?: object } | undefined)?.shape ?? {});
      expect(judged.sort()).toEqual(named.sort());
      // What changes something is in the log of changes, and what changes nothing is not.
      const changes = method !== 'get' && changesNothing !== true;
      expect(audit !== undefined).toBe(changes);
    },
  );

  it('has a name and a place of its own', () => {
    const ids = OPERATIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const places = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it('that needs no login is one of these', () => {
    const open = OPERATIONS.filter(({ role }) => role === 'anybody').map(({ id }) => id);
    expect(open.sort()).toEqual(['getGreeting', 'getSetup', 'setUp', 'signIn']);
  });
});

describe('a viewer', () => {
  it('may read all but these', () => {
    const closed = OPERATIONS.filter(
      ({ method, role }) => method === 'get' && (role === 'operator' || role === 'admin'),
    );
    expect(closed.map(({ id }) => id).sort()).toEqual([
      'exportPlanet',
      'getUser',
      'listTokens',
      'listUsers',
      'listWorkerFiles',
      'readAudit',
    ]);
  });

  it('may change nothing but this of its own', () => {
    const open = OPERATIONS.filter(({ method, role }) => method !== 'get' && role === 'viewer');
    expect(open.map(({ id }) => id).sort()).toEqual(['changePassword', 'signOut']);
  });
});

it('an operator may steer what runs, and no more', () => {
  const open = OPERATIONS.filter(({ role }) => role === 'operator');
  expect(open.map(({ id }) => id).sort()).toEqual([
    'ejectKeycards',
    'ejectListeners',
    'listWorkerFiles',
    'probeWorker',
    'restartComponent',
    'restartFlow',
    'setLogLevel',
    'setPlugProperty',
    'setProperty',
    'startComponent',
    'startFlow',
    'stopComponent',
    'stopFlow',
    'takeAction',
  ]);
});

/** What each role finds, by the status that says whether it may ask at all. */
describe('each operation with each role', () => {
  let manager: TestManager;
  let worker: FakeWorker;
  const clients = new Map<string, ApiClient>();

  beforeAll(async () => {
    manager = await new TestManager().write(FLOW).start();
    worker = await new FakeWorker('one').login(manager.port);
    const nobody = new ApiClient(() => manager.port);
    const admin = nobody.withPassword('user', 'test');
    for (const role of ROLES) {
      const { body } = await admin.ask('POST', '/api/tokens', { body: { name: role, role } });
      clients.set(role, nobody.withToken((body as { token: string }).token));
    }
    clients.set('nobody', nobody);
  });
  afterAll(async () => {
    worker.disconnect();
    await manager.dispose();
  });

  // Names that are nowhere: what may be asked is answered with another error than that of the role, and changes nothing.
  const placeOf = ({ path }: Operation): string => `/api${path.replace(/\{\w+\}/g, 'nowhere')}`;
  const guarded = OPERATIONS.filter(({ role, id }) => role !== 'anybody' && id !== 'reloadPlanet');
  const cases = guarded.flatMap((operation) =>
    ['nobody', ...ROLES].map((role) => [operation.id, role, operation] as const),
  );

  it.each(cases)('%s by %s', async (_, role, operation) => {
    const { status, body } =
      (await clients.get(role)?.ask(operation.method.toUpperCase(), placeOf(operation))) ?? {};
    const code = (body as { code?: string } | undefined)?.code;
    if (role === 'nobody') {
      expect([status, code]).toEqual([401, 'not-admitted']);
    } else if (reaches(role as (typeof ROLES)[number], operation.role as (typeof ROLES)[number])) {
      expect(['role-lacking', 'not-admitted', 'internal']).not.toContain(code);
      expect(status).not.toBe(500);
    } else {
      expect([status, code]).toEqual([403, 'role-lacking']);
    }
  });

  it('that is refused for the role changed nothing and stands in the log of changes', async () => {
    const before = readFileSync(manager.file, 'utf8');
    const answer = await clients.get('viewer')?.ask('POST', '/api/components/main/video/stop');
    expect(answer?.status).toBe(403);
    expect(manager.show('video').wanted).toBe('running');
    expect(readFileSync(manager.file, 'utf8')).toBe(before);
    const log = await clients.get('admin')?.ask('GET', '/api/audit?what=/main/video');
    expect(log?.body).toMatchObject({
      entries: [{ user: 'viewer', operation: 'stopComponent', what: '/main/video', result: 'role-lacking' }],
    });
  });
});
