import { readFileSync, writeFileSync } from 'node:fs';
import { ApiClient } from '../../support/api-client';
import { FakeWorker } from '../../support/fake-worker';
import { TestManager } from '../../support/test-manager';

const FLOW = `<flow name="main">
  <component name="video" type="test-video" worker="one"><property name="text">old</property></component>
</flow>`;

let manager: TestManager;
let worker: FakeWorker;
const nobody = new ApiClient(() => manager.port);
const admin = nobody.withPassword('user', 'test');

beforeEach(async () => {
  manager = await new TestManager().write(FLOW).start();
  worker = await new FakeWorker('one').login(manager.port);
  await manager.mood('video', 'happy');
});
afterEach(async () => {
  worker.disconnect();
  await manager.dispose();
});

async function log(query = ''): Promise<Record<string, unknown>[]> {
  const { body } = await admin.ask('GET', `/api/audit${query}`);
  return (body as { entries: Record<string, unknown>[] }).entries;
}

it('a change is in the log with who, what, before, after and what came of it', async () => {
  const text = '/api/components/main/video/properties/text';
  await admin.ask('PUT', text, { body: { value: 'new' } });
  await admin.ask('PUT', text, { body: { value: 3 } });
  await admin.ask('POST', '/api/components/main/video/stop');
  expect(await log()).toEqual([
    {
      id: 3,
      time: expect.any(Number) as number,
      user: 'user',
      address: '127.0.0.1',
      operation: 'stopComponent',
      what: '/main/video',
      before: { wanted: 'running' },
      after: { wanted: 'stopped' },
      result: 'done',
    },
    expect.objectContaining({
      id: 2,
      before: { text: 'new' },
      after: { text: 'new' },
      result: 'property-refused',
      message: expect.stringContaining('text') as string,
    }),
    expect.objectContaining({
      id: 1,
      operation: 'setProperty',
      before: { text: 'old' },
      after: { text: 'new' },
    }),
  ]);
});

it('a flow is in it: how it was made, stopped, and loaded again with what has changed', async () => {
  const made = { name: 'night', components: [{ name: 'sky', type: 'test-video', worker: 'two' }] };
  await admin.ask('POST', '/api/flows', { body: made });
  await admin.ask('POST', '/api/flows', {
    body: '<flow name="day"/>',
    headers: { 'Content-Type': 'application/xml' },
  });
  await admin.ask('POST', '/api/flows/night/stop');
  const text = readFileSync(manager.file, 'utf8').replace('>old<', '>newer<');
  writeFileSync(manager.file, text);
  await admin.ask('POST', '/api/planet/reload');
  expect(
    (await log()).map(({ operation, what, before, after }) => ({ operation, what, before, after })),
  ).toEqual([
    {
      operation: 'reloadPlanet',
      what: 'planet',
      before: { main: { video: { properties: { text: 'old' } } } },
      after: { main: { video: { properties: { text: 'newer' } } } },
    },
    { operation: 'stopFlow', what: '/night', before: { sky: 'running' }, after: { sky: 'stopped' } },
    { operation: 'createFlow', what: '/day', before: undefined, after: [{ name: 'day', components: [] }] },
    {
      operation: 'createFlow',
      what: '/night',
      before: undefined,
      after: [{ name: 'night', components: [expect.objectContaining({ name: 'sky' })] }],
    },
  ]);
  expect((await log('?what=/night')).map(({ operation }) => operation)).toEqual(['stopFlow', 'createFlow']);
});

it('what was given with a change is in it', async () => {
  await admin.ask('POST', '/api/components/main/video/actions/wave', { body: { hand: 'left' } });
  await admin.ask('POST', '/api/listeners/eject', { body: { user: 'bob' } });
  await admin.ask('PUT', '/api/logs/level', { body: { levels: '*:4' } });
  expect((await log()).map(({ what, given }) => [what, given])).toEqual([
    ['manager', { levels: '*:4' }],
    ['planet', { user: 'bob' }],
    // What is not known may be secret.
    ['/main/video/wave', { hand: '***' }],
  ]);
});

it('what is secret is not in the log', async () => {
  await admin.ask('POST', '/api/users', {
    body: { user: 'eve', role: 'viewer', password: 'hush hush hush' },
  });
  await admin.ask('PUT', '/api/users/eve', { body: { password: 'quiet quiet quiet' } });
  const { body } = await admin.ask('POST', '/api/tokens', { body: { name: 'ci', role: 'viewer' } });
  await nobody.ask('POST', '/api/session', { body: { user: 'eve', password: 'quiet quiet quiet' } });
  const text = JSON.stringify(await log());
  expect(text).toContain('createUser');
  expect(text).toContain('signIn');
  for (const secret of ['hush', 'quiet', (body as { token: string }).token, '$2b$'])
    expect(text).not.toContain(secret);
});

it('the log is read in pages, by user and by what, and outlives the manager', async () => {
  await admin.ask('POST', '/api/users', {
    body: { user: 'eve', role: 'operator', password: 'a good password' },
  });
  const eve = nobody.withPassword('eve', 'a good password');
  for (const verb of ['stop', 'start', 'stop']) await eve.ask('POST', `/api/components/main/video/${verb}`);
  await manager.stop();
  await manager.start();
  await admin.ask('POST', '/api/components/main/video/start');
  expect((await log()).map(({ id, user }) => [id, user])).toEqual([
    [5, 'user'],
    [4, 'eve'],
    [3, 'eve'],
    [2, 'eve'],
    [1, 'user'],
  ]);
  const first = (await admin.ask('GET', '/api/audit?limit=2&user=eve')).body as { next: number };
  expect(first).toMatchObject({ entries: [{ id: 4 }, { id: 3 }], next: 3 });
  const second = (await admin.ask('GET', `/api/audit?limit=2&user=eve&before=${first.next}`)).body;
  expect(second).toMatchObject({ entries: [{ id: 2 }] });
  expect(second).not.toHaveProperty('next');
  expect((await log('?what=/main')).map(({ id }) => id)).toEqual([5, 4, 3, 2]);
  expect((await log('?what=eve')).map(({ operation }) => operation)).toEqual(['createUser']);
  const wrong = await admin.ask('GET', '/api/audit?limit=0');
  expect(wrong).toMatchObject({ status: 400, body: { code: 'request-invalid', field: 'limit' } });
});
