import { readFileSync, writeFileSync } from 'node:fs';
import type { ComponentJson, FlowJson } from '../../core/src/manager/edit/flow-json';
import { ApiClient, type ApiAnswer } from '../support/api-client';
import { freePort } from '../support/free-port';
import { Installation } from '../support/installation';
import { Listener } from '../support/listener';
import { oggFlow, planet } from '../support/planets';
import { waitUntil } from '../support/wait-until';

let installation: Installation;
let admin: ApiClient;
let listener: Listener;
let port: number;
let secondPort: number;
/** What the planet file said at first, and what it says once the flow was changed through the API. */
let original: string;
let changedFile: string;
/** The flow after the change, and the tag of its state. */
let changedFlow: ApiAnswer;

const UNCHANGED = ['video', 'audio', 'theora', 'vorbis', 'muxer', 'http'];

beforeAll(async () => {
  port = await freePort();
  secondPort = await freePort();
  installation = await Installation.start({ planet: planet(oggFlow(port)) });
  admin = new ApiClient(() => installation.managerPort).withPassword('user', 'test');
  installation.startWorker();
  installation.startWorker('other');
  await installation.mood('happy');
  listener = new Listener(`http://127.0.0.1:${String(port)}/`);
  await waitUntil('the first bytes', () => listener.bytes > 20_000, 20_000);
});

afterAll(async () => {
  listener.close();
  await installation.dispose();
});

afterEach(() => {
  expect(listener.ended).toBeUndefined();
});

async function flowing(on = listener): Promise<void> {
  const before = on.bytes;
  await installation.until('bytes flow', () => on.bytes > before + 30_000, 30_000);
}

async function ask(method: string, path: string, body?: unknown, etag?: string): Promise<ApiAnswer> {
  const headers = etag === undefined ? {} : { 'If-Match': etag };
  const answer = await admin.ask(method, `/api${path}`, {
    headers,
    ...(body === undefined ? {} : { body }),
  });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer;
}

const tagOf = (answer: ApiAnswer): string => answer.headers.get('etag') ?? '';

/** Process ids of the components that no change concerns. */
async function pids(): Promise<number[]> {
  return Promise.all(UNCHANGED.map((name) => installation.pid(`/default/${name}`)));
}

/** The flow with another pattern, which changes live, and with a second streamer. */
function changed({ name, components }: FlowJson): FlowJson {
  const pattern = (one: ComponentJson): ComponentJson =>
    one.name === 'video' ? { ...one, properties: { ...one.properties, pattern: 0 } } : one;
  const second: ComponentJson = {
    name: 'second',
    type: 'http-streamer',
    worker: 'localhost',
    eaters: { default: [{ feed: 'muxer' }] },
    properties: { port: secondPort, 'mount-point': '/' },
  };
  return { name, components: [...components.map(pattern), second] };
}

async function secondDelivers(): Promise<void> {
  await installation.mood('happy');
  const other = new Listener(`http://127.0.0.1:${String(secondPort)}/`);
  await flowing(other);
  other.close();
}

async function reload(text: string): Promise<void> {
  writeFileSync(installation.planetFile, text);
  await ask('POST', '/planet/reload');
  await installation.mood('happy');
}

test('a flow is changed through the API: what did not change goes on, and so does the listener', async () => {
  original = readFileSync(installation.planetFile, 'utf8');
  const before = await pids();
  const flow = await ask('GET', '/flows/default');
  const next = changed(flow.body as FlowJson);
  expect((await ask('POST', '/flows/default/check', next)).body).toMatchObject({
    problems: [],
    difference: {
      added: ['/default/second'],
      removed: [],
      restarted: [],
      changed: [{ id: '/default/video', property: 'pattern', from: 18, to: 0, live: true }],
    },
  });
  expect(readFileSync(installation.planetFile, 'utf8')).toBe(original);
  changedFlow = await ask('PUT', '/flows/default', next, tagOf(flow));
  await secondDelivers();
  await flowing();
  expect(await pids()).toEqual(before);
  changedFile = readFileSync(installation.planetFile, 'utf8');
});

test('the same change in the file, loaded, is the same', async () => {
  const before = await pids();
  await reload(original);
  await flowing();
  await reload(changedFile);
  await secondDelivers();
  await flowing();
  expect(await pids()).toEqual(before);
  const now = await ask('GET', '/flows/default');
  expect(tagOf(now)).toBe(tagOf(changedFlow));
  expect({ ...(now.body as FlowJson), warnings: [] }).toEqual(changedFlow.body);
  // Changed to what it is, the file does not change by a byte.
  await ask('PUT', '/flows/default', now.body, tagOf(now));
  expect(readFileSync(installation.planetFile, 'utf8')).toBe(changedFile);
});

test('of two who change the same state the second is refused, and what is wrong changes nothing', async () => {
  const flow = await ask('GET', '/flows/default');
  const { components } = flow.body as FlowJson;
  const labelled = { name: 'default', components: components.map((one) => ({ ...one, label: 'new' })) };
  await ask('PUT', '/flows/default', labelled, tagOf(flow));
  await expect(ask('PUT', '/flows/default', flow.body, tagOf(flow))).rejects.toThrow('changed-meanwhile');
  const before = readFileSync(installation.planetFile, 'utf8');
  expect(before).toContain('label="new"');
  const now = await ask('GET', '/flows/default');
  const circle = { name: 'default', components: components.filter(({ name }) => name !== 'muxer') };
  await expect(ask('PUT', '/flows/default', circle, tagOf(now))).rejects.toThrow('change-refused');
  expect(readFileSync(installation.planetFile, 'utf8')).toBe(before);
  await flowing();
});

test('a component is moved to another worker and taken away, while the listener stays', async () => {
  const before = await pids();
  const pid = await installation.pid('/default/second');
  await ask('POST', '/components/default/second/move', { worker: 'other' });
  await installation.until(
    'the second streamer is on the other worker',
    async () => {
      const one = await installation.component('/default/second');
      return one.worker === 'other' && one.mood === 'happy' && one.pid !== pid;
    },
    40_000,
  );
  await secondDelivers();
  const { body } = await ask('GET', '/components/default/second/config');
  expect(body).toMatchObject({ worker: 'other' });
  const config = await ask('GET', '/components/default/second/config');
  await ask('DELETE', '/components/default/second/config', undefined, tagOf(config));
  await installation.until(
    'it is gone',
    async () => !(await installation.components()).some(({ name }) => name === 'second'),
    20_000,
  );
  await flowing();
  expect(await pids()).toEqual(before);
  expect(readFileSync(installation.planetFile, 'utf8')).not.toContain('second');
});
