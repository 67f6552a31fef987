import type { z } from 'zod';
import { OPERATIONS } from '../../../core/src/manager/api/operations';
import { ApiClient, type ApiOptions } from '../../support/api-client';
import { FakeWorker } from '../../support/fake-worker';
import { TestManager } from '../../support/test-manager';
import { waitUntil } from '../../support/wait-until';

const FLOW = `<flow name="main">
  <component name="video" type="test-video" worker="one" label="Camera"><property name="text">hello</property></component>
  <component name="http" type="test-streamer" worker="one"><eater name="default"><feed>video</feed></eater></component>
</flow>`;

let manager: TestManager;
let worker: FakeWorker;
const admin = new ApiClient(() => manager.port).withPassword('user', 'test');

beforeAll(async () => {
  manager = await new TestManager().write(FLOW).start();
  worker = await new FakeWorker('one').login(manager.port);
  await manager.mood('http', 'happy');
  const client = {
    client: '/main/http:default',
    connected: true,
    since: 1,
    bytes: 9,
    dropped: 2,
    reconnects: 0,
  };
  worker.say('/main/video', {
    mood: 'sad',
    reason: 'no picture',
    feeders: [{ feeder: 'default', caps: 'video/x-raw', port: 8600, clients: [client], refused: 0 }],
    messages: [{ level: 'error', id: 'x', text: 'no picture', advice: 'plug it in', debug: 'd', time: 1 }],
  });
  worker.say('/main/http', {
    stats: { clients: 7, mount: 'http://x/' },
    eaters: [
      {
        eater: 'default',
        alias: 'default',
        feed: '/main/video:default',
        connected: false,
        reason: 'lost',
        since: 1,
        connections: 1,
      },
    ],
  });
  await waitUntil('the eater', () => manager.show('http').eaters[0]?.reason === 'lost');
  await waitUntil('the message', () => manager.show('video').messages.length === 1);
});
afterAll(async () => {
  worker.disconnect();
  await manager.dispose();
});

const http = '/api/components/main/http';
const video = '/api/components/main/video';
const eve = { user: 'eve', role: 'viewer', password: 'a good password' };

/** A good request for each operation that answers JSON, in an order in which each finds what it needs. */
const REQUESTS: readonly (readonly [id: string, path: string, options?: ApiOptions])[] = [
  ['getPlanet', '/api/planet'],
  ['getComponent', video],
  ['getComponent', http],
  ['getTables', `${http}/tables`],
  ['readTable', `${http}/tables/listeners`],
  ['getActions', `${http}/actions`],
  ['takeAction', `${http}/actions/eject-listener`, { body: { id: '1' } }],
  ['setProperty', `${video}/properties/text`, { body: { value: 'new' } }],
  ['stopComponent', `${video}/stop`],
  ['startComponent', `${video}/start`],
  ['restartComponent', `${video}/restart`],
  ['reloadPlanet', '/api/planet/reload'],
  ['getSetup', '/api/setup'],
  ['signIn', '/api/session', { body: { user: 'user', password: 'test' } }],
  ['getSession', '/api/session'],
  ['getGreeting', '/api/greeting'],
  ['createUser', '/api/users', { body: eve }],
  ['listUsers', '/api/users'],
  ['getUser', '/api/users/eve'],
  ['changeUser', '/api/users/eve', { body: { role: 'operator' } }],
  ['createToken', '/api/tokens', { body: { name: 'ci', role: 'viewer', expires: Date.now() + 3600_000 } }],
  ['listTokens', '/api/tokens'],
  ['readAudit', '/api/audit'],
  ['getOpenApi', '/api/openapi.json'],
];

const cases = REQUESTS.map(([id, path, options = {}]) => [id, path, options] as const);

it.each(cases)('%s answers %s as it is described', async (id, path, options) => {
  const operation = OPERATIONS.find((one) => one.id === id);
  const { status, body } = await admin.ask(operation?.method.toUpperCase() ?? '', path, options);
  expect([status, body]).toEqual([operation?.status ?? 200, expect.anything()]);
  // What is not described is left out by the schema, and then missing here.
  expect((operation?.answer as z.ZodType).parse(body)).toEqual(body);
});
