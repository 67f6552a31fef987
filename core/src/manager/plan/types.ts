import type { Message } from '../../plugin';
import type { JobSpec } from '../../rpc/job-spec';

/** What the manager knows of a worker, now or from its last login. */
export interface WorkerFacts {
  readonly name: string;
  /** Same text for all workers that share one monotonic clock. */
  readonly machine: string;
  readonly hostname: string;
  /** Address from which the worker is connected. */
  readonly address: string;
  /** Address of the manager that the worker connected to. */
  readonly via: string;
  readonly runDir: string;
  readonly feederPorts: readonly number[];
  /** SHA-256 fingerprint, hex, of the certificate its feeders show. */
  readonly fingerprint: string;
  readonly packages: readonly WorkerPackage[];
  /** Whether it runs pipeline text that people wrote; undefined where it is too old to say. */
  readonly allowPipelines?: boolean | undefined;
  /** The file it was configured by, on its machine. */
  readonly file?: string | undefined;
}

/** A plugin package on a worker. */
export interface WorkerPackage {
  readonly name: string;
  readonly version: string;
  readonly components: readonly string[];
  readonly plugs?: readonly string[] | undefined;
  readonly dir?: string | undefined;
  readonly problem?: string | undefined;
}

/** What is remembered of one feeder, so that its place never changes without need. */
export interface FeedRecord {
  /** Shared secret of the feed, hex. */
  readonly secret: string;
  /** TCP port for eaters on other workers; 0 while the system is to choose one. */
  readonly port?: number | undefined;
  /** Worker on which the port was given. */
  readonly worker?: string | undefined;
  /** The TCP port is encrypted. */
  readonly encrypted?: boolean | undefined;
}

/** The clock of a flow. */
export interface ClockRecord {
  /** The machine whose monotonic clock the flow follows. */
  readonly machine: string;
  /** Nanoseconds on that clock, decimal text. */
  readonly baseTime: string;
}

/** A time provider that runs on a machine. */
export interface ProviderFacts {
  readonly worker: string;
  readonly port: number;
}

/** Everything the planner needs to know beside the planet. */
export interface Knowledge {
  /** Workers by name: those logged in, and those that were since the manager started. */
  readonly workers: ReadonlyMap<string, WorkerFacts>;
  /** Feeders by full feed id. */
  readonly feeds: ReadonlyMap<string, FeedRecord>;
  /** Clocks by flow. */
  readonly clocks: ReadonlyMap<string, ClockRecord>;
  /** Time providers by machine. */
  readonly providers: ReadonlyMap<string, ProviderFacts>;
  /** Component (full id) that serves a feed which several offer, by full feed id. */
  readonly serving: ReadonlyMap<string, string>;
  /** Feeds that cross machines are encrypted. */
  readonly encrypted: boolean;
  /** Every worker is on this machine, so feeds are offered on its loopback interface alone. */
  readonly local: boolean;
}

/** What is to become of one component. */
export type Plan =
  | {
      readonly kind: 'run';
      readonly spec: JobSpec;
      /** Something that deserves a look, though it can be run. */
      readonly warning?: Omit<Message, 'level'> | undefined;
    }
  /** Something that comes by itself is missing. */
  | { readonly kind: 'wait'; readonly reason: string }
  /** A person is needed. */
  | { readonly kind: 'refuse'; readonly message: Omit<Message, 'level'> };
