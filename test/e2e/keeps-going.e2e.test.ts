import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OggChecker } from '../../core/src/tester/ogg';
import { Installation } from '../support/installation';
import { freePort } from '../support/free-port';
import { Listener } from '../support/listener';
import { component, oggFlow, planet } from '../support/planets';
import { run } from '../support/process';
import { waitUntil } from '../support/wait-until';

jest.setTimeout(120_000);

let installation: Installation;
let listener: Listener;
let port: number;
let noisePort: number;

const id = (name: string): string => `/default/${name}`;

beforeAll(async () => {
  port = await freePort();
  noisePort = await freePort();
  installation = await Installation.start({ planet: planet(`${oggFlow(port)}\n${noise(noisePort)}`) });
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

/** Resident memory of a process, kB. */
function rss(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]);
}

const SNOW = '/noise/snow';

function noise(to: number): string {
  return [
    '  <flow name="noise">',
    component('snow', 'videotest-producer', {
      properties: { width: 320, height: 240, framerate: '10/1', pattern: 1 },
    }),
    component('theora', 'theora-encoder', {
      eat: { default: ['snow'] },
      properties: { quality: 55, speed: 3 },
    }),
    component('muxer', 'ogg-muxer', { eat: { default: ['theora'] } }),
    component('http', 'http-streamer', { eat: { default: ['muxer'] }, properties: { port: to } }),
    '  </flow>',
  ].join('\n');
}

async function flowing(): Promise<void> {
  const before = listener.bytes;
  await installation.until('bytes flow', () => listener.bytes > before + 30_000, 20_000);
}

async function kill(name: string): Promise<{ before: number; restarted: Promise<void> }> {
  const before = await installation.pid(id(name));
  process.kill(before, 'SIGKILL');
  const restarted = installation.until(
    `${name} is started again`,
    async () => (await installation.pid(id(name))) !== before,
    20_000,
  );
  return { before, restarted };
}

/**
 * Longest time (ms) without a byte for the listener while something is done. The best of three counts: other work on the
 * machine can slow any one of them.
 */
async function silence(limit: number, work: () => Promise<void>): Promise<number> {
  let best = Infinity;
  for (let tries = 0; tries < 3 && best >= limit; tries++) {
    listener.resetGap();
    await work();
    best = Math.min(best, listener.worstGap);
  }
  return best;
}

test.each(['video', 'theora', 'audio', 'vorbis', 'muxer'])(
  'the job of %s is killed: the stream goes on within 3 s and the connection stands',
  async (name) => {
    const killed = async (): Promise<void> => {
      const { restarted } = await kill(name);
      await restarted;
      await installation.mood('happy');
      await flowing();
    };
    expect(await silence(3000, killed)).toBeLessThan(3000);
    expect((await installation.component(id(name))).restarts).toBeGreaterThan(0);
  },
);

