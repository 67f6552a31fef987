import { z } from 'zod/v3';

/** Where an eater finds the feeder, most preferred way first. */
export const feedSource = z.object({
  /** Full feed id, `/flow/component:feeder`. */
  feed: z.string(),
  /** Shared secret of the feed, hex; proves both ends to each other. */
  secret: z.string(),
  /** Media type the feeder declares, for choosing request pads before caps are known. */
  caps: z.string(),
  /** Unix socket, when both jobs belong to one worker. */
  path: z.string().optional(),
  /** TCP address, when they do not. */
  host: z.string().optional(),
  port: z.number().int().optional(),
  /** SHA-256 fingerprint (hex) of the feeder's worker certificate; present when the feed is carried over TLS. */
  fingerprint: z.string().optional(),
});
export type FeedSource = z.infer<typeof feedSource>;

/** One connection of an eater. */
export const eaterLink = z.object({
  eater: z.string(),
  alias: z.string(),
  /** Absent while nobody offers the feed: the eater waits, hungry. */
  source: feedSource.optional(),
  /** Full id of the feed wanted, for messages. */
  wants: z.string(),
});
export type EaterLink = z.infer<typeof eaterLink>;

/** One output of the job. */
export const feederLink = z.object({
  feeder: z.string(),
  feed: z.string(),
  /** Other ids under which the feed is offered. */
  virtual: z.array(z.string()),
  secret: z.string(),
  path: z.string(),
  /** TCP port for eaters on other workers: 0 lets the system choose, absent means only the unix socket. */
  port: z.number().int().optional(),
  /** Address the TCP port is bound to; every address of the machine when absent. */
  host: z.string().optional(),
  /** The TCP port is to be encrypted: the worker, which alone has its key, fills in `tls`. */
  encrypted: z.boolean().optional(),
  /** TLS on the TCP port: PEM text of certificate and key. */
  tls: z.object({ cert: z.string(), key: z.string() }).optional(),
});
export type FeederLink = z.infer<typeof feederLink>;

/** Which clock a job follows. */
export const clockSpec = z.object({
  /** Base time of the flow on the master's monotonic clock, nanoseconds as decimal text. */
  baseTime: z.string(),
  /** Time provider to follow; absent on the clock master's own machine. */
  provider: z.object({ host: z.string(), port: z.number().int() }).optional(),
});
export type ClockSpec = z.infer<typeof clockSpec>;

/** A plug of the job's component. */
export const plugSpec = z.object({
  type: z.string(),
  /** Folder of the package that holds the plug, as the worker's registry found it. */
  packageDir: z.string(),
  /** Values given in the planet file. */
  properties: z.record(z.string(), z.any()),
  /** The feeder that an effect is in front of, where the planet file names it. */
  feeder: z.string().optional(),
});
export type PlugJobSpec = z.infer<typeof plugSpec>;

/** Everything a job needs to run its component, also without worker and manager. */
export const jobSpec = z.object({
  /** Full id, `/flow/component`. */
  id: z.string(),
  type: z.string(),
  /** Folder of the package that holds the component, as the worker's registry found it. */
  packageDir: z.string(),
  /** Values given in the planet file, unchecked defaults left out. */
  properties: z.record(z.string(), z.any()),
  plugs: z.array(plugSpec),
  eaters: z.array(eaterLink),
  feeders: z.array(feederLink),
  clock: clockSpec.optional(),
  /** The worker lets components run pipeline text that people wrote; only the worker itself says so. */
  allowPipelines: z.boolean().optional(),
  /** Debug levels, as `*:4`. */
  debug: z.string().optional(),
  /** Seconds a job lives on that no worker has adopted. */
  orphanTimeout: z.number(),
});
export type JobSpec = z.infer<typeof jobSpec>;
