import { randomBytes } from 'node:crypto';
import { inject, injectable } from 'tsyringe';
import { errorText } from '../errors';
import type { Logger } from '../log/logger';
import type { JobState } from '../rpc/job-state';
import { LOGGER, RECORDS, SUPERVISOR_OPTIONS, WORKERS } from '../tokens';
import { Changes } from './changes';
import { ClockKeeper } from './clock-keeper';
import { freshStatus, moodOf, type ComponentMood } from './component-status';
import { ElementCheck } from './element-check';
import { JobActions } from './job-actions';
import { learnFeeds, learnClock, servedTo } from './learn';
import { difference, nothingToDo, type LiveChange } from './plan/difference';
import { assignFeeds } from './plan/feeds';
import { plan, type PackageRules } from './plan/plan';
import { isAllowedNow, isForbidden } from './plan/user-pipelines';
import { chooseServing, type Life } from './plan/serving';
import type { Plan } from './plan/types';
import { packageRules } from './package-advice';
import { Planet, type PlanetComponent, type Types } from './planet';
import type { Records } from './records';
import { Rounds } from './rounds';
import { StatusBook } from './status-book';
import type { WorkerSession } from './worker-session';
import type { Workers } from './workers';

/** Milliseconds for which a component out of reach is taken to go on. */
const GRACE = 10_000;

/** What the supervisor needs to be told of the manager. */
export interface SupervisorOptions {
  readonly types: Types;
  /** Feeds that cross machines are encrypted. */
  readonly encrypted: boolean;
  /** The manager listens on the loopback interface alone, so every worker is on its machine. */
  readonly local: boolean;
  /** Debug levels for jobs. */
  readonly debug?: string | undefined;
}

/**
 * Makes what runs be what should run. Every event leads to one look at everything (`look`), in which each component
 * gets at most one action; when that has ended, everything is looked at again.
 */
@injectable()
export class Supervisor {
  /** Tells what may have changed. */
  readonly changes = new Changes();
  private planet = new Planet([], []);
  private plans: ReadonlyMap<string, Plan> = new Map();
  private serving: ReadonlyMap<string, string> = new Map();
  private readonly statuses: StatusBook;
  private readonly clocks: ClockKeeper;
  private readonly actions: JobActions;
  private readonly packageRules: PackageRules;
  private readonly started = Date.now();
  private readonly rounds: Rounds;

  constructor(
    @inject(WORKERS) readonly workers: Workers,
    @inject(RECORDS) private readonly records: Records,
    @inject(SUPERVISOR_OPTIONS) private readonly options: SupervisorOptions,
    @inject(LOGGER) private readonly log: Logger,
  ) {
    this.rounds = new Rounds(() => this.look(), log);
    this.clocks = new ClockKeeper(workers, records, log, () => {
      this.touch();
    });
    this.statuses = new StatusBook(log, {
      moodOf: (id) => {
        const component = this.planet.find(id);
        return component && this.moodOf(component);
      },
      acted: () => {
        this.touch();
      },
      later: (wait) => {
        this.rounds.later(wait);
      },
      noted: (id) => {
        this.changes.tell({ kind: 'component', id });
      },
    });
    this.actions = new JobActions(new ElementCheck(log), log);
    this.packageRules = packageRules(options.types);
  }

  /** The planet that is being run. */
  get current(): Planet {
    return this.planet;
  }

  /** Runs another planet; what is the same in both goes on untouched. */
  async run(planet: Planet): Promise<void> {
    this.planet = planet;
    this.statuses.forgiveOnly((id) => planet.find(id) !== undefined);
    this.changes.tell({ kind: 'planet' });
    await this.look();
  }

