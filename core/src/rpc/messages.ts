import { z } from 'zod/v3';
import { eaterLink, jobSpec } from './job-spec';
import { jobState } from './job-state';

/** A request: its method name, what is asked and what is answered, both checked on arrival. */
export interface RequestType<Params, Result> {
  readonly method: string;
  readonly params: z.ZodType<Params>;
  readonly result: z.ZodType<Result>;
  /** Milliseconds after which the asker gives up. */
  readonly deadline: number;
}

/** A notification: nothing is answered. */
export interface NotificationType<Params> {
  readonly method: string;
  readonly params: z.ZodType<Params>;
}

/** Declares a request. @param deadline - milliseconds after which the asker gives up. */
export function request<P, R>(
  method: string,
  params: z.ZodType<P>,
  result: z.ZodType<R>,
  deadline = 10_000,
): RequestType<P, R> {
  return { method, params, result, deadline };
}

/** Declares a notification. */
export function notification<P>(method: string, params: z.ZodType<P>): NotificationType<P> {
  return { method, params };
}

const nothing = z.object({});
const byId = z.object({ id: z.string() });

/** Keycard and verdict as they travel. */
export const keycardMessage = z.object({
  bouncer: z.string(),
  keycard: z.object({
    id: z.string(),
    user: z.string().optional(),
    password: z.string().optional(),
    token: z.string().optional(),
    address: z.string(),
    path: z.string().optional(),
    arguments: z.record(z.string(), z.string()).optional(),
    agent: z.string().optional(),
    purpose: z.enum(['source', 'metadata']).optional(),
  }),
});
export const verdictMessage = z.object({
  admitted: z.boolean(),
  duration: z.number().optional(),
  reason: z.string().optional(),
  login: z.boolean().optional(),
});

/** A plugin package as a worker reports it. */
export const packageReport = z.object({
  name: z.string(),
  version: z.string(),
  api: z.string(),
  components: z.array(z.string()),
  /** Types of plugs in it. */
  plugs: z.array(z.string()).optional(),
  /** Folder of the package on the worker's machine. */
  dir: z.string().optional(),
  problem: z.string().optional(),
});

/** Worker → manager: who it is and what it has. First message on the connection; answered or closed. */
export const login = request(
  'login',
  z.object({
    name: z.string(),
    user: z.string(),
    password: z.string(),
    version: z.string(),
    /** Same text for all workers that share one monotonic clock. */
    machine: z.string(),
    hostname: z.string(),
    /** Private folder in which the worker's jobs open their feed sockets; absolute. */
    runDir: z.string(),
    /** TCP ports for feeders; empty means the system chooses. */
    feederPorts: z.array(z.number().int()),
    /** Fingerprint (SHA-256, hex) of the certificate its feeders show. */
    fingerprint: z.string(),
    /** Whether it runs pipeline text that people wrote; an older worker says nothing. */
    allowPipelines: z.boolean().optional(),
    /** The file it was configured by, where there is one. */
    file: z.string().optional(),
    packages: z.array(packageReport),
    /** Jobs that run already, with their specs, to be adopted by the manager. */
    jobs: z.array(z.object({ spec: jobSpec, state: jobState })),
  }),
  z.object({ manager: z.string(), version: z.string() }),
);

/** Manager → worker: make the component run exactly so; answered when its job is spawned, not when it is happy. */
export const startJob = request('start-job', z.object({ spec: jobSpec }), nothing, 15_000);
/** Manager → worker: end the component's job. */
export const stopJob = request('stop-job', byId, nothing, 15_000);
/** Manager → worker → job: the sources of a running job's eaters changed. */
export const linkEaters = request(
  'link-eaters',
  z.object({ id: z.string(), eaters: z.array(eaterLink) }),
  nothing,
);
/** Manager → worker → job: open TCP for a feeder; answers the port. */
export const openFeeder = request(
  'open-feeder',
  z.object({
    id: z.string(),
    feeder: z.string(),
    port: z.number().int(),
    encrypted: z.boolean(),
    /** Certificate and key, PEM; filled in by the worker for an encrypted port. */
    tls: z.object({ cert: z.string(), key: z.string() }).optional(),
  }),
  z.object({ port: z.number().int() }),
);
/** Manager → worker → job: change a live property of the component, or of the plug at a place; null takes the value away. */
export const setProperty = request(
  'set-property',
  z.object({ id: z.string(), name: z.string(), value: z.any(), plug: z.number().int().min(0).optional() }),
  nothing,
);
/** Manager → worker: the monotonic clock of the machine, nanoseconds as decimal text. */
export const readClock = request('read-clock', nothing, z.object({ time: z.string() }));
/** Manager → worker: start (or keep) the machine's time provider, on the port it had before if that is free; answers its UDP port. */
export const provideClock = request(
  'provide-clock',
  z.object({ port: z.number().int().optional() }),
  z.object({ port: z.number().int() }),
  20_000,
);
/** Manager → worker: which of these element factories are absent, with the Debian package of each where known. */
export const checkElements = request(
  'check-elements',
  z.object({
    elements: z.array(z.string()),
    /** Device files below /dev that are looked for too; with `*` at its end, any file that begins so. */
    devices: z.array(z.string()).optional(),
  }),
  z.object({
    missing: z.array(z.object({ element: z.string(), package: z.string().optional() })),
    /** Device files that are not there. */
    absent: z.array(z.string()).optional(),
  }),
  30_000,
);
/** Manager → worker: look again for plugin packages, and tell what is there now. */
export const listPackages = request(
  'list-packages',
  nothing,
  z.object({ packages: z.array(packageReport) }),
  15_000,
);
/** Either way along job → worker → manager → worker → job: judge a keycard. */
export const authenticate = request('authenticate', keycardMessage, verdictMessage, 5_000);

/** Worker → manager, job → worker: the job's state changed. */
export const jobChanged = notification('job-changed', z.object({ state: jobState }));
/** Worker → manager: packages were installed, changed or taken away; these are all there are now. */
export const packagesChanged = notification(
  'packages-changed',
  z.object({ packages: z.array(packageReport) }),
);
/** Worker → manager: the job was ended as asked, and is gone. */
export const jobGone = notification('job-gone', z.object({ id: z.string() }));
/** Job → worker, worker → manager: log lines. */
export const logLine = notification(
  'log',
  z.object({
    level: z.number().int(),
    category: z.string(),
    object: z.string(),
    text: z.string(),
    time: z.number(),
  }),
);

/** Worker → job: what it runs and how it is; the first thing an adopting worker asks. */
export const describe = request('describe', nothing, z.object({ spec: jobSpec, state: jobState }), 5_000);
/** Worker → job: end in order. */
export const stop = request('stop', nothing, nothing, 5_000);
/** Both ways on every connection: sent each 5 s; silence of 30 s closes. */
export const heartbeat = notification('heartbeat', nothing);
