import { hostname } from 'node:os';
import { inject, injectable } from 'tsyringe';
import { FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { fullId } from '../model/planet';
import type { Certificate } from '../rpc/certificate';
import type { Connection } from '../rpc/connection';
import type { JobSpec } from '../rpc/job-spec';
import { KEYCARD_MESSAGES, type Addressed } from '../rpc/keycard-messages';
import type { RequestType } from '../rpc/messages';
import * as messages from '../rpc/messages';
import { followFigures, lookAtFeed, readGraph, setLogLevels, workerLine } from '../rpc/look-messages';
import { readTable, takeAction } from '../rpc/offer-messages';
import { listFiles, probe } from '../rpc/probe-messages';
import { CERTIFICATE, LOGGER, RUN_DIR, WORKER_SETTINGS } from '../tokens';
import { VERSION } from '../version';
import { ClockProvider } from './clock-provider-process';
import { hasDevice } from './devices';
import { ElementChecker } from './elements';
import { Folders } from './folders';
import { Jobs } from './jobs';
import type { KeycardMessage, VerdictMessage } from './judge';
import { machineId, monotonicTime } from './machine';
import { ManagerLink, type LoginParams } from './manager-link';
import { Packages } from './packages';
import { Previews } from './previews';
import { Prober } from './prober';
import type { RunDir } from './run-dir';
import type { WorkerSettings } from './settings';
import { tellLoad } from './tell-load';

/** The least severe lines of its own log that a worker tells the manager. */
const TOLD_LEVEL = 3;

/** A worker: runs jobs for a manager on this machine, and keeps them running while the manager is away. */
@injectable()
export class Worker {
  constructor(
    @inject(WORKER_SETTINGS) private readonly settings: WorkerSettings,
    @inject(RUN_DIR) private readonly runDir: RunDir,
    @inject(CERTIFICATE) private readonly certificate: Certificate,
    @inject(Jobs) private readonly jobs: Jobs,
    @inject(Packages) private readonly packages: Packages,
    @inject(ElementChecker) private readonly elements: ElementChecker,
    @inject(ClockProvider) private readonly clock: ClockProvider,
    @inject(Previews) private readonly previews: Previews,
    @inject(Prober) private readonly prober: Prober,
    @inject(Folders) private readonly folders: Folders,
    @inject(ManagerLink) private readonly link: ManagerLink,
    @inject(LOGGER) private readonly log: Logger,
  ) {
    jobs.tell({
      changed: (state) => link.current?.notify(messages.jobChanged, { state }),
      gone: (id) => link.current?.notify(messages.jobGone, { id }),
      logged: (line) => {
        log.relay(line);
        link.current?.notify(messages.logLine, line);
      },
      judge: (question) => this.judge(question),
      pass: (type, question) => this.pass(type, question),
    });
    log.tell((line) => {
      // Not what is said of the connection itself while it is debugged: each line would make another.
      if (line.level <= TOLD_LEVEL) link.current?.notify(workerLine, line);
    });
  }

  /**
   * Adopts the jobs an earlier worker left, then serves the manager until `stop`.
   * @throws FlumotionError `login-refused`, `worker-name-taken` or `fingerprint-changed` when the worker was never let in; the jobs go on.
   */
  async run(): Promise<void> {
    this.elements.prepare();
    await this.jobs.adopt(this.settings.allowPipelines === true);
    this.packages.watch((packages) => {
      this.log.info('the installed packages have changed');
      this.link.current?.notify(messages.packagesChanged, { packages });
    });
    try {
      await this.link.run({
        serve: (connection) => {
          this.serve(connection);
        },
        hello: () => this.hello(),
        loggedIn: (connection) => {
          // What changed between greeting and answer.
          for (const { state } of this.jobs.report()) connection.notify(messages.jobChanged, { state });
          tellLoad(connection);
        },
      });
    } catch (error) {
      this.jobs.releaseAll();
      await this.runDir.close();
      throw error;
    }
  }

  /** Has the log files of all jobs closed and opened again, so that the old ones can be moved away. */
  rotateLogs(): Promise<void> {
    this.log.info('the log files of the jobs are opened anew');
    return this.jobs.rotateLogs();
  }

  /** Ends all jobs in order, within 5 s, and gives the run directory free. */
  async stop(reason: string): Promise<void> {
    this.log.info(`the worker ends: ${reason}`);
    this.link.close('the worker ends');
    this.packages.unwatch();
    this.previews.stop();
    await Promise.all([this.jobs.stopAll(), this.clock.stop()]);
    await this.runDir.close();
  }

  /** Ends all jobs at once by force; for those who cannot wait for `stop`. */
  kill(): void {
    this.previews.stop();
    this.jobs.killAll();
  }

  private hello(): LoginParams {
    const { name, user, password, feederPorts, file, allowPipelines = false } = this.settings;
    this.packages.rescan();
    return {
      name,
      user,
      password,
      version: VERSION,
      machine: machineId(),
      hostname: hostname(),
      runDir: this.runDir.path,
      feederPorts: feederPorts === 'random' ? [] : [...feederPorts],
      fingerprint: this.certificate.fingerprint,
      allowPipelines,
      ...(file === undefined ? {} : { file }),
      packages: this.packages.report(),
      jobs: this.jobs.report(),
    };
  }

  private serve(connection: Connection): void {
    connection.onRequest(messages.startJob, async ({ spec }) => {
      await this.jobs.start(this.judged(spec));
      return {};
    });
    connection.onRequest(messages.stopJob, async ({ id }) => {
      await this.jobs.stop(id);
      return {};
    });
    connection.onRequest(messages.linkEaters, async ({ id, eaters }) => {
      await (await this.jobs.settled(id)).linkEaters(eaters);
      return {};
    });
    connection.onRequest(messages.openFeeder, async ({ id, feeder, port, encrypted }) => {
      this.demandPorts(id);
      return { port: await this.jobs.openFeeder(id, feeder, port, encrypted) };
    });
    connection.onRequest(messages.setProperty, async ({ id, name, value, plug }) => {
      await (await this.jobs.settled(id)).setProperty(name, value, plug);
      return {};
    });
    connection.onRequest(messages.authenticate, (question) =>
      this.jobs.get(question.bouncer).ask(messages.authenticate, question),
    );
    for (const type of KEYCARD_MESSAGES)
      connection.onRequest(type, (question) => this.jobs.get(question.to).ask(type, question));
    this.passToJob(connection, readTable);
    this.passToJob(connection, takeAction);
    this.passToJob(connection, readGraph);
    connection.onRequest(setLogLevels, async ({ id, levels }) => {
      await (await this.jobs.settled(id)).setLogLevels(levels);
      return {};
    });
    connection.onNotification(followFigures, ({ seconds }) => {
      this.jobs.followFigures(seconds);
    });
    connection.onRequest(lookAtFeed, ({ kind, source, after }) => this.previews.look(kind, source, after));
    connection.onRequest(messages.readClock, () => ({ time: String(monotonicTime()) }));
    connection.onRequest(messages.provideClock, async ({ port }) => ({
      port: await this.clock.provide(port),
    }));
    connection.onRequest(messages.checkElements, async ({ elements, devices = [] }) => ({
      missing: await this.elements.missing(elements),
      absent: devices.filter((path) => !hasDevice(path)),
    }));
    connection.onRequest(probe, ({ what, path }) => this.prober.probe(what, path));
    connection.onRequest(listFiles, ({ path }) => this.folders.list(path));
    connection.onRequest(messages.listPackages, () => {
      this.packages.rescan();
      return { packages: this.packages.report() };
    });
  }

  private passToJob<P extends { id: string }, R>(connection: Connection, type: RequestType<P, R>): void {
    connection.onRequest(type, async (question) =>
      (await this.jobs.settled(question.id)).askPatiently(type, question),
    );
  }

  /** Takes nothing on trust that a manager says of this machine's files: packages are this worker's own, sockets lie in its folder. */
  private judged(spec: JobSpec): JobSpec {
    const refuse = (reason: string): FlumotionError =>
      FlumotionError.of('spec-refused', { id: spec.id, reason });
    const packageDir = this.packages.folderOf(spec.type);
    if (packageDir === undefined)
      throw refuse(`no package here has the component type ${spec.type}; install the package that has it`);
    const plugs = spec.plugs.map((plug) => {
      const dir = this.packages.folderOf(plug.type);
      if (dir === undefined)
        throw refuse(`no package here has the plug type ${plug.type}; install the package that has it`);
      return { ...plug, packageDir: dir };
    });
    const paths = [
      ...spec.feeders.map(({ path }) => path),
      ...spec.eaters.flatMap(({ source }) => source?.path ?? []),
    ];
    const alien = paths.find((path) => !this.runDir.holds(path));
    if (alien !== undefined)
      throw refuse(`the socket ${alien} is not in the run directory ${this.runDir.path}`);
    if (spec.feeders.some(({ port }) => port !== undefined)) this.demandPorts(spec.id);
    return { ...spec, packageDir, plugs, allowPipelines: this.settings.allowPipelines === true };
  }

  private demandPorts(id: string): void {
    const { feederPorts } = this.settings;
    if (feederPorts !== 'random' && feederPorts.length === 0)
      throw FlumotionError.of('spec-refused', {
        id,
        reason: 'it was given no feeder ports, so it feeds no other machine; name some with --feederports',
      });
  }

  /** A component on this worker is asked directly, which needs no manager. */
  private async pass<P extends Addressed, R>(type: RequestType<P, R>, question: P): Promise<R> {
    const to = fullId(question.to);
    if (this.jobs.has(to)) return this.jobs.get(to).ask(type, { ...question, to });
    return this.reachManager(`${question.to} cannot be asked meanwhile`).request(type, question);
  }

  /** A bouncer on this worker is asked directly, which needs no manager. */
  private async judge(question: KeycardMessage): Promise<VerdictMessage> {
    const { bouncer } = question;
    const id = fullId(bouncer);
    if (this.jobs.has(id)) return this.jobs.get(id).ask(messages.authenticate, { ...question, bouncer: id });
    return this.reachManager(`the bouncer ${bouncer} cannot be asked meanwhile`).request(
      messages.authenticate,
      question,
    );
  }

  /** @throws FlumotionError `manager-unreachable`. */
  private reachManager(reason: string): Connection {
    const connection = this.link.current;
    if (connection) return connection;
    const { host, port } = this.settings.manager;
    throw FlumotionError.of('manager-unreachable', { manager: `${host}:${port}`, reason });
  }
}
