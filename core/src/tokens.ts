import type { InjectionToken } from 'tsyringe';
import type { Gst } from './gst/gst';
import type { Logger } from './log/logger';
import type { Certificate } from './rpc/certificate';
import type { Backoff } from './worker/backoff';
import type { Launcher } from './worker/job';
import type { Connector } from './worker/manager-link';
import type { RunDir } from './worker/run-dir';
import type { WorkerSettings } from './worker/settings';

/** GStreamer. */
export const GST = Symbol('Gst') as InjectionToken<Gst>;
/** Root logger of the process. */
export const LOGGER = Symbol('Logger') as InjectionToken<Logger>;
/** What a worker process was told. */
export const WORKER_SETTINGS = Symbol('WorkerSettings') as InjectionToken<WorkerSettings>;
/** The worker's private folder. */
export const RUN_DIR = Symbol('RunDir') as InjectionToken<RunDir>;
/** TLS identity of the process. */
export const CERTIFICATE = Symbol('Certificate') as InjectionToken<Certificate>;
/** Starts the processes of jobs. */
export const LAUNCHER = Symbol('Launcher') as InjectionToken<Launcher>;
/** Connects a worker to its manager. */
export const CONNECTOR = Symbol('Connector') as InjectionToken<Connector>;
/** Waits between a worker's attempts to reach its manager. */
export const BACKOFF = Symbol('Backoff') as InjectionToken<Backoff>;
