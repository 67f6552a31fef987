import { rmSync } from 'node:fs';
import { inject, injectable } from 'tsyringe';
import { errorText, FlumotionError } from '../errors';
import type { Logger, LogLine } from '../log/logger';
import type { Certificate } from '../rpc/certificate';
import type { JobSpec } from '../rpc/job-spec';
import type { JobState } from '../rpc/job-state';
import { followFigures } from '../rpc/look-messages';
import { rotateLogs } from '../rpc/offer-messages';
import { CERTIFICATE, LAUNCHER, LOGGER, RUN_DIR } from '../tokens';
import { Job } from './job';
import type { JobEvents, Launcher } from './job-events';
import type { Judge, Pass } from './judge';
import type { JobFiles, RunDir } from './run-dir';
import { readSpec } from './spec-file';

/** What the jobs of a worker tell its owner. */
export interface JobsEvents {
  changed(state: JobState): void;
  /** The job was ended as asked. */
  gone(id: string): void;
  logged(line: LogLine): void;
  readonly judge: Judge;
  readonly pass: Pass;
}

/** A job as it is reported to a manager. */
export interface JobReport {
  readonly spec: JobSpec;
  readonly state: JobState;
}

const ignore = (): void => undefined;
const nobody: Judge = () => Promise.reject(new Error('nobody judges keycards here'));
const nowhere: Pass = () => Promise.reject(new Error('there is no way to other components here'));

/** All jobs of this worker, by the id of their component. */
@injectable()
export class Jobs {
  private readonly jobs = new Map<string, Job>();
  private readonly queues = new Map<string, Promise<unknown>>();

  private events: JobsEvents = {
    changed: ignore,
    gone: ignore,
    logged: ignore,
    judge: nobody,
    pass: nowhere,
  };

  constructor(
    @inject(RUN_DIR) private readonly runDir: RunDir,
    @inject(LAUNCHER) private readonly launch: Launcher,
    @inject(CERTIFICATE) private readonly certificate: Certificate,
    @inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Says who is told what happens to the jobs. */
  tell(events: JobsEvents): void {
    this.events = events;
  }

  /** Makes a component run exactly by a spec: starts it, leaves it, or ends the old job first. */
  start(spec: JobSpec): Promise<void> {
    return this.inTurn(spec.id, async () => {
      const wanted = this.withCertificate(spec);
      const present = this.jobs.get(spec.id);
      if (present?.runsBy(wanted)) return;
      await present?.stop();
      const job = this.add(wanted);
      try {
        await job.start();
      } catch (error) {
        job.release();
        this.forget(spec.id);
        throw error;
      }
    });
  }

  /** Ends a component's job and forgets it; a job that is not there is no error. */
  stop(id: string): Promise<void> {
    return this.inTurn(id, async () => {
      const job = this.jobs.get(id);
      if (!job) return;
      await job.stop();
      this.forget(id);
      this.events.gone(id);
    });
  }

  /** The job of a component. @throws FlumotionError `job-unknown`. */
  get(id: string): Job {
    const job = this.jobs.get(id);
    if (!job) throw FlumotionError.of('job-unknown', { id });
    return job;
  }

  /** The job of a component once the orders before this one are carried out: not one that is about to be replaced. @throws FlumotionError `job-unknown`. */
  async settled(id: string): Promise<Job> {
    await this.queues.get(id);
    return this.get(id);
  }

  /** Whether a component has a job here. */
  has(id: string): boolean {
    return this.jobs.has(id);
  }

  /** Opens TCP for a feeder of a job, with this worker's certificate when it is to be encrypted. */
  async openFeeder(id: string, feeder: string, port: number, encrypted: boolean): Promise<number> {
    const { cert, key } = this.certificate;
    return (await this.settled(id)).openFeeder(feeder, port, encrypted ? { cert, key } : undefined);
  }

  /** Has all jobs that can be reached tell their figures each second, for so many seconds. */
  followFigures(seconds: number): void {
    for (const job of this.jobs.values()) job.notify(followFigures, { seconds });
  }

  /** Has all jobs close their log files and open them again. Those out of reach have none open for long. */
  async rotateLogs(): Promise<void> {
    const asked = [...this.jobs.values()].map((job) => job.ask(rotateLogs, {}));
    for (const result of await Promise.allSettled(asked)) {
      if (result.status === 'rejected')
        this.log.warn(`log files were not rotated: ${errorText(result.reason)}`);
    }
  }

  /** Specs and states of all jobs, without the worker's private key. */
  report(): JobReport[] {
    return [...this.jobs.values()].map((job) => ({ spec: withoutKeys(job.spec), state: job.describe() }));
  }

  /**
   * Takes over the jobs an earlier worker left running, and starts again those that died meanwhile.
   * @param allowPipelines - whether those may run pipelines of people, whatever the earlier worker thought of it.
   */
  async adopt(allowPipelines: boolean): Promise<void> {
    await Promise.all(this.runDir.leftovers().map((files) => this.adoptOne(files, allowPipelines)));
  }

  /** Ends all jobs in order and forgets them. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.jobs.keys()].map((id) => this.stop(id)));
  }

  /** Ends all jobs at once by force. */
  killAll(): void {
    for (const job of this.jobs.values()) job.kill();
  }

  /** Lets go of all jobs; they go on. */
  releaseAll(): void {
    for (const job of this.jobs.values()) job.release();
    this.jobs.clear();
  }

  private async adoptOne(files: JobFiles, allowPipelines: boolean): Promise<void> {
    let spec: JobSpec;
    try {
      spec = { ...readSpec(files.spec), allowPipelines };
      if (this.runDir.files(spec.id).spec !== files.spec) throw new Error(`it belongs to ${spec.id}`);
    } catch (error) {
      this.log.warn(`${files.spec} is left over and unusable, and is removed: ${errorText(error)}`);
      this.runDir.remove(files);
      return;
    }
    const job = this.add(spec);
    if (await job.adopt()) return;
    await job.start().catch((error: unknown) => {
      this.log.error(`${spec.id} had died and could not be started: ${errorText(error)}`);
    });
  }

  private forget(id: string): void {
    for (const { path } of this.jobs.get(id)?.spec.feeders ?? []) rmSync(path, { force: true });
    this.jobs.delete(id);
    this.runDir.remove(this.runDir.files(id));
  }

  private add(spec: JobSpec): Job {
    const { id } = spec;
    const events: JobEvents = {
      changed: (state) => {
        // A job that was replaced meanwhile has nothing more to say.
        if (this.jobs.get(id) === job) this.events.changed(state);
      },
      logged: (line) => {
        this.events.logged(line);
      },
      judge: (question) => this.events.judge(question),
      pass: (type, question) => this.events.pass(type, question),
    };
    const job = new Job(spec, this.runDir.files(id), this.launch, this.log.child('worker', id), events);
    this.jobs.set(id, job);
    return job;
  }

  private withCertificate(spec: JobSpec): JobSpec {
    const { cert, key } = this.certificate;
    const feeders = withoutKeys(spec).feeders.map((link) =>
      link.encrypted === true ? { ...link, tls: { cert, key } } : link,
    );
    return { ...spec, feeders };
  }

  /** Orders about one component are carried out one after the other. */
  private inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.queues.get(id) ?? Promise.resolve()).then(work, work);
    const settled = turn
      .catch(() => undefined)
      .then(() => {
        if (this.queues.get(id) === settled) this.queues.delete(id);
      });
    this.queues.set(id, settled);
    return turn;
  }
}

function withoutKeys(spec: JobSpec): JobSpec {
  return { ...spec, feeders: spec.feeders.map(({ tls: _, ...link }) => link) };
}
