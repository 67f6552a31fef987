import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket, type ClientOptions } from 'ws';
import { EventReader, type SeenEvent } from '../../support/event-reader';
import { FAKE_LOAD, FakeWorker } from '../../support/fake-worker';
import { TestManager } from '../../support/test-manager';
import { waitUntil } from '../../support/wait-until';

const FLOW = `<flow name="main">
  <component name="video" type="test-video" worker="one"/>
  <component name="http" type="test-streamer" worker="one"><eater name="default"><feed>video</feed></eater></component>
</flow>`;
const ADMIN = { Authorization: `Basic ${Buffer.from('user:test').toString('base64')}` };

let manager: TestManager;
const workers: FakeWorker[] = [];
const readers: EventReader[] = [];

beforeEach(async () => {
  manager = await new TestManager().write(FLOW).start();
});
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.break();
  for (const worker of workers.splice(0)) worker.disconnect();
  await manager.dispose();
});

async function worker(name = 'one'): Promise<FakeWorker> {
  const made = await new FakeWorker(name).login(manager.port);
  workers.push(made);
  await manager.mood('video', 'happy');
  await manager.mood('http', 'happy');
  return made;
}

async function listen(query = '', options: ClientOptions = { headers: ADMIN }): Promise<EventReader> {
  const reader = new EventReader(new WebSocket(`ws://127.0.0.1:${manager.port}/api/events${query}`, options));
  readers.push(reader);
  await reader.opened;
  return reader;
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${manager.port}/api${path}`, {
    ...init,
    headers: { ...ADMIN, 'Content-Type': 'application/json', ...(init.headers as Record<string, string>) },
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${String(answer.status)} ${text}`);
  return JSON.parse(text) as T;
}

/** Status with which a request for a WebSocket is refused. */
function refusal(options: ClientOptions): Promise<string> {
  return listen('', options).then(
    () => 'let in',
    (error: unknown) => (error as Error).message,
  );
}

const changes = (reader: EventReader, id: string): unknown[] =>
  reader
    .of('component')
    .map(({ data }) => data as Record<string, unknown>)
    .filter((one) => one['id'] === id)
    .map((one) => one['mood']);

it('who is nobody, or a page of another site, is refused', async () => {
  expect(await refusal({})).toContain('401');
  expect(await refusal({ headers: { Authorization: 'Basic eDp5' } })).toContain('401');
  expect(await refusal({ headers: ADMIN, origin: 'https://evil.example' })).toContain('403');
  expect(await refusal({ headers: { ...ADMIN, 'Sec-Fetch-Site': 'cross-site' } })).toContain('403');
  expect(await refusal({ headers: ADMIN, origin: `http://127.0.0.1:${manager.port}` })).toBe('let in');
});

it('tells how workers and components fare, from the planet on', async () => {
  const reader = await listen();
  await waitUntil('the snapshot', () => reader.seen.length > 0);
  expect(reader.seen[0]).toMatchObject({ type: 'snapshot', data: { name: 'test', workers: [] } });
  const one = await worker();
  await waitUntil('it is happy', () => changes(reader, '/main/video').at(-1) === 'happy');
  expect(reader.of('worker').at(-1)?.data).toMatchObject({ name: 'one', online: true });
  one.say('/main/video', {
    mood: 'sad',
    reason: 'no camera',
    messages: [{ level: 'error', id: 'x', text: 'no camera', time: 5 }],
  });
  await waitUntil('its message', () => reader.of('message').length > 0);
  expect(reader.of('message')[0]?.data).toMatchObject({ component: '/main/video', text: 'no camera' });
  expect(changes(reader, '/main/video').at(-1)).toBe('sad');
  one.disconnect();
  await waitUntil('it is lost', () => changes(reader, '/main/video').at(-1) === 'lost');
  expect(reader.of('worker').at(-1)?.data).toMatchObject({ name: 'one', online: false });
});