test('time never runs backwards for a listener, whichever job was killed', async () => {
  const recorder = new Listener(`http://127.0.0.1:${String(port)}/`, true);
  for (const name of ['video', 'theora']) {
    const { restarted } = await kill(name);
    await restarted;
    await installation.mood('happy');
    await flowing();
  }
  recorder.close();
  const file = join(installation.folder, 'killed.ogg');
  writeFileSync(file, recorder.data);
  const shown = ['-select_streams', 'v', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0'];
  const times = (await run('ffprobe', ['-v', 'error', ...shown, file]))
    .split('\n')
    .map((line) => Number.parseFloat(line))
    .filter((time) => !Number.isNaN(time));
  expect(times.length).toBeGreaterThan(60);
  expect(times.filter((time, index) => index > 0 && time < (times[index - 1] as number))).toEqual([]);
});

test('the manager is killed: no gap at all, and the next one shows the truth', async () => {
  const pids = await Promise.all(['video', 'muxer', 'http'].map((name) => installation.pid(id(name))));
  const killed = async (): Promise<void> => {
    installation.manager?.kill('SIGKILL');
    await installation.manager?.end();
    await flowing();
    await installation.startManager();
    await installation.mood('happy');
    await flowing();
  };
  expect(await silence(1000, killed)).toBeLessThan(1000);
  expect(await Promise.all(['video', 'muxer', 'http'].map((name) => installation.pid(id(name))))).toEqual(
    pids,
  );
  expect((await installation.component(id('http'))).stats?.['clients-current']).toBe(1);
});

test('the worker is killed: no gap at all, and a new worker adopts the jobs', async () => {
  const pid = await installation.pid(id('muxer'));
  const killed = async (): Promise<void> => {
    const worker = installation.workers.get('localhost');
    worker?.kill('SIGKILL');
    await worker?.end();
    await installation.mood('lost');
    await flowing();
    installation.startWorker();
    await installation.mood('happy');
    await flowing();
  };
  expect(await silence(1000, killed)).toBeLessThan(1000);
  expect(await installation.pid(id('muxer'))).toBe(pid);
});

test('an adopted job that dies is started again', async () => {
  const { restarted } = await kill('video');
  await restarted;
  await installation.mood('happy');
  await flowing();
});

test('a component that keeps dying is given up, sad with the reason, until a person starts it', async () => {
  const dead = new Set<number>();
  for (let death = 0; death < 5; death++) {
    let pid = 0;
    await installation.until(
      'another process',
      async () => {
        ({ pid = 0 } = await installation.component(SNOW));
        return pid > 0 && !dead.has(pid);
      },
      20_000,
    );
    process.kill(pid, 'SIGKILL');
    dead.add(pid);
  }
  await installation.mood('sad', [SNOW]);
  const told = await installation.component(SNOW);
  expect(told.reason).toMatch(
    /^died 5 times within 60 s and is not started again: the job died: signal SIGKILL/,
  );
  // Longer than anything waits that could start it again.
  const end = Date.now() + 7000;
  await waitUntil('a while', () => Date.now() > end, 10_000);
  expect(await installation.component(SNOW)).toMatchObject({ mood: 'sad', reason: told.reason });
  expect((await installation.call('POST', '/api/components/noise/snow/start')).status).toBe(200);
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
  // A stream of several Mbit/s, so that the kernel's buffers are full soon.
  const http = await installation.pid('/noise/http');
  const before = rss(http);
  const url = `http://127.0.0.1:${String(noisePort)}/`;
  const other = new Listener(url);
  const stuck = new Listener(url);
  const clients = async (): Promise<unknown> =>
    (await installation.component('/noise/http')).stats?.['clients-current'];
  await installation.until(
    'both are counted',
    async () => stuck.bytes > 0 && (await clients()) === 2,
    10_000,
  );
  other.resetGap();
  stuck.pause();
  await installation.until(
    'the one that does not read is dropped',
    async () => (await clients()) === 1,
    60_000,
  );
  expect(installation.workers.get('localhost')?.output).toMatch(/too slow by \d+/);
  expect(other.ended).toBeUndefined();
  expect(other.worstGap).toBeLessThan(1000);
  expect(rss(http) - before).toBeLessThan(60_000);
  other.close();
  stuck.close();
});

test('200 listeners come and go for a minute and leave nothing behind', async () => {
  const http = await installation.pid(id('http'));
  const descriptors = (): number => readdirSync(`/proc/${String(http)}/fd`).length;
  const url = `http://127.0.0.1:${String(port)}/`;
  const wave = async (): Promise<void> => {
    const crowd = Array.from({ length: 200 }, () => new Listener(url));
    await waitUntil('all are served', () => crowd.every((one) => one.bytes > 0), 15_000);
    for (const one of crowd) one.close();
  };
  const end = Date.now() + 60_000;
  const memory: number[] = [];
  const before = descriptors();
  while (Date.now() < end) {
    await wave();
    memory.push(rss(http));
  }
  expect(memory.length).toBeGreaterThan(10);
  await waitUntil('the descriptors are closed', () => descriptors() <= before, 10_000);
  // The heap grows to its working size first; what counts is that it then stays.
  const least = (part: readonly number[]): number => Math.min(...part);
  const third = Math.floor(memory.length / 3);
  expect(least(memory.slice(-third)) - least(memory.slice(third, 2 * third))).toBeLessThan(8000);
});

test('what a listener got through all of it are whole Ogg pages', async () => {
  const check = new OggChecker();
  const late = new Listener(`http://127.0.0.1:${String(port)}/`, true);
  await waitUntil('a second of stream', () => late.bytes > 60_000, 10_000);
  late.close();
  for (const chunk of late.chunks) check.push(chunk);
  expect(check.problems).toEqual([]);
});