  /** Takes in a worker that has logged in, with the jobs it runs. */
  async attach(session: WorkerSession): Promise<void> {
    this.workers.add(session);
    this.changes.tell({ kind: 'worker', name: session.facts.name });
    // All is learnt before anything is awaited: a look in between must not make secrets and clocks anew.
    const stored = [
      this.keep(learnFeeds(this.planet, session, this.records.feeds)),
      ...learnClock(this.planet, session, this.records.clocks).map(({ flow, record }) =>
        this.records.setClock(flow, record),
      ),
    ];
    this.serving = new Map([...servedTo(this.planet, session), ...this.serving]);
    for (const component of this.planet.components) {
      if (component.config.worker !== session.facts.name) continue;
      Object.assign(this.statuses.of(component.id), {
        failure: undefined,
        failures: 0,
        retryAt: 0,
        lost: undefined,
      });
    }
    const ours = this.planet.components.filter(({ config }) => config.worker === session.facts.name);
    const toStart = ours.filter(({ id }) => this.records.wanted(id) && !session.jobs.has(id));
    this.actions.prepare(session, toStart);
    for (const result of await Promise.allSettled(stored)) {
      if (result.status === 'rejected') this.log.error(errorText(result.reason));
    }
    this.touch();
  }

  /** Notes that a worker is gone; its jobs go on without us. */
  detach(session: WorkerSession, reason: string): void {
    if (this.workers.online(session.facts.name) !== session) return;
    this.workers.remove(session);
    this.changes.tell({ kind: 'worker', name: session.facts.name });
    for (const [id, job] of session.jobs) {
      const status = this.statuses.of(id);
      status.lost = { reason, since: Date.now(), state: job.state };
      status.lastSpec = job.spec;
      this.statuses.noteMood(id);
    }
    this.touch();
  }

  /** Takes what a job says of itself. */
  async jobChanged(session: WorkerSession, state: JobState): Promise<void> {
    const status = this.statuses.peek(state.id);
    let job = session.jobs.get(state.id);
    if (!job) {
      // A job that its worker started again by itself runs by what it ran by before.
      if (!status?.lastSpec || status.busy === 'stopping') return;
      job = { spec: status.lastSpec, state: undefined };
      session.jobs.set(state.id, job);
    }
    const before = job.state;
    job.state = state;
    if (status) status.lastSpec = job.spec;
    await this.keep(learnFeeds(this.planet, session, this.records.feeds, state.id));
    this.statuses.noteMood(state.id);
    const ports = (of: JobState | undefined): string => String(of?.feeders.map(({ port }) => port));
    if (before?.mood !== state.mood || ports(before) !== ports(state)) this.touch();
  }

  /** Notes that a job is gone from its worker. */
  jobGone(session: WorkerSession, id: string): void {
    const job = session.jobs.get(id);
    session.jobs.delete(id);
    if (job) this.statuses.of(id).lastSpec = job.spec;
    this.statuses.noteMood(id);
    this.touch();
  }

  /** Takes what packages a worker has now; a component that waited for one is tried again. */
  packagesChanged(session: WorkerSession, packages: WorkerSession['facts']['packages']): void {
    const { name } = session.facts;
    this.log.info(`the packages of worker ${name} have changed`);
    this.workers.setPackages(session, packages);
    this.changes.tell({ kind: 'worker', name });
    for (const problem of this.options.types.refresh?.() ?? []) this.log.warn(problem);
    this.statuses.forgiveFailed(({ id }) => this.planet.find(id)?.config.worker === name);
    this.touch();
  }

  /** How a component is. */
  moodOf(component: PlanetComponent): ComponentMood {
    const { id, config } = component;
    const found = this.workers.jobOf(id);
    return moodOf({
      worker: config.worker ?? '',
      onlineSince: this.workers.online(config.worker)?.since,
      wanted: this.records.wanted(id),
      plan: this.plans.get(id),
      status: this.statuses.peek(id) ?? freshStatus(),
      hasJob: found !== undefined,
      state: found?.job.state,
    });
  }

  /** Changes which components are to run and remembers it. @throws FlumotionError `state-unwritable`. */
  async want(components: readonly PlanetComponent[], running: boolean, restart = false): Promise<void> {
    await this.records.want(
      components.map(({ id }) => id),
      running,
    );
    for (const { id } of components) {
      const sad = this.workers.jobOf(id)?.job.state?.mood === 'sad';
      Object.assign(this.statuses.of(id), {
        failure: undefined,
        failures: 0,
        retryAt: 0,
        restart: restart || (running && sad),
      });
    }
    this.touch();
  }

  /** Changes a live property of the running job, or of a plug in it, if there is one. */
  async setLive(component: PlanetComponent, change: LiveChange): Promise<void> {
    const found = this.workers.jobOf(component.id);
    if (found) await this.actions.setProperty(found.session, component.id, change);
  }

