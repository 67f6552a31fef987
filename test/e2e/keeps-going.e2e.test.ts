/** @alone It measures how long a listener hears nothing. */
import { readdirSync } from 'node:fs';
import { OggChecker } from '../../core/src/tester/ogg';
import { Listener } from '../support/listener';
import { id, OnAir } from '../support/on-air';
import { waitUntil } from '../support/wait-until';

let air: OnAir;

beforeAll(async () => {
  air = await OnAir.start();
});

afterAll(() => air.dispose());

afterEach(() => {
  expect(air.listener.ended).toBeUndefined();
});

test.each(['video', 'theora', 'audio', 'vorbis', 'muxer'])(
  'the job of %s is killed: the stream goes on within 3 s and the connection stands',
  async (name) => {
    expect(await air.silence(3000, () => air.kill(name))).toBeLessThan(3000);
    expect((await air.installation.component(id(name))).restarts).toBeGreaterThan(0);
  },
);

test('what a killed job had in shared memory is removed', async () => {
  const before = await air.installation.pid(id('video'));
  const areas = (): string[] =>
    readdirSync('/dev/shm').filter((area) => new RegExp(`^shmpipe\\. *${String(before)}\\.`).test(area));
  expect(areas()).toHaveLength(1);
  await air.kill('video');
  expect(areas()).toEqual([]);
});

test('the manager is killed: no gap at all, and the next one shows the truth', async () => {
  const { installation } = air;
  const pidsNow = (): Promise<number[]> =>
    Promise.all(['video', 'muxer', 'http'].map((name) => installation.pid(id(name))));
  const pids = await pidsNow();
  const killed = async (): Promise<void> => {
    installation.manager?.kill('SIGKILL');
    await installation.manager?.end();
    await air.flowing();
    await installation.startManager();
    await installation.mood('happy');
    await air.flowing();
  };
  expect(await air.silence(1000, killed)).toBeLessThan(1000);
  expect(await pidsNow()).toEqual(pids);
  expect((await installation.component(id('http'))).stats?.['clients-current']).toBe(1);
});

test('the worker is killed: no gap at all, and a new worker adopts the jobs', async () => {
  const { installation } = air;
  const pid = await installation.pid(id('muxer'));
  const killed = async (): Promise<void> => {
    const worker = installation.workers.get('localhost');
    worker?.kill('SIGKILL');
    await worker?.end();
    await installation.mood('lost');
    await air.flowing();
    installation.startWorker();
    await installation.mood('happy');
    await air.flowing();
  };
  expect(await air.silence(1000, killed)).toBeLessThan(1000);
  expect(await installation.pid(id('muxer'))).toBe(pid);
});

test('an adopted job that dies is started again', () => air.kill('video'));

test('what a listener gets after all of it are whole Ogg pages', async () => {
  const check = new OggChecker();
  const late = new Listener(air.url, true);
  await waitUntil('a second of stream', () => late.bytes > 60_000, 10_000);
  late.close();
  for (const chunk of late.chunks) check.push(chunk);
  expect(check.problems).toEqual([]);
});
