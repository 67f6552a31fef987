import { readdirSync, readFileSync } from 'node:fs';
import { OggChecker } from '../../core/src/tester/ogg';
import { Installation } from '../support/installation';
import { freePort } from '../support/free-port';
import { Listener } from '../support/listener';
import { oggFlow, planet } from '../support/planets';
import { waitUntil } from '../support/wait-until';

jest.setTimeout(120_000);

let installation: Installation;
let listener: Listener;
let port: number;

const id = (name: string): string => `/default/${name}`;

beforeAll(async () => {
  port = await freePort();
  installation = await Installation.start({ planet: planet(oggFlow(port)) });
  installation.startWorker();
  await installation.mood('happy');
  listener = new Listener(`http://127.0.0.1:${String(port)}/`);
  await waitUntil('the first bytes', () => listener.bytes > 20_000, 10_000);
});

afterAll(async () => {
  listener.close();
  await installation.dispose();
});

afterEach(() => {
  expect(listener.ended).toBeUndefined();
});

async function flowing(): Promise<void> {
  const before = listener.bytes;
  await installation.until('bytes flow', () => listener.bytes > before + 30_000, 10_000);
}

async function kill(name: string): Promise<{ before: number; restarted: Promise<void> }> {
  const before = await installation.pid(id(name));
  process.kill(before, 'SIGKILL');
  const restarted = installation.until(
    `${name} is started again`,
    async () => (await installation.pid(id(name))) !== before,
    10_000,
  );
  return { before, restarted };
}

test.each(['video', 'theora', 'audio', 'vorbis', 'muxer'])(
  'the job of %s is killed: the stream goes on within 3 s and the connection stands',
  async (name) => {
    listener.resetGap();
    const { restarted } = await kill(name);
    await restarted;
    await installation.mood('happy');
    await flowing();
    expect(listener.worstGap).toBeLessThan(3000);
    expect((await installation.component(id(name))).restarts).toBeGreaterThan(0);
  },
);

test('the manager is killed: no gap at all, and the next one shows the truth', async () => {
  const pids = await Promise.all(['video', 'muxer', 'http'].map((name) => installation.pid(id(name))));
  listener.resetGap();
  installation.manager?.kill('SIGKILL');
  await installation.manager?.end();
  await flowing();
  await installation.startManager();
  await installation.mood('happy');
  await flowing();
  expect(listener.worstGap).toBeLessThan(1000);
  expect(await Promise.all(['video', 'muxer', 'http'].map((name) => installation.pid(id(name))))).toEqual(
    pids,
  );
  expect((await installation.component(id('http'))).stats?.['clients-current']).toBe(1);
});

test('the worker is killed: no gap at all, and a new worker adopts the jobs', async () => {
  const pid = await installation.pid(id('muxer'));
  listener.resetGap();
  const worker = installation.workers.get('localhost');
  worker?.kill('SIGKILL');
  await worker?.end();
  await installation.mood('lost');
  await flowing();
  installation.startWorker();
  await installation.mood('happy');
  await flowing();
  expect(listener.worstGap).toBeLessThan(1000);
  expect(await installation.pid(id('muxer'))).toBe(pid);
});

test('an adopted job that dies is started again', async () => {
  const { restarted } = await kill('video');
  await restarted;
  await installation.mood('happy');
  await flowing();
});

test('the producer stands still for 20 s: its eater goes hungry, and recovers', async () => {
  const pid = await installation.pid(id('video'));
  process.kill(pid, 'SIGSTOP');
  try {
    await installation.mood('hungry', [id('theora')]);
    const { reason } = await installation.component(id('theora'));
    expect(reason).toContain('/default/video:default');
    const since = Date.now();
    await waitUntil('20 s', () => Date.now() - since > 14_000, 30_000);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await installation.mood('happy');
  await flowing();
});

test('a listener that stops reading is dropped with a reason; others do not notice', async () => {
  const http = await installation.pid(id('http'));
  const rss = (): number =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(http)}/status`, 'utf8'))?.[1]);
  const before = rss();
  const stuck = new Listener(`http://127.0.0.1:${String(port)}/`);
  await waitUntil('the first bytes', () => stuck.bytes > 0);
  listener.resetGap();
  stuck.pause();
  const dropped = async (): Promise<boolean> => {
    const { stats = {} } = await installation.component(id('http'));
    return stats['clients-current'] === 1;
  };
  await installation.until('the listener that does not read is dropped', dropped, 90_000);
  const said = installation.workers.get('localhost')?.output ?? '';
  expect(said).toMatch(/too slow/);
  expect(listener.worstGap).toBeLessThan(1000);
  expect(rss() - before).toBeLessThan(20_000);
  stuck.close();
});

test('200 listeners come and go for a minute and leave nothing behind', async () => {
  const http = await installation.pid(id('http'));
  const descriptors = (): number => readdirSync(`/proc/${String(http)}/fd`).length;
  const rss = (): number =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(http)}/status`, 'utf8'))?.[1]);
  const url = `http://127.0.0.1:${String(port)}/`;
  const wave = async (): Promise<void> => {
    const crowd = Array.from({ length: 200 }, () => new Listener(url));
    await waitUntil('all are served', () => crowd.every((one) => one.bytes > 0), 15_000);
    for (const one of crowd) one.close();
  };
  await wave();
  const fds = descriptors();
  const memory = rss();
  const end = Date.now() + 60_000;
  let waves = 0;
  while (Date.now() < end) {
    await wave();
    waves++;
  }
  expect(waves).toBeGreaterThan(3);
  await waitUntil('the descriptors are closed', () => descriptors() <= fds, 10_000);
  expect(rss() - memory).toBeLessThan(40_000);
});

test('what a listener got through all of it are whole Ogg pages', async () => {
  const check = new OggChecker();
  const late = new Listener(`http://127.0.0.1:${String(port)}/`, true);
  await waitUntil('a second of stream', () => late.bytes > 60_000, 10_000);
  late.close();
  for (const chunk of late.chunks) check.push(chunk);
  expect(check.problems).toEqual([]);
});