it('what changed while a listener was away comes when it is back', async () => {
  const { event } = await ask<{ event: string }>('/planet');
  const one = await worker();
  one.say('/main/http', { mood: 'hungry', reason: 'no feed' });
  await manager.mood('http', 'hungry');
  const reader = await listen(`?since=${event}`);
  await waitUntil('the last change', () => changes(reader, '/main/http').at(-1) === 'hungry');
  expect(reader.seen.map(({ type }) => type)).not.toContain('snapshot');
  const later = await listen(`?since=${reader.seen.at(-1)?.id ?? ''}`);
  await manager.control.stop('main', 'http');
  await waitUntil('only what is new', () => changes(later, '/main/http').at(-1) === 'sleeping');
  expect(later.of('worker')).toEqual([]);
});

it('after a restart of the manager a listener gets the whole planet', async () => {
  const reader = await listen();
  await waitUntil('the snapshot', () => reader.seen.length > 0);
  const since = reader.seen.at(-1)?.id ?? '';
  await manager.stop();
  await reader.closed;
  await manager.start();
  const again = await listen(`?since=${since}`);
  await waitUntil('a snapshot', () => again.seen.length > 0);
  expect(again.seen[0]?.type).toBe('snapshot');
});

it('a reloaded planet tells what came and what left', async () => {
  const reader = await listen();
  await worker();
  manager.write(
    FLOW.replace(/<component name="http".*/, '<component name="new" type="test-audio" worker="one"/>'),
  );
  await manager.control.load();
  await waitUntil('what left', () => reader.of('component-removed').length > 0);
  expect(reader.of('component-removed')[0]?.data).toEqual({ id: '/main/http' });
  await waitUntil('what came', () => changes(reader, '/main/new').at(-1) === 'happy');
});

it('admins alone are told who changes what', async () => {
  const { token } = await ask<{ token: string }>('/tokens', {
    method: 'POST',
    body: JSON.stringify({ name: 'screen', role: 'viewer' }),
  });
  const viewer = await listen('', { headers: { Authorization: `Bearer ${token}` } });
  const admin = await listen();
  await ask('/components/main/video/stop', { method: 'POST' });
  await waitUntil('the change', () => admin.of('audit').length > 0);
  expect(admin.of('audit').at(-1)?.data).toMatchObject({
    operation: 'stopComponent',
    what: '/main/video',
    user: 'user',
  });
  await waitUntil('both know it', () =>
    [viewer, admin].every((reader) => changes(reader, '/main/video').at(-1) === 'sleeping'),
  );
  expect(viewer.of('audit')).toEqual([]);
});

it('figures come each second to who asks, and jobs are asked to tell theirs', async () => {
  const one = await worker();
  const reader = await listen();
  reader.send({ subscribe: ['figures'] });
  await waitUntil('the jobs are asked', () => one.asked.includes('follow-figures 15'));
  const client = { client: '/main/http:default', connected: true, since: 1, dropped: 2, reconnects: 0 };
  const say = (time: number, bytes: number, buffers: number): void => {
    const feeders = [
      { feeder: 'default', refused: 0, buffers, clients: [{ ...client, bytes, behind: 500 }] },
    ];
    one.say('/main/video', { time, cpu: 0.5, memory: 77, feeders });
  };
  say(1000, 0, 0);
  say(2000, 1000, 25);
  const last = (): SeenEvent | undefined => reader.of('figures').at(-1);
  await waitUntil('the rates', () => JSON.stringify(last()?.data).includes('bytesPerSecond'));
  expect(last()?.data).toMatchObject({
    components: { '/main/video': { cpu: 0.5, memory: 77, stats: {} }, '/main/http': { cpu: 0.25 } },
    feeds: [
      {
        feed: '/main/video:default',
        client: '/main/http:default',
        bytesPerSecond: 1000,
        buffersPerSecond: 25,
        lag: 500,
        dropped: 2,
      },
    ],
  });
  const load = { ...FAKE_LOAD, cores: 64 };
  one.busy(load);
  await waitUntil('the machine', () => JSON.stringify(last()?.data).includes('"cores":64'));
  expect(last()?.data).toMatchObject({ workers: { one: load } });
  expect(await ask('/workers/one')).toMatchObject({ name: 'one', load });
  expect(reader.of('worker').filter(({ data }) => 'load' in (data as object))).toEqual([]);
  // Figures alone are no event.
  const before = changes(reader, '/main/video').length;
  say(3000, 2000, 50);
  await waitUntil('the next figures', () => JSON.stringify(last()?.data).includes('"bytesPerSecond":1000'));
  expect(changes(reader, '/main/video')).toHaveLength(before);
  expect(await ask('/feeds')).toMatchObject([
    { feed: '/main/video:default', worker: 'one', clients: [{ ...client, bytesPerSecond: 1000 }] },
  ]);
});

