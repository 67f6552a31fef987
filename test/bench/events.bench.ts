import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Table from 'cli-table3';
import { WebSocket } from 'ws';
import { EventReader } from '../support/event-reader';
import { FakeWorker } from '../support/fake-worker';
import { freePort } from '../support/free-port';
import { TestProcess } from '../support/process';
import { waitUntil } from '../support/wait-until';

/*
 * What a manager costs that rules 1,000 components on 100 workers, and how long after a change its listeners know of it.
 * Manager and API are real; workers are connections that say what jobs say.
 *   node -C source -r ./test/support/typescript-hook.cjs test/bench/events.bench.ts [WORKERS] [COMPONENTS OF EACH] [SECONDS]
 */

const [WORKERS = 100, EACH = 10, SECONDS = 20] = process.argv.slice(2).map(Number);
const LISTENERS = 10;
/** Changes a second while the delay is measured. */
const CHANGES = 20;
const LOGIN = 'user:test';
const ROOT = join(__dirname, '../..');

const TYPES = ['videotest-producer', 'theora-encoder'];
const workerName = (index: number): string => `worker-${String(index)}`;

function planet(): string {
  const component = (name: string, index: number, inside = ''): string =>
    `<component name="${name}" type="${TYPES[inside === '' ? 0 : 1] ?? ''}" worker="${workerName(index)}">${inside}</component>`;
  const flows = Array.from({ length: WORKERS }, (_, index) => {
    const pairs = Array.from({ length: EACH / 2 }, (_unused, pair) => {
      const video = `video-${String(pair)}`;
      const eater = `<eater name="default"><feed>${video}</feed></eater>`;
      return component(video, index) + component(`theora-${String(pair)}`, index, eater);
    });
    return `<flow name="flow-${String(index)}">${pairs.join('')}</flow>`;
  });
  const bouncer =
    '<component name="bouncer" type="htpasswdcrypt-bouncer"><property name="data">user:PSfNpHTkpTx1M</property></component>';
  return `<planet><manager name="bench">${bouncer}</manager>${flows.join('')}</planet>`;
}

/** CPU seconds that a process has used. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]) / 1024;
}

/** Has all workers tell of all their jobs, evenly over an interval. @returns what ends it. */
function report(workers: readonly FakeWorker[], interval: number): () => void {
  let number = 0;
  const timers = workers.map((worker, index) => {
    const tell = (): void => {
      number += 1;
      for (const id of worker.jobs.keys()) {
        const client = {
          client: `${id}-eater:default`,
          connected: true,
          since: 1,
          dropped: 0,
          reconnects: 0,
        };
        const bytes = number * 1000;
        const feeders = [{ feeder: 'default', refused: 0, buffers: number, clients: [{ ...client, bytes }] }];
        worker.say(id, { time: Date.now(), cpu: Math.random(), feeders });
      }
    };
    return setTimeout(
      () => {
        tell();
        repeated.push(setInterval(tell, interval));
      },
      (interval * index) / workers.length,
    );
  });
  const repeated: NodeJS.Timeout[] = [];
  return () => {
    for (const timer of [...timers, ...repeated]) clearInterval(timer);
  };
}

async function measured(pid: number, work: () => Promise<void>): Promise<{ cpu: string; memory: string }> {
  const [cpu, time] = [cpuOf(pid), performance.now()];
  await work();
  const used = (cpuOf(pid) - cpu) / ((performance.now() - time) / 1000);
  return { cpu: `${(used * 100).toFixed(0)} %`, memory: `${memoryOf(pid).toFixed(0)} MB` };
}

