import { Logger } from '../../core/src/log/logger';
import type { Connection } from '../../core/src/rpc/connection';
import type { EaterLink, JobSpec } from '../../core/src/rpc/job-spec';
import type { JobState } from '../../core/src/rpc/job-state';
import { loadChanged, type MachineLoad } from '../../core/src/rpc/machine-load';
import * as messages from '../../core/src/rpc/messages';
import { followFigures, lookAtFeed, readGraph, setLogLevels } from '../../core/src/rpc/look-messages';
import { readTable, takeAction } from '../../core/src/rpc/offer-messages';
import { connectManager } from '../../core/src/rpc/websocket';
import type { PackageReport } from '../../core/src/worker/packages';
import { managerCatalogue } from './manager-catalogue';

/** How busy the machine of a fake worker is, unless it says otherwise. */
export const FAKE_LOAD: MachineLoad = {
  cores: 4,
  averages: [1.5, 0.75, 0.25],
  cpu: 0.4,
  memory: { used: 3_000_000_000, total: 8_000_000_000 },
  uptime: 3600,
};

/** How a fake worker differs from the usual one. */
export interface FakeWorkerOptions {
  readonly password?: string;
  readonly user?: string;
  readonly machine?: string;
  readonly feederPorts?: number[];
  readonly transport?: 'tcp' | 'ssl';
  /** Element factories it lacks. */
  readonly missing?: readonly string[];
  /** Types its packages have; all of manager-catalogue.ts when left out. */
  readonly types?: string[];
  /** Whether it runs pipelines of people; says nothing of it when left out. */
  readonly allowPipelines?: boolean;
  /** Specs of jobs that run already. */
  readonly jobs?: readonly JobSpec[];
}

function packageOf(types: readonly string[], version = '1.0.0'): PackageReport {
  const components = [...types];
  return { name: '@test/components', version, api: '^1.0.0', dir: '/packages/components', components };
}

/** A worker without processes: its jobs are specs and states, happy as soon as they are started. */
export class FakeWorker {
  readonly jobs = new Map<string, { spec: JobSpec; state: JobState }>();
  /** What the manager asked for, in order, as `start-job /flow/component`. */
  readonly asked: string[] = [];
  /** Errors to answer with, by component id; each is used once. */
  readonly refuse = new Map<string, string>();
  fingerprint = '';
  private connection: Connection | undefined;

  constructor(
    readonly name: string,
    private readonly options: FakeWorkerOptions = {},
  ) {
    for (const spec of options.jobs ?? []) this.jobs.set(spec.id, { spec, state: happy(spec) });
  }

  /** Connects and logs in. */
  async login(port: number): Promise<this> {
    const { options } = this;
    const connection = await connectManager(
      {
        host: '127.0.0.1',
        port,
        transport: options.transport ?? 'tcp',
        pin: (fingerprint) => (this.fingerprint = fingerprint),
      },
      new Logger(() => undefined, [], 'worker', this.name),
    );
    this.connection = connection;
    this.serve(connection);
    connection.listen();
    await connection.request(messages.login, {
      name: this.name,
      user: options.user ?? 'user',
      password: options.password ?? 'test',
      version: '1.0.0',
      machine: options.machine ?? 'machine-a',
      hostname: 'host-a',
      runDir: `/run/${this.name}`,
      feederPorts: options.feederPorts ?? [8600, 8601, 8602],
      fingerprint: `fingerprint-of-${this.name}`,
      packages: [packageOf(options.types ?? managerCatalogue().types())],
      ...(options.allowPipelines === undefined ? {} : { allowPipelines: options.allowPipelines }),
      file: '/etc/flumotion/workers/default.xml',
      jobs: [...this.jobs.values()],
    });
    this.busy(FAKE_LOAD);
    return this;
  }

  /** Resolves with the reason when the connection has closed. */
  get closed(): Promise<string> {
    return this.connection?.closed ?? Promise.resolve('never connected');
  }

  spec(id: string): JobSpec | undefined {
    return this.jobs.get(id)?.spec;
  }

  /** The eaters' sources of a job. */
  sources(id: string): readonly EaterLink['source'][] {
    return this.spec(id)?.eaters.map(({ source }) => source) ?? [];
  }

  /** Tells the manager of a changed state. */
  say(id: string, change: Partial<JobState>): void {
    const job = this.jobs.get(id);
    if (!job) throw new Error(`no job ${id}`);
    job.state = { ...job.state, ...change };
    this.connection?.notify(messages.jobChanged, { state: job.state });
  }

  /** Logs a line about a component. */
  log(object: string, text: string): void {
    const line = { level: 3, category: 'component', object, text, time: Date.now() };
    this.connection?.notify(messages.logLine, line);
  }

