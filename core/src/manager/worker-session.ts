import type { Connection } from '../rpc/connection';
import type { JobSpec } from '../rpc/job-spec';
import type { JobState } from '../rpc/job-state';
import type { MachineLoad } from '../rpc/machine-load';
import type { WorkerFacts } from './plan/types';

/** A job on a worker, as the manager knows it. */
export interface WorkerJob {
  /** What it runs by; changed in place when a live change was made. */
  spec: JobSpec;
  /** The last it said of itself; undefined until it has spoken. */
  state: JobState | undefined;
}

/** What the manager does with a worker's connection. */
export type WorkerLink = Pick<Connection, 'request' | 'notify' | 'close' | 'closed' | 'open'>;

/** A worker that is logged in. */
export class WorkerSession {
  /** Its jobs by component id. */
  readonly jobs = new Map<string, WorkerJob>();
  /** Milliseconds since 1970. */
  readonly since = Date.now();
  /** How busy its machine is, as it told last; undefined until it has. */
  load: MachineLoad | undefined;

  constructor(
    /** What it said of itself when it logged in; its packages as it told last. */
    public facts: WorkerFacts,
    /** Version of its program. */
    readonly version: string,
    readonly link: WorkerLink,
  ) {}
}