  /** Has everything looked at soon. */
  touch(): void {
    this.rounds.soon();
  }

  /** Stops supervising. Jobs go on. */
  close(): void {
    this.rounds.close();
  }

  private async look(): Promise<void> {
    this.clocks.ensure(this.planet);
    await this.keep(this.assign());
    this.serving = chooseServing(this.planet, (id) => this.life(id), this.serving);
    const { options, workers, records, clocks } = this;
    const knowledge = {
      workers: workers.facts,
      feeds: records.feeds,
      clocks: records.clocks,
      providers: clocks.providers,
      serving: this.serving,
      encrypted: options.encrypted,
      local: options.local,
    };
    this.plans = plan(this.planet, knowledge, options.debug, this.packageRules);
    for (const session of workers.all()) {
      for (const id of session.jobs.keys()) {
        if (this.planet.find(id)?.config.worker !== session.facts.name)
          this.stop(session, id, 'it is not its to run');
      }
    }
    for (const component of this.planet.components) {
      this.attend(component);
      this.statuses.noteMood(component.id);
    }
  }

  /** Takes the next step for one component. */
  private attend(component: PlanetComponent): void {
    const { id, config } = component;
    const status = this.statuses.of(id);
    const session = this.workers.online(config.worker);
    const elsewhere = this.workers.jobOf(id);
    if (status.busy || !session || (elsewhere && elsewhere.session !== session)) return;
    const job = session.jobs.get(id);
    const wanted = this.plans.get(id);
    if (!this.records.wanted(id)) {
      if (job) this.stop(session, id, 'a person stopped it');
      return;
    }
    if (job && isForbidden(wanted)) this.stop(session, id, 'its worker runs no pipelines of people any more');
    if (wanted?.kind !== 'run') return;
    if (!job) {
      this.start(session, component, wanted);
      return;
    }
    const found = difference(
      job.spec,
      wanted.spec,
      component.spec.properties ?? {},
      component.plugs?.map(({ spec }) => spec.properties ?? {}),
    );
    const allowed = isAllowedNow(job, session.facts);
    if (status.restart || allowed || found.kind === 'restart') {
      status.restart = false;
      const asked = allowed ? 'its worker runs its pipeline now' : 'a person wants it started afresh';
      this.stop(session, id, found.kind === 'restart' ? found.reason : asked);
    } else if (!nothingToDo(found) && this.statuses.mayTry(status)) {
      this.statuses.act(id, 'changing', () => this.actions.adjust(session, id, found));
    }
  }

  private start(
    session: WorkerSession,
    component: PlanetComponent,
    { spec }: Extract<Plan, { kind: 'run' }>,
  ): void {
    const status = this.statuses.of(component.id);
    if (!this.statuses.mayTry(status)) return;
    status.restart = false;
    this.log.debug(`${component.id} is started on worker ${session.facts.name}`);
    this.statuses.act(component.id, 'starting', () => this.actions.start(session, component, spec));
  }

  private stop(session: WorkerSession, id: string, reason: string): void {
    const status = this.statuses.of(id);
    if (status.busy) return;
    this.log.info(`${id} on worker ${session.facts.name} is stopped: ${reason}`);
    this.statuses.act(id, 'stopping', () => this.actions.stop(session, id));
  }

  private life(id: string): Life {
    const found = this.workers.jobOf(id);
    if (found) return found.job.state?.mood === 'happy' ? 'alive' : 'dead';
    const { lost } = this.statuses.peek(id) ?? {};
    const online = this.workers.online(this.planet.find(id)?.config.worker) !== undefined;
    const left = (lost?.since ?? this.started) + GRACE - Date.now();
    if (online || left <= 0) return 'dead';
    this.rounds.later(left);
    return 'unknown';
  }

  private assign(): ReturnType<typeof assignFeeds> {
    return assignFeeds(this.planet, this.workers.facts, this.records.feeds, {
      newSecret: () => randomBytes(32).toString('hex'),
      encrypted: this.options.encrypted,
    });
  }

  /** Stores what is known of feeds. A store that fails is reported and tried again; the planet goes on meanwhile. */
  private async keep(feeds: ReturnType<typeof assignFeeds>): Promise<void> {
    await this.records.setFeeds(feeds).catch((error: unknown) => {
      this.log.error(errorText(error));
    });
  }
}
