import { isDeepStrictEqual } from 'node:util';
import { errorText, FlumotionError } from '../errors';
import { releaseAll } from '../gst/shared-memory';
import type { Logger } from '../log/logger';
import type { Connection } from '../rpc/connection';
import type { EaterLink, JobSpec } from '../rpc/job-spec';
import type { JobState } from '../rpc/job-state';
import { setLogLevels } from '../rpc/look-messages';
import type { NotificationType, RequestType } from '../rpc/messages';
import * as messages from '../rpc/messages';
import { AdoptedProcess, runs } from './adopted-process';
import { endProcess, type EndTiming } from './end-process';
import { JobControl } from './job-control';
import type { JobEvents, Launcher } from './job-events';
import { trimLog } from './job-log';
import type { Ending, JobProcess } from './job-process';
import { deadState, givenUpState, silentState } from './job-states';
import { News } from './news';
import { CRASH_LIMIT, CRASH_WINDOW, RestartPolicy } from './restart-policy';
import type { JobFiles } from './run-dir';
import { withOpenPort, withProperty, type TlsPair } from './spec-changes';
import { writeSpec } from './spec-file';

const LOG_CHECK = 10_000;
/** Milliseconds for which a question waits for a job that is just starting; shorter than who asks has patience. */
const REACH_PATIENCE = 7_000;

/**
 * One component this worker is to run, and its process of the moment: keeps it running with the same spec until it is
 * stopped, also while no manager is there.
 */
export class Job {
  private process: JobProcess | undefined;
  private control: JobControl | undefined;
  private state: JobState;
  private startedAt = 0;
  private restarts = 0;
  private stopping = false;
  /** Whether nothing was heard of the job since it was last missed. */
  private missed = false;
  /** Questions that wait until the job can be asked. */
  private readonly news = new News();
  /** Whether the eaters' places changed while the job could not be told. */
  private untold = false;
  private again: NodeJS.Timeout | undefined;
  private readonly policy = new RestartPolicy();
  private readonly logCheck: NodeJS.Timeout;

  constructor(
    private currentSpec: JobSpec,
    private readonly files: JobFiles,
    private readonly launch: Launcher,
    private readonly log: Logger,
    private readonly events: JobEvents,
    private readonly endTiming?: EndTiming,
  ) {
    this.state = silentState(currentSpec, 'waking', 'its process starts');
    this.logCheck = setInterval(() => {
      trimLog(files.log);
    }, LOG_CHECK);
    this.logCheck.unref();
  }

  get spec(): JobSpec {
    return this.currentSpec;
  }

  /** How the job is, as far as the worker knows. */
  describe(): JobState {
    return { ...this.state, restarts: this.restarts };
  }

  /** Process id of the moment; undefined while there is none. */
  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** Whether the job runs, or will again, by exactly this spec. */
  runsBy(spec: JobSpec): boolean {
    return this.state.mood !== 'sad' && isDeepStrictEqual(this.currentSpec, spec);
  }

  /**
   * Spawns the process. Answers when it is spawned, not when it works.
   * @throws FlumotionError `job-not-started` when there can be no process.
   */
  async start(): Promise<void> {
    this.log.debug('is started');
    writeSpec(this.files.spec, this.currentSpec);
    this.startedAt = Date.now();
    this.tidy();
    const process = await this.launch(this.files);
    this.log.info(`job started, process ${process.pid}`);
    this.attach(process, this.makeControl());
  }

  /**
   * Takes over the process that an earlier worker had started.
   * @returns whether there is one.
   */
  async adopt(): Promise<boolean> {
    const control = this.makeControl();
    try {
      const state = await control.open();
      if (!runs(state.pid, this.files.control)) throw new Error('somebody else answers');
      this.restarts = state.restarts;
      this.state = state;
      this.startedAt = state.started;
      this.log.info(`job adopted, process ${state.pid}`);
      this.attach(new AdoptedProcess(state.pid, this.files.control), control);
      return true;
    } catch (error) {
      control.close();
      this.log.info(`the job did not outlive the worker: ${errorText(error)}`);
      return false;
    }
  }

  /** Ends the job in order, by force at the latest after the deadline, and keeps it ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.news.tell();
    clearTimeout(this.again);
    clearInterval(this.logCheck);
    const { process, control } = this;
    if (process) await endProcess(process, control?.current, this.endTiming);
    control?.close();
    this.log.info('job stopped');
  }

  /** Ends the process at once. */
  kill(): void {
    this.stopping = true;
    this.process?.expectEnd();
    this.process?.kill('SIGKILL');
  }

  /** Lets go of the job without ending it. */
  release(): void {
    this.stopping = true;
    this.news.tell();
    clearTimeout(this.again);
    clearInterval(this.logCheck);
    this.control?.close();
  }

  /** Changes where the eaters eat; a job that is dead just now starts with the new places. */
  async linkEaters(eaters: EaterLink[]): Promise<void> {
    this.keep({ ...this.currentSpec, eaters });
    await this.tellEaters();
  }

  /** Opens TCP for a feeder and remembers the port for later starts. @throws FlumotionError `job-not-reached`. */
  async openFeeder(feeder: string, port: number, tls?: TlsPair): Promise<number> {
    const { id } = this.spec;
    const encrypted = tls !== undefined;
    const question = { id, feeder, port, encrypted, ...(tls ? { tls } : {}) };
    const answer = await (await this.reached()).request(messages.openFeeder, question);
    this.keep(withOpenPort(this.spec, feeder, answer.port, tls));
    return answer.port;
  }