/** Changes components one after the other; gives the milliseconds until a listener knew of each. */
async function delays(workers: readonly FakeWorker[], reader: EventReader): Promise<number[]> {
  const said = new Map<string, number>();
  for (let count = 0; count < SECONDS * CHANGES; count++) {
    const worker = workers[(count * 37) % workers.length];
    const ids = [...(worker?.jobs.keys() ?? [])];
    const id = ids[(count * 7) % ids.length];
    if (!worker || id === undefined) continue;
    const reason = `change ${String(count)}`;
    said.set(reason, Date.now());
    worker.say(id, { mood: 'hungry', reason });
    await delay(1000 / CHANGES);
  }
  await delay(2000);
  return reader
    .of('component')
    .flatMap(({ data, at }) => {
      const before = said.get((data as { reason?: string }).reason ?? '');
      return before === undefined ? [] : [at - before];
    })
    .sort((a, b) => a - b);
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-bench-'));
  const file = join(folder, 'planet.xml');
  writeFileSync(file, planet());
  const port = await freePort();
  const program = join(ROOT, 'core/bin/flumotion-manager.js');
  const options = [
    '-T',
    'tcp',
    '-H',
    '127.0.0.1',
    '-P',
    String(port),
    '--state-dir',
    join(folder, 'state'),
    file,
  ];
  const manager = new TestProcess('manager', process.execPath, [program, ...options]);
  const workers = Array.from(
    { length: WORKERS },
    (_, index) => new FakeWorker(workerName(index), { types: TYPES }),
  );
  const readers: EventReader[] = [];
  const ask = (path: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${String(port)}${path}`, {
      headers: { Authorization: `Basic ${Buffer.from(LOGIN).toString('base64')}` },
    });
  const listen = async (): Promise<EventReader> => {
    const reader = new EventReader(
      new WebSocket(`ws://127.0.0.1:${String(port)}/api/events`, { auth: LOGIN }),
    );
    readers.push(reader);
    await reader.opened;
    return reader;
  };
  try {
    const answers = (): Promise<boolean> =>
      ask('/healthz').then(
        ({ ok }) => ok,
        () => false,
      );
    await waitUntil(() => `the manager: ${manager.output}`, answers, 60_000);
    const began = performance.now();
    for (const worker of workers) await worker.login(port);
    const started = (): boolean => workers.every(({ jobs }) => jobs.size === EACH);
    await waitUntil('all jobs', started, 300_000);
    const up = (performance.now() - began) / 1000;

    let end = report(workers, 5000);
    await delay(5000);
    const quiet = await measured(manager.pid, () => delay(SECONDS * 1000));

    const times: number[] = [];
    let size = 0;
    for (let round = 0; round < 5; round++) {
      const before = performance.now();
      size = (await (await ask('/api/planet')).text()).length;
      times.push(performance.now() - before);
    }
    times.sort((a, b) => a - b);

    const reader = await listen();
    let known: number[] = [];
    const told = await measured(manager.pid, async () => {
      known = await delays(workers, reader);
    });
    end();

    for (let count = 1; count < LISTENERS; count++) await listen();
    for (const one of readers) one.send({ subscribe: ['figures'] });
    end = report(workers, 1000);
    await delay(2000);
    const looked = await measured(manager.pid, () => delay(SECONDS * 1000));
    end();

    const at = (share: number): string =>
      `${String(known[Math.floor((known.length - 1) * share)] ?? NaN)} ms`;
    const table = new Table({ head: ['What', 'CPU of one core', 'memory'] });
    table.push(
      ['jobs report each 5 s, nobody looks', quiet.cpu, quiet.memory],
      [`the same with ${String(CHANGES)} changes of mood a second`, told.cpu, told.memory],
      [`jobs report each second, ${String(LISTENERS)} look at the figures`, looked.cpu, looked.memory],
    );
    const say = (text: string): void => void process.stdout.write(`${text}\n`);
    say(
      `${String(WORKERS * EACH)} components on ${String(WORKERS)} workers; load ${os.loadavg()[0]?.toFixed(1) ?? ''}, ${String(os.cpus().length)} cores`,
    );
    say(table.toString());
    say(
      `All started in ${up.toFixed(1)} s. GET /api/planet: ${(size / 1e6).toFixed(1)} MB in ${(times[2] ?? NaN).toFixed(0)} ms.`,
    );
    say(
      `Of ${String(known.length)} changes a listener knew after ${at(0.5)} (median), ${at(0.95)} (95 %), ${at(0.99)} (99 %), ${at(1)} (all).`,
    );
  } finally {
    for (const one of readers) one.break();
    for (const worker of workers) worker.disconnect();
    manager.kill();
    await manager.end().catch(() => {
      manager.kill('SIGKILL');
    });
    rmSync(folder, { recursive: true, force: true });
  }
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
