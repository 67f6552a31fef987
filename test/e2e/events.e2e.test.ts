import { request } from 'node:http';
import { WebSocket } from 'ws';
import { EventReader } from '../support/event-reader';
import { freePort } from '../support/free-port';
import { Installation } from '../support/installation';
import { looking } from '../support/looking';
import { oggFlow, planet } from '../support/planets';
import { waitUntil } from '../support/wait-until';

const LOGIN = 'user:test';
const FEEDS = '/api/feeds/default';

let installation: Installation;
const readers: EventReader[] = [];

beforeAll(async () => {
  installation = await Installation.start({ planet: planet(oggFlow(await freePort())) });
  installation.startWorker();
  await installation.mood('happy');
});
afterAll(async () => {
  for (const reader of readers) reader.break();
  await installation.dispose();
});

async function listen(since?: string): Promise<EventReader> {
  const query = since === undefined ? '' : `?since=${since}`;
  const address = `ws://127.0.0.1:${String(installation.managerPort)}/api/events${query}`;
  const reader = new EventReader(new WebSocket(address, { auth: LOGIN }));
  readers.push(reader);
  await reader.opened;
  return reader;
}

/** Moods that a listener was told of a component, each once in a row. */
function moods(reader: EventReader, id: string): string[] {
  const told = reader
    .of('component')
    .map(({ data }) => data as { id: string; mood: string })
    .filter((one) => one.id === id)
    .map(({ mood }) => mood);
  return told.filter((mood, index) => mood !== told[index - 1]);
}

async function json<T>(path: string): Promise<T> {
  const { status, body } = await installation.get(path);
  if (status !== 200) throw new Error(`${path}: ${String(status)} ${body}`);
  return JSON.parse(body) as T;
}

/** A first look starts a process, which takes its time on a busy machine. */
function bytes(path: string): Promise<{ status: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: installation.managerPort, path, auth: LOGIN, timeout: 30_000 };
    request(options, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part)).on('error', reject);
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts) });
      });
    })
      .on('error', reject)
      .end();
  });
}

it('a job that is killed is told of, also to who was away meanwhile', async () => {
  const { event } = await json<{ event: string }>('/api/planet');
  const reader = await listen();
  const pid = await installation.pid('/default/theora');
  process.kill(pid, 'SIGKILL');
  await waitUntil(
    () => `theora: ${moods(reader, '/default/theora').join(', ')}`,
    // It may be told once more that it is happy before it dies.
    () => /waking.* happy$/.test(moods(reader, '/default/theora').join(' ')),
  );
  const death = reader
    .of('component')
    .find(({ data }) => (data as { reason?: string }).reason?.includes('SIGKILL'));
  expect(death?.data).toMatchObject({ id: '/default/theora', mood: 'waking' });
  const late = await listen(event);
  await waitUntil('the same story', () => moods(late, '/default/theora').at(-1) === 'happy');
  expect(late.of('snapshot')).toEqual([]);
  expect(moods(late, '/default/theora')).toContain('waking');
  const line = async (): Promise<{ worker: string } | undefined> => {
    const path = '/api/logs?component=/default/theora&level=2';
    const lines = await json<{ text: string; worker: string }[]>(path);
    return lines.find(({ text }) => text.includes('SIGKILL'));
  };
  await waitUntil('a line of the log', async () => (await line()) !== undefined);
  expect((await line())?.worker).toBe('localhost');
});