  /** Tells the manager how busy its machine is. */
  busy(load: MachineLoad): void {
    this.connection?.notify(loadChanged, { load });
  }

  /** Tells the manager of the one package it has now. */
  install(types: readonly string[], version = '1.0.0'): void {
    this.connection?.notify(messages.packagesChanged, { packages: [packageOf(types, version)] });
  }

  /** Asks a bouncer of the planet. */
  authenticate(bouncer: string, user: string): Promise<{ admitted: boolean }> {
    if (!this.connection) throw new Error('not connected');
    const keycard = { id: '1', user, address: '10.0.0.9' };
    return this.connection.request(messages.authenticate, { bouncer, keycard });
  }

  /** Goes away without a word to the jobs. */
  disconnect(): void {
    this.connection?.close('the test ends it');
  }

  private serve(connection: Connection): void {
    connection.onRequest(messages.startJob, ({ spec }) => {
      this.note('start-job', spec.id);
      this.jobs.set(spec.id, { spec, state: happy(spec) });
      this.say(spec.id, {});
      return {};
    });
    connection.onRequest(messages.stopJob, ({ id }) => {
      this.note('stop-job', id);
      this.jobs.delete(id);
      connection.notify(messages.jobGone, { id });
      return {};
    });
    connection.onRequest(messages.linkEaters, ({ id, eaters }) => {
      this.note('link-eaters', id);
      const job = this.jobs.get(id);
      if (job) job.spec = { ...job.spec, eaters };
      return {};
    });
    connection.onRequest(messages.openFeeder, ({ id, feeder, port }) => {
      this.note('open-feeder', id);
      const opened = port === 0 ? 40_000 : port;
      this.say(id, { feeders: [{ feeder, port: opened, clients: [], refused: 0 }] });
      return { port: opened };
    });
    connection.onRequest(messages.setProperty, ({ id, name, value }) => {
      this.note('set-property', id);
      const job = this.jobs.get(id);
      if (job) job.spec = { ...job.spec, properties: { ...job.spec.properties, [name]: value as unknown } };
      return {};
    });
    connection.onRequest(readTable, ({ id, table, query }) => {
      this.note('read-table', `${id} ${table} ${JSON.stringify(query)}`);
      return { rows: [{ id: '1', user: 'bob' }], total: 1, offset: query.offset };
    });
    connection.onRequest(takeAction, ({ id, action, parameters }) => {
      this.note('take-action', `${id} ${action} ${JSON.stringify(parameters)}`);
      return { answer: { ejected: 1 } };
    });
    connection.onNotification(followFigures, ({ seconds }) => {
      this.note('follow-figures', String(seconds));
    });
    connection.onRequest(setLogLevels, ({ id, levels }) => {
      this.note('set-log-levels', `${id} ${levels}`);
      return {};
    });
    connection.onRequest(readGraph, ({ id }) => ({ dot: `digraph ${id}` }));
    connection.onRequest(lookAtFeed, ({ kind, source: { feed, secret, path = '' }, after = 0 }) => {
      this.note('look-at-feed', `${kind} ${feed} ${secret} ${path}`);
      const data = Buffer.from('JPEG').toString('base64');
      const look = kind === 'sound' ? { sound: { channels: 1, samples: data } } : { picture: data };
      return { ...look, time: after + 1000 };
    });
    connection.onRequest(messages.checkElements, ({ elements }) => ({
      missing: elements
        .filter((element) => this.options.missing?.includes(element))
        .map((element) => ({ element, package: 'gstreamer1.0-plugins-base' })),
    }));
    connection.onRequest(messages.readClock, () => ({ time: '123456789' }));
    connection.onRequest(messages.provideClock, ({ port }) => ({ port: port ?? 7600 }));
    connection.onRequest(messages.authenticate, ({ bouncer, keycard }) => {
      this.note('authenticate', bouncer);
      return { admitted: keycard.user === 'listener' };
    });
  }

  private note(what: string, id: string): void {
    this.asked.push(`${what} ${id}`);
    const refusal = this.refuse.get(id);
    if (refusal === undefined) return;
    this.refuse.delete(id);
    throw new Error(refusal);
  }
}

function happy(spec: JobSpec): JobState {
  return {
    id: spec.id,
    type: spec.type,
    pid: 4711,
    mood: 'happy',
    messages: [],
    started: Date.now(),
    cpu: 0.25,
    memory: 50_000_000,
    eaters: [],
    feeders: spec.feeders.flatMap(({ feeder, port }) =>
      port === undefined ? [] : [{ feeder, port: port === 0 ? 40_000 : port, clients: [], refused: 0 }],
    ),
    stats: {},
    restarts: 0,
  };
}
