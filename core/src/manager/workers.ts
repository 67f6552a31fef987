import { FlumotionError } from '../errors';
import type { WorkerFacts } from './plan/types';
import type { WorkerJob, WorkerSession } from './worker-session';

/** Workers remembered that are not logged in; the longest away is forgotten first. */
const MAX_AWAY = 1000;
/** Components of which it is remembered where their jobs are. */
const MAX_PLACES = 10_000;

/** The workers that are logged in, and what is known of those that were. */
export class Workers {
  private readonly sessions = new Map<string, WorkerSession>();
  private readonly known = new Map<string, WorkerFacts>();
  /** Where the job of a component was found last: it is asked for often, and seldom moves. */
  private readonly places = new Map<string, WorkerSession>();

  /** @throws FlumotionError `worker-name-taken` when a worker of that name is logged in. */
  add(session: WorkerSession): void {
    const { name } = session.facts;
    const other = this.sessions.get(name);
    if (other?.link.open) {
      throw FlumotionError.of('worker-name-taken', { name, address: other.facts.address });
    }
    this.sessions.set(name, session);
    this.known.delete(name);
    this.known.set(name, session.facts);
    const away = [...this.known.keys()].find((one) => !this.sessions.has(one));
    if (this.known.size > MAX_AWAY + this.sessions.size && away !== undefined) this.known.delete(away);
  }

  /** Takes a session away, unless another one has taken its place already. */
  remove(session: WorkerSession): void {
    if (this.sessions.get(session.facts.name) === session) this.sessions.delete(session.facts.name);
  }

  /** Notes which packages a worker has now. */
  setPackages(session: WorkerSession, packages: WorkerFacts['packages']): void {
    session.facts = { ...session.facts, packages };
    if (this.sessions.get(session.facts.name) === session) this.known.set(session.facts.name, session.facts);
  }

  /** The session of a worker; undefined while it is not logged in. */
  online(name: string | undefined): WorkerSession | undefined {
    return name === undefined ? undefined : this.sessions.get(name);
  }

  /** A logged-in worker on a machine. */
  onMachine(machine: string): WorkerSession | undefined {
    return this.all().find(({ facts }) => facts.machine === machine);
  }

  /** Sessions in order of login. */
  all(): readonly WorkerSession[] {
    return [...this.sessions.values()];
  }

  /** Facts of all workers seen since the manager started, by name. */
  get facts(): ReadonlyMap<string, WorkerFacts> {
    return this.known;
  }

  /** The job of a component and the worker that runs it. */
  jobOf(id: string): { readonly session: WorkerSession; readonly job: WorkerJob } | undefined {
    const last = this.places.get(id);
    if (last && this.sessions.get(last.facts.name) === last) {
      const job = last.jobs.get(id);
      if (job) return { session: last, job };
    }
    for (const session of this.sessions.values()) {
      const job = session.jobs.get(id);
      if (!job) continue;
      if (this.places.size >= MAX_PLACES) this.places.clear();
      this.places.set(id, session);
      return { session, job };
    }
    this.places.delete(id);
    return undefined;
  }
}