  /** Changes a live property, of the plug at a place when there is one, and remembers it for later starts. @throws FlumotionError of the job, or `job-not-reached`. */
  async setProperty(name: string, value: unknown, plug?: number): Promise<void> {
    const change = { id: this.spec.id, name, value, ...(plug === undefined ? {} : { plug }) };
    await (await this.reached()).request(messages.setProperty, change);
    this.keep(withProperty(this.spec, name, value, plug));
  }

  /** Changes what the job logs, and remembers it for later starts. @throws FlumotionError of the job, or `job-not-reached`. */
  async setLogLevels(levels: string): Promise<void> {
    await (await this.reached()).request(setLogLevels, { id: this.spec.id, levels });
    this.keep({ ...this.spec, debug: levels });
  }

  /** Tells the job something; it is lost when the job cannot be reached. */
  notify<P>(type: NotificationType<P>, params: P): void {
    this.control?.current?.notify(type, params);
  }

  /** Asks the job something and answers as it does. @throws FlumotionError of the job, or `job-not-reached`. */
  ask<P, R>(type: RequestType<P, R>, params: P): Promise<R> {
    return this.reach().request(type, params);
  }

  /** As `ask`, of a job that may just be starting: waits until it can be asked. @throws FlumotionError of the job, or `job-not-reached`. */
  async askPatiently<P, R>(type: RequestType<P, R>, params: P): Promise<R> {
    return (await this.reached()).request(type, params);
  }

  /** A job that is just starting may have read its spec before it changed: it is told as soon as it can be reached. */
  private async tellEaters(): Promise<void> {
    const connection = this.control?.current;
    this.untold = connection === undefined;
    const { id, eaters } = this.spec;
    await connection?.request(messages.linkEaters, { id, eaters });
  }

  private reach(): Connection {
    const connection = this.control?.current;
    if (connection) return connection;
    const { id } = this.spec;
    throw FlumotionError.of('job-not-reached', { id, reason: this.state.reason ?? 'its process starts' });
  }

  /** The job, as soon as it can be asked; one that nobody starts again is not waited for. */
  private async reached(): Promise<Connection> {
    const end = performance.now() + REACH_PATIENCE;
    while (!this.control?.current && this.comes && performance.now() < end) await this.news.next(end);
    return this.reach();
  }

  /** Whether the job is about to be there: its process starts, will soon, or was only just lost. */
  private get comes(): boolean {
    return !this.stopping && this.state.mood !== 'sad' && this.state.mood !== 'lost';
  }

  private keep(spec: JobSpec): void {
    this.currentSpec = spec;
    writeSpec(this.files.spec, spec);
  }

  private makeControl(): JobControl {
    return new JobControl(this.files.control, `job ${this.spec.id}`, this.log, {
      changed: (state) => {
        this.missed = false;
        this.report(state);
        if (!this.untold) return;
        this.tellEaters().catch((error: unknown) => {
          this.log.warn(`the eaters' new places could not be told: ${errorText(error)}`);
        });
      },
      logged: (line) => {
        this.events.logged(line);
      },
      authenticate: this.events.judge,
      // Nobody speaks for another component.
      pass: (type, question) => this.events.pass(type, { ...question, from: this.spec.id }),
      lost: (reason) => {
        this.lost(reason);
      },
    });
  }

  private attach(process: JobProcess, control: JobControl): void {
    this.process = process;
    this.control = control;
    void process.ready.then(() => control.run());
    void control.hangs.then((reason) => {
      this.log.warn(`hangs and is killed: ${reason}`);
      process.kill('SIGKILL');
    });
    void process.ended.then((ending) => {
      control.close();
      if (this.process === process) this.ended(ending);
    });
  }

  private lost(reason: string): void {
    const { process } = this;
    this.missed = true;
    // A job that is about to be known as dead is not lost.
    setTimeout(() => {
      if (process && this.process === process && !this.stopping && this.missed)
        this.report({ ...this.state, mood: 'lost', reason: `the job does not answer: ${reason}` });
    }, 2_000).unref();
  }

  private ended(ending: Ending): void {
    this.process = undefined;
    this.tidy();
    if (this.stopping || ending.kind === 'stopped') return;
    const reason =
      ending.kind === 'died' ? `the job died: ${ending.reason}` : `the job failed to start: ${ending.reason}`;
    this.comeBack(reason);
  }

  /** Removes from shared memory what its last process could not, which is no more. */
  private tidy(): void {
    for (const { path } of this.spec.feeders) releaseAll(path);
  }

  private comeBack(reason: string): void {
    const delay = this.policy.died(Date.now(), Date.now() - this.startedAt);
    if (delay === undefined) {
      this.giveUp(reason);
      return;
    }
    this.log.warn(`${reason}; it starts again in ${delay / 1000} s`);
    this.report(deadState(this.state, 'waking', reason));
    this.restarts += 1;
    this.again = setTimeout(() => {
      this.start().catch((error: unknown) => {
        if (!this.stopping) this.comeBack(`the job failed to start: ${errorText(error)}`);
      });
    }, delay);
  }

  private giveUp(cause: string): void {
    const { state, reason } = givenUpState(this.state, CRASH_LIMIT, CRASH_WINDOW / 1000, cause);
    this.log.error(reason);
    this.report(state);
  }

  private report(state: JobState): void {
    this.state = state;
    this.events.changed(this.describe());
    this.news.tell();
  }
}
