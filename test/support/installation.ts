import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { JobState } from '../../core/src/rpc/job-state';
import { freePort } from './free-port';
import { TestProcess } from './process';
import { waitUntil } from './wait-until';

/** Milliseconds in which the manager of a busy machine answers. */
const ANSWER = 20_000;
/** Milliseconds between two looks at a planet: each is a request, which takes the processor of what is looked at. */
const LOOK = 60;

/** Root of the repository. */
export const ROOT = resolve(__dirname, '../..');

/** A component as the manager's API shows it. */
export interface ComponentView extends Partial<Omit<JobState, 'mood' | 'reason'>> {
  readonly id: string;
  readonly name: string;
  readonly mood: string;
  readonly worker?: string;
  readonly reason?: string;
}

interface PlanetView {
  readonly flows: readonly { readonly name: string; readonly components: readonly ComponentView[] }[];
}

/** What an installation is made of. */
export interface InstallationOptions {
  /** Planet XML; the manager's own `host`, `port` and `transport` are given on the command line. */
  readonly planet: string;
  readonly transport?: 'tcp' | 'ssl';
  /** Environment of each worker. */
  readonly env?: NodeJS.ProcessEnv;
  /** Folder in which the packages of Flumotion are installed; the checkout when left out. */
  readonly home?: string;
}

/** A manager and workers as real processes, on loopback, in a folder of their own. */
export class Installation {
  readonly folder = mkdtempSync(join(tmpdir(), 'flumotion-e2e-'));
  readonly planetFile = join(this.folder, 'planet.xml');
  manager: TestProcess | undefined;
  readonly workers = new Map<string, TestProcess>();
  private port = 0;

  private constructor(private readonly options: InstallationOptions) {
    writeFileSync(this.planetFile, options.planet);
  }

  /** Starts the manager and waits until it listens. */
  static async start(options: InstallationOptions): Promise<Installation> {
    const made = new Installation(options);
    made.port = await freePort();
    try {
      await made.startManager();
    } catch (error) {
      await made.dispose();
      throw error;
    }
    return made;
  }

  get transport(): 'tcp' | 'ssl' {
    return this.options.transport ?? 'tcp';
  }

  /** Address of the manager. */
  get url(): string {
    return `${this.transport === 'ssl' ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  /** Port of the manager. */
  get managerPort(): number {
    return this.port;
  }

  async startManager(): Promise<void> {
    this.manager = this.spawn('manager', 'flumotion-manager', [
      ...['-v', '-T', this.transport, '-H', '127.0.0.1', '-P', String(this.port)],
      ...['--state-dir', join(this.folder, 'state'), this.planetFile],
    ]);
    await this.until('the manager answers', async () => (await this.get('/healthz')).status === 200, 40_000);
  }

  /** Starts a worker; it is not waited for. */
  startWorker(
    name = 'localhost',
    args: readonly string[] = [],
    env: NodeJS.ProcessEnv = {},
    home: string | undefined = this.options.home,
  ): TestProcess {
    const worker = this.spawn(
      name,
      'flumotion-worker',
      [
        ...['-v', '-T', this.transport, '-H', '127.0.0.1', '-P', String(this.port), '-n', name],
        ...['-u', 'user', '-p', 'test', '--random-feederports', '--rundir', join(this.folder, `run-${name}`)],
        ...args,
      ],
      env,
      home,
    );
    this.workers.set(name, worker);
    return worker;
  }

  /** Every component with its state. */
  async components(): Promise<readonly ComponentView[]> {
    const { status, body } = await this.get('/api/planet');
    if (status !== 200) throw new Error(`GET /api/planet: ${String(status)} ${body}`);
    const planet = JSON.parse(body) as PlanetView;
    return planet.flows.flatMap((flow) => flow.components);
  }

  async component(id: string): Promise<ComponentView> {
    const found = (await this.components()).find((component) => component.id === id);
    if (!found) throw new Error(`the planet has no ${id}`);
    return found;
  }

  /** Waits until components (all of them when none is named) have a mood. */
  async mood(mood: string, ids?: readonly string[], deadline = 40_000): Promise<void> {
    let seen = '';
    await this.until(
      `${ids?.join(', ') ?? 'every component'} ${mood}`,
      async () => {
        const wanted = (await this.components()).filter(({ id }) => ids?.includes(id) ?? true);
        seen = wanted.map((one) => `${one.id} ${one.mood}: ${one.reason ?? ''}`).join('\n');
        return wanted.length > 0 && wanted.every((one) => one.mood === mood);
      },
      deadline,
      () => seen,
    );
  }

  /** Process id of a component's job. */
  async pid(id: string): Promise<number> {
    const { pid } = await this.component(id);
    if (pid === undefined) throw new Error(`${id} has no job`);
    return pid;
  }

  get(path: string): Promise<{ status: number; body: string }> {
    return this.call('GET', path);
  }

  /** Calls the manager's API as the admin of the test planets. */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port: this.port,
        path,
        method,
        auth: 'user:test',
        agent: false,
        timeout: ANSWER,
        rejectUnauthorized: false,
        headers: { 'content-type': 'application/json' },
      };
      const ask = this.transport === 'ssl' ? secureRequest(options) : request(options);
      ask.on('timeout', () =>
        ask.destroy(new Error(`${method} ${path}: no answer within ${String(ANSWER / 1000)} s`)),
      );
      ask.on('error', reject);
      ask.on('response', (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('error', reject).on('end', () => {
          resolve({ status: answer.statusCode ?? 0, body: text });
        });
      });
      ask.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** Waits for a condition; when it does not come, the error carries what the processes said last. */
  async until(
    what: string,
    holds: () => Promise<boolean> | boolean,
    deadline: number,
    detail = (): string => '',
  ): Promise<void> {
    try {
      await waitUntil(what, holds, deadline, LOOK);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${detail()}\n${this.transcript()}`, { cause: error });
    }
  }

  /** Ends everything, also jobs that no worker holds, and removes the folder. */
  async dispose(): Promise<void> {
    const processes = [...this.workers.values(), ...(this.manager ? [this.manager] : [])];
    for (const one of processes) one.kill('SIGTERM');
    await Promise.all(processes.map((one) => one.end(8000).catch(() => undefined)));
    for (const one of processes) one.kill('SIGKILL');
    for (const pid of this.jobs()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended meanwhile.
      }
    }
    await waitUntil('the jobs end', () => this.jobs().length === 0);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }

  /** Processes whose command line names this installation's folder: its jobs, held or not. */
  jobs(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
          return line.includes(this.folder) && line.includes('/job/');
        } catch {
          return false;
        }
      })
      .map(Number);
  }

  /** Nothing is kept, nor known from before, outside the folder: not even the fingerprints of managers. */
  private homes(): NodeJS.ProcessEnv {
    return { XDG_STATE_HOME: join(this.folder, 'xdg'), XDG_CONFIG_HOME: join(this.folder, 'config') };
  }

  private transcript(): string {
    const processes = [...(this.manager ? [this.manager] : []), ...this.workers.values()];
    return processes.map((one) => `--- ${one.name}\n${one.output.slice(-4000)}`).join('\n');
  }

  private spawn(
    name: string,
    command: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    home: string | undefined = this.options.home,
  ): TestProcess {
    const bin = home === undefined ? join(ROOT, 'core/bin') : join(home, 'node_modules/@flumotion/core/bin');
    return new TestProcess(name, process.execPath, [join(bin, `${command}.js`), ...args], {
      env: { ...process.env, ...this.homes(), ...this.options.env, ...env },
      cwd: home ?? ROOT,
    });
  }
}