it('lines of jobs and workers are kept, found and told', async () => {
  const one = await worker();
  const reader = await listen();
  reader.send({ subscribe: ['log:/main/video'] });
  await waitUntil('the snapshot', () => reader.seen.length > 0);
  await waitUntil('the line', () => {
    one.log('/main/video', 'the camera blinks');
    return reader.of('log').length > 0;
  });
  expect(reader.of('log')[0]?.data).toMatchObject({
    worker: 'one',
    object: '/main/video',
    text: 'the camera blinks',
  });
  const found = await ask<{ text: string }[]>('/logs?component=/main/video&limit=1');
  expect(found.map(({ text }) => text)).toEqual(['the camera blinks']);
  const own = await ask<{ text: string; worker?: string }[]>('/logs?limit=1000');
  expect(own.find(({ text }) => text.includes('worker one has logged in'))?.worker).toBeUndefined();
});

it('a component is told what to log', async () => {
  const one = await worker();
  const put = (body: object): Promise<unknown> =>
    ask('/logs/level', { method: 'PUT', body: JSON.stringify(body) });
  expect(await put({ component: '/main/video', levels: '*:5' })).toEqual({
    component: '/main/video',
    levels: '*:5',
  });
  expect(one.asked).toContain('set-log-levels /main/video *:5');
  await expect(put({ component: '/main/video', levels: 'loud' })).rejects.toThrow('log-levels-invalid');
  await expect(put({ component: '/main/none', levels: '*:5' })).rejects.toThrow('component-unknown');
  await expect(put({ component: 'video', levels: '*:5' })).rejects.toThrow('400');
  expect(await put({ levels: '*:2' })).toEqual({ levels: '*:2' });
  const before = manager.log.length;
  await manager.control.restart('main', 'video');
  await waitUntil(
    'it is done',
    () => one.asked.filter((what) => what === 'start-job /main/video').length > 1,
  );
  expect(manager.log.slice(before).join('\n')).not.toContain('INFO');
});

it('messages that are over are still known', async () => {
  const one = await worker();
  const message = { level: 'warning', id: 'x', text: 'strange', time: 5 } as const;
  one.say('/main/video', { messages: [message] });
  const messages = (query = ''): Promise<unknown> => ask(`/messages?component=/main/video${query}`);
  await waitUntil('it is known', async () => ((await messages()) as unknown[]).length === 1);
  one.say('/main/video', { messages: [] });
  await waitUntil('it is over', async () => ((await messages('&standing=true')) as unknown[]).length === 0);
  expect(await messages()).toEqual([
    { ...message, component: '/main/video', cleared: expect.any(Number) as number },
  ]);
});

it('graph, picture and level come from the worker', async () => {
  const one = await worker();
  const plain = await fetch(`http://127.0.0.1:${manager.port}/api/components/main/video/graph`, {
    headers: ADMIN,
  });
  expect([plain.headers.get('content-type'), await plain.text()]).toEqual([
    expect.stringContaining('text/vnd.graphviz'),
    'digraph /main/video',
  ]);
  const picture = await fetch(`http://127.0.0.1:${manager.port}/api/feeds/main/video/default/picture`, {
    headers: ADMIN,
  });
  expect([picture.headers.get('content-type'), await picture.text()]).toEqual(['image/jpeg', 'JPEG']);
  const asked = one.asked.find((what) => what.startsWith('look-at-feed'));
  // The worker is given what it takes to eat the feed by itself.
  expect(asked).toMatch(
    /^look-at-feed picture \/main\/video:default [0-9a-f]{64} \/run\/one\/[0-9a-f]{16}\.feed$/,
  );
  await expect(ask('/feeds/main/video/default/level')).rejects.toThrow('409');
  await expect(ask('/feeds/main/video/other/picture')).rejects.toThrow('feeder-unknown');
  await expect(ask('/components/main/none/graph')).rejects.toThrow('404');
});