it('figures of real feeds come each second, with their rates', async () => {
  const reader = await listen();
  reader.send({ subscribe: ['figures'] });
  interface Flow {
    readonly feed: string;
    readonly client: string;
    readonly bytesPerSecond?: number;
    readonly buffersPerSecond?: number;
    readonly lag?: number;
  }
  const video = (): Flow | undefined =>
    reader
      .of('figures')
      .flatMap(({ data }) => (data as { feeds: Flow[] }).feeds)
      .findLast(
        ({ client, bytesPerSecond }) => client === '/default/theora:default' && bytesPerSecond !== undefined,
      );
  // 160 by 120 in I420 at 15 a second, give or take a buffer on either side.
  const whole = 160 * 120 * 1.5;
  await waitUntil(
    () => `the rate of the picture: ${JSON.stringify(video())}`,
    () => Math.abs((video()?.buffersPerSecond ?? 0) - 15) < 4 && (video()?.bytesPerSecond ?? 0) > whole * 10,
    30_000,
  );
  expect(video()).toMatchObject({ feed: '/default/video:default', lag: expect.any(Number) as number });
});

it('a picture of a raw, an encoded and a muxed feed, the level of sound and the sound itself, while the stream goes on', async () => {
  for (const feeder of ['video', 'theora', 'muxer']) {
    const { status, body } = await bytes(`${FEEDS}/${feeder}/default/picture`);
    const begin = status === 200 ? body.subarray(0, 2).toString('hex') : body.toString();
    expect([feeder, begin]).toEqual([feeder, 'ffd8']);
  }
  let said = '';
  await waitUntil(
    () => `the level of the tone: ${said}`,
    async () => {
      const { status, body } = await bytes(`${FEEDS}/audio/default/level`);
      said = body.toString();
      const { channels } = JSON.parse(body.toString()) as { channels?: { peak: number }[] };
      // The test tone has 0.8 of full scale, and half of that is 8 dB below it.
      return status === 200 && channels?.[0] !== undefined && Math.abs(channels[0].peak + 8) < 1;
    },
    30_000,
  );
  expect((await bytes(`${FEEDS}/audio/default/picture`)).status).toBe(409);
  for (const feeder of ['audio', 'muxer']) {
    const { status, body } = await bytes(`${FEEDS}/${feeder}/default/sound`);
    const begin = status === 200 ? body.toString('latin1', 0, 4) : body.toString();
    expect([feeder, begin]).toEqual([feeder, 'RIFF']);
    expect(status).toBe(200);
    // A quarter of a second, and some of it is no silence.
    expect(body.length).toBeGreaterThan(44 + 2 * 8000 - 1);
  }
  // One for each medium of each feed that was looked at.
  expect(looking(installation)).toBeLessThanOrEqual(5);
  expect(looking(installation)).toBeGreaterThan(0);
  // Nobody looks any more: the processes go, and the feeds are left.
  await waitUntil(
    'the clients of previews are gone',
    async () => {
      const feeds = await json<{ clients: { client: string; connected: boolean }[] }[]>('/api/feeds');
      return !feeds.some(({ clients }) =>
        clients.some(({ client, connected }) => connected && client.startsWith('/preview/')),
      );
    },
    40_000,
  );
  await installation.mood('happy');
});

it('the graph of a pipeline, and none where there is no GStreamer', async () => {
  const { status, body } = await installation.get('/api/components/default/theora/graph');
  expect(status).toBe(200);
  expect(body).toMatch(/^digraph pipeline/);
  expect(body).toContain('GstTheoraEnc');
  expect(body).not.toMatch(/bitrate/);
  const without = await installation.get('/api/components/default/http/graph');
  expect([without.status, (JSON.parse(without.body) as { code: string }).code]).toEqual([
    409,
    'graph-missing',
  ]);
});

it('a running job says more when it is told to', async () => {
  const reader = await listen();
  reader.send({ subscribe: ['log:/default/muxer'] });
  const body = { component: '/default/muxer', levels: '*:5' };
  expect((await installation.call('PUT', '/api/logs/level', body)).status).toBe(200);
  await installation.call('POST', '/api/components/default/theora/restart');
  await waitUntil('a line of the job', () => reader.of('log').length > 0, 30_000);
  expect(reader.of('log')[0]?.data).toMatchObject({ object: '/default/muxer', worker: 'localhost' });
  await installation.mood('happy');
});
