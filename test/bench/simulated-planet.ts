import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobSpec } from '../../core/src/rpc/job-spec';
import type { JobState } from '../../core/src/rpc/job-state';
import { FakeWorker } from '../support/fake-worker';
import { freePort } from '../support/free-port';
import { TestProcess } from '../support/process';
import { waitUntil } from '../support/wait-until';

/** Who is let into a simulated planet, as `name:password`. */
export const LOGIN = 'user:test';

const ROOT = join(__dirname, '../..');
const TYPES = ['videotest-producer', 'theora-encoder'];
const BOUNCER =
  '<component name="bouncer" type="htpasswdcrypt-bouncer"><property name="data">user:PSfNpHTkpTx1M</property></component>';

const workerName = (index: number): string => `worker-${String(index)}`;

function planetXml(workers: number, each: number): string {
  const component = (name: string, index: number, inside = ''): string =>
    `<component name="${name}" type="${TYPES[inside === '' ? 0 : 1] ?? ''}" worker="${workerName(index)}">${inside}</component>`;
  const flows = Array.from({ length: workers }, (_, index) => {
    const pairs = Array.from({ length: each / 2 }, (_unused, pair) => {
      const video = `video-${String(pair)}`;
      const eater = `<eater name="default"><feed>${video}</feed></eater>`;
      return component(video, index) + component(`theora-${String(pair)}`, index, eater);
    });
    return `<flow name="flow-${String(index)}">${pairs.join('')}</flow>`;
  });
  return `<planet><manager name="bench">${BOUNCER}</manager>${flows.join('')}</planet>`;
}

/** A real manager and workers that are only connections: their jobs say what jobs say, and do nothing. */
export class SimulatedPlanet {
  /** Seconds until all jobs were started. */
  started = 0;

  private constructor(
    readonly port: number,
    readonly manager: TestProcess,
    readonly workers: readonly FakeWorker[],
    private readonly folder: string,
  ) {}

  /**
   * Starts a manager and has its workers log in; resolves when they have been given all jobs.
   * @param each - components of one worker, in pairs of a producer and an encoder; even.
   */
  static async start(workers: number, each: number): Promise<SimulatedPlanet> {
    const folder = mkdtempSync(join(tmpdir(), 'flumotion-bench-'));
    const file = join(folder, 'planet.xml');
    writeFileSync(file, planetXml(workers, each));
    const port = await freePort();
    const place = ['-T', 'tcp', '-H', '127.0.0.1', '-P', String(port)];
    const program = join(ROOT, 'core/bin/flumotion-manager.js');
    const args = [program, ...place, '--state-dir', join(folder, 'state'), file];
    const planet = new SimulatedPlanet(
      port,
      new TestProcess('manager', process.execPath, args),
      Array.from({ length: workers }, (_, index) => new FakeWorker(workerName(index), { types: TYPES })),
      folder,
    );
    try {
      await planet.begin(each);
      return planet;
    } catch (error) {
      await planet.stop();
      throw error;
    }
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  ask(path: string): Promise<Response> {
    const Authorization = `Basic ${Buffer.from(LOGIN).toString('base64')}`;
    return fetch(this.url + path, { headers: { Authorization } });
  }

  /** Has all workers tell of all their jobs, evenly over an interval in milliseconds. @returns what ends it. */
  report(interval: number): () => void {
    let number = 0;
    const repeated: NodeJS.Timeout[] = [];
    const timers = this.workers.map((worker, index) => {
      const tell = (): void => {
        number += 1;
        for (const { spec } of worker.jobs.values()) worker.say(spec.id, figuresOf(spec, number));
      };
      return setTimeout(
        () => {
          tell();
          repeated.push(setInterval(tell, interval));
        },
        (interval * index) / this.workers.length,
      );
    });
    return () => {
      for (const timer of [...timers, ...repeated]) clearInterval(timer);
    };
  }

  /** Changes the mood of one component after the other. @returns the reason that the component now gives. */
  change(count: number): string {
    const worker = this.workers[(count * 37) % this.workers.length];
    const ids = [...(worker?.jobs.keys() ?? [])];
    const id = ids[(count * 7) % ids.length];
    const reason = `change ${String(count)}`;
    if (worker && id !== undefined) worker.say(id, { mood: count % 2 === 0 ? 'hungry' : 'happy', reason });
    return reason;
  }

  /** CPU seconds that the manager has used. */
  cpu(): number {
    const stat = readFileSync(`/proc/${String(this.manager.pid)}/stat`, 'utf8');
    const fields = stat.replace(/^.*\) /s, '').split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /** Resident memory of the manager, megabytes. */
  memory(): number {
    const status = readFileSync(`/proc/${String(this.manager.pid)}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  async stop(): Promise<void> {
    for (const worker of this.workers) worker.disconnect();
    this.manager.kill();
    await this.manager.end().catch(() => {
      this.manager.kill('SIGKILL');
    });
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async begin(each: number): Promise<void> {
    const answers = (): Promise<boolean> =>
      this.ask('/healthz').then(
        ({ ok }) => ok,
        () => false,
      );
    await waitUntil(() => `the manager: ${this.manager.output}`, answers, 60_000);
    const began = performance.now();
    for (const worker of this.workers) await worker.login(this.port);
    await waitUntil('all jobs', () => this.workers.every(({ jobs }) => jobs.size === each), 300_000);
    this.started = (performance.now() - began) / 1000;
  }
}

/** What a job tells: an encoder eats, a producer has the encoder beside it as client. */
function figuresOf({ id, eaters }: JobSpec, number: number): Partial<JobState> {
  const figures = { time: Date.now(), cpu: Math.random(), memory: 8e7 + 1e6 * Math.random() };
  const since = 1;
  const eats = eaters.map(({ eater, alias, wants }) => ({
    ...{ eater, alias, feed: wants, connected: true, since, connections: 1 },
  }));
  const client = `${id.replace('video-', 'theora-')}:default`;
  const bytes = number * 100_000 + Math.floor(Math.random() * 1000);
  const eaten = { client, connected: true, since, bytes, dropped: 0, reconnects: 0 };
  const clients = eats.length > 0 ? [] : [eaten];
  const feeders = [{ feeder: 'default', refused: 0, buffers: number * 25, clients }];
  return { ...figures, eaters: eats, feeders };
}