it('pieces of sound come from the worker as WAV, each with the address of the next', async () => {
  const one = await worker();
  const body = JSON.stringify({ name: 'sound', type: 'test-audio', worker: 'one' });
  await ask('/flows/main/components', { method: 'POST', body });
  await manager.mood('sound', 'happy');
  const first = new URL(`http://127.0.0.1:${manager.port}/api/feeds/main/sound/default/sound`);
  const answer = await fetch(first, { headers: ADMIN });
  const wav = Buffer.from(await answer.arrayBuffer());
  expect(answer.headers.get('content-type')).toBe('audio/wav');
  // As players read it: 32,000 Hz, one channel, two bytes a sample, and the samples.
  expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
  expect([wav.readUInt32LE(4), wav.readUInt32LE(40)]).toEqual([wav.length - 8, 4]);
  expect([20, 22, 32, 34].map((at) => wav.readUInt16LE(at))).toEqual([1, 1, 2, 16]);
  expect([wav.readUInt32LE(24), wav.readUInt32LE(28)]).toEqual([32_000, 64_000]);
  expect(wav.toString('latin1', 44)).toBe('JPEG');
  const next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1] ?? '';
  const second = await fetch(new URL(next, first), { headers: ADMIN });
  expect(second.headers.get('link')).toBe('<?after=2000>; rel="next"');
  expect(one.asked.filter((what) => what.startsWith('look-at-feed sound'))).toHaveLength(2);
  await expect(ask('/feeds/main/video/default/sound')).rejects.toThrow('preview-unfit');
  await expect(ask('/feeds/main/sound/default/sound?after=x')).rejects.toThrow('400');
});

it('the history of a component is there from its first reading on', async () => {
  await worker();
  const history = (): Promise<{ interval: number; series: Record<string, unknown[]> }> =>
    ask('/components/main/video/history');
  expect((await history()).interval).toBe(5000);
  await waitUntil('a reading', async () => ((await history()).series['cpu'] ?? []).length > 0);
  expect((await history()).series['cpu']?.at(-1)).toBe(0.25);
});

it('tells of flows that are to be something else, and who made them so', async () => {
  await worker();
  const reader = await listen();
  await waitUntil('the snapshot', () => reader.seen.length > 0);
  const flows = (): unknown[] => reader.of('flow').map(({ data }) => data);
  const { etag } =
    (await ask<{ name: string; etag: string }[]>('/flows')).find(({ name }) => name === 'main') ?? {};
  await ask('/flows', { method: 'POST', body: JSON.stringify({ name: 'night', components: [] }) });
  const property = { method: 'PUT', body: JSON.stringify({ value: 'On air' }) };
  await ask('/components/main/video/properties/text', property);
  // What changes nothing is no event.
  await ask('/components/main/video/properties/text', property);
  manager.write(FLOW);
  await ask('/planet/reload', { method: 'POST' });
  await waitUntil('all', () => flows().length >= 4);
  expect(flows()).toEqual([
    { name: 'night', etag: expect.stringMatching(/^"/), by: 'user' },
    { name: 'main', etag: expect.not.stringContaining(etag ?? '') },
    { name: 'main', etag },
    { name: 'night' },
  ]);
});

it('a listener that never takes leave does not keep the manager from ending', async () => {
  const asleep = connect(manager.port, '127.0.0.1');
  const lines = ['GET /api/events HTTP/1.1', 'Host: manager', 'Connection: Upgrade', 'Upgrade: websocket'];
  const key = `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`;
  lines.push('Sec-WebSocket-Version: 13', key, `Authorization: ${ADMIN.Authorization}`, '', '');
  asleep.write(lines.join('\r\n'));
  expect(String((await once(asleep, 'data'))[0])).toMatch(/^HTTP\/1.1 101 /);
  // It reads on, as a page's process does, but nobody is there who answers.
  asleep.on('error', () => undefined).resume();
  const begun = Date.now();
  await manager.stop();
  // WebSockets would be waited for for half a minute.
  expect(Date.now() - begun).toBeLessThan(15_000);
});
