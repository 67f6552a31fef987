import { ApiClient } from '../../support/api-client';
import { FakeWorker } from '../../support/fake-worker';
import { TestManager } from '../../support/test-manager';

const PLANET = `<atmosphere><component name="judge" type="test-bouncer" worker="one"/></atmosphere>
<flow name="main">
  <component name="video" type="test-video" worker="one"/>
  <component name="http" type="test-streamer" worker="one"><eater name="default"><feed>video</feed></eater></component>
  <component name="other" type="test-streamer" worker="one">
    <eater name="default"><feed>video</feed></eater>
    <property name="port">8801</property>
  </component>
</flow>`;

let manager: TestManager;
let worker: FakeWorker;
const admin = new ApiClient(() => manager.port).withPassword('user', 'test');

beforeEach(async () => {
  manager = await new TestManager().write(PLANET).start();
  worker = await new FakeWorker('one').login(manager.port);
  await manager.mood('http', 'happy');
  await manager.mood('other', 'happy');
});
afterEach(async () => {
  worker.disconnect();
  await manager.dispose();
});

function asked(what: string): readonly string[] {
  return worker.asked.filter((each) => each.startsWith(what)).sort();
}

test('who listens anywhere is one list', async () => {
  const { status, body } = await admin.ask('GET', '/api/listeners?user=bob&sort=component&limit=7');
  expect(status).toBe(200);
  expect(body).toEqual({
    rows: [
      { component: '/main/http', id: '1', user: 'bob' },
      { component: '/main/other', id: '1', user: 'bob' },
    ],
    total: 2,
    silent: [],
  });
  const query = '{"offset":0,"limit":7,"where":{"user":"bob"}}';
  expect(asked('read-table')).toEqual([
    `read-table /main/http listeners ${query}`,
    `read-table /main/other listeners ${query}`,
  ]);
});

test('who is in by a keycard anywhere is another', async () => {
  const { body } = await admin.ask('GET', '/api/keycards?sort=-since');
  expect(body).toMatchObject({ rows: [{ bouncer: '/atmosphere/judge', id: '1' }], total: 1 });
  expect(asked('read-table')).toEqual([
    'read-table /atmosphere/judge keycards {"offset":0,"limit":100,"sort":"-since","where":{}}',
  ]);
});

test.each([
  ['/api/listeners?limit=0', 'request-invalid'],
  ['/api/listeners?limit=1001', 'request-invalid'],
  ['/api/listeners?colour=red', 'table-query-invalid'],
  ['/api/keycards?sort=ages', 'table-query-invalid'],
])('GET %s is refused with %s', async (path, code) => {
  expect(await admin.ask('GET', path)).toMatchObject({ status: 400, body: { code } });
  expect(asked('read-table')).toEqual([]);
});

test('all listeners of a user leave, wherever they are; of one component, one of them', async () => {
  const all = await admin.ask('POST', '/api/listeners/eject', { body: { user: 'bob' } });
  expect(all).toMatchObject({ status: 200, body: { ejected: 2, silent: [] } });
  expect(asked('take-action')).toEqual([
    'take-action /main/http eject-listener {"user":"bob"}',
    'take-action /main/other eject-listener {"user":"bob"}',
  ]);
  const one = { component: '/main/other', id: '1' };
  expect(await admin.ask('POST', '/api/listeners/eject', { body: one })).toMatchObject({
    body: { ejected: 1 },
  });
  expect(asked('take-action').at(-1)).toBe('take-action /main/other eject-listener {"user":"bob"}');
  expect(asked('take-action')).toContain('take-action /main/other eject-listener {"id":"1"}');
  const cards = await admin.ask('POST', '/api/keycards/eject', { body: { address: '10.0.0.1' } });
  expect(cards).toMatchObject({ status: 200, body: { ejected: 1 } });
  expect(asked('take-action /atmosphere')).toEqual([
    'take-action /atmosphere/judge eject-keycard {"address":"10.0.0.1"}',
  ]);
  const { body: log } = await admin.ask('GET', '/api/audit');
  const entries = (log as { entries: { operation: string; what: string }[] }).entries;
  expect(entries.map(({ operation, what }) => [operation, what])).toEqual([
    ['ejectKeycards', 'planet'],
    ['ejectListeners', '/main/other'],
    ['ejectListeners', 'planet'],
  ]);
});

test.each([
  [{}, 400, 'body-invalid'],
  [{ component: '/main/http' }, 400, 'body-invalid'],
  [{ id: '1' }, 400, 'body-invalid'],
  [{ user: 'bob', colour: 'red' }, 400, 'body-invalid'],
  [{ component: '/main/none', id: '1' }, 404, 'component-unknown'],
])('to eject %j is refused', async (body, status, code) => {
  expect(await admin.ask('POST', '/api/listeners/eject', { body })).toMatchObject({ status, body: { code } });
  expect(asked('take-action')).toEqual([]);
});
