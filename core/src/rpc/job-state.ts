import { z } from 'zod/v3';

/** A message as it travels. */
export const messageState = z.object({
  level: z.enum(['error', 'warning', 'info']),
  id: z.string(),
  text: z.string(),
  advice: z.string().optional(),
  debug: z.string().optional(),
  /** Milliseconds since 1970. */
  time: z.number(),
});
export type MessageState = z.infer<typeof messageState>;

/** One client of a feeder. */
export const feedClientState = z.object({
  /** Full id of the eating component and alias, `/flow/component:alias`. */
  client: z.string(),
  connected: z.boolean(),
  since: z.number(),
  bytes: z.number(),
  dropped: z.number(),
  /** Bytes that wait to be sent to it. */
  behind: z.number().optional(),
  reconnects: z.number(),
});

/** Figures of one eater connection. */
export const eaterState = z.object({
  eater: z.string(),
  alias: z.string(),
  feed: z.string(),
  connected: z.boolean(),
  /** Why it is not connected. */
  reason: z.string().optional(),
  since: z.number().optional(),
  connections: z.number(),
});
export type EaterState = z.infer<typeof eaterState>;

/** Figures of one feeder. */
export const feederState = z.object({
  feeder: z.string(),
  caps: z.string().optional(),
  port: z.number().optional(),
  /** Buffers that came through since its job started. */
  buffers: z.number().optional(),
  clients: z.array(feedClientState),
  /** Connections refused for a wrong secret, a late or a malformed greeting. */
  refused: z.number(),
});
export type FeederState = z.infer<typeof feederState>;

/** What a job says of itself. */
export const jobState = z.object({
  id: z.string(),
  type: z.string(),
  pid: z.number().int(),
  mood: z.enum(['happy', 'hungry', 'waking', 'sleeping', 'lost', 'sad']),
  /** Why the mood is what it is, when it is not happy. */
  reason: z.string().optional(),
  messages: z.array(messageState),
  /** Milliseconds since 1970. */
  started: z.number(),
  /** When this was said, milliseconds since 1970 by the clock of its machine. */
  time: z.number().optional(),
  /** Fraction of one core over the last interval. */
  cpu: z.number(),
  /** Resident memory in bytes. */
  memory: z.number(),
  eaters: z.array(eaterState),
  feeders: z.array(feederState),
  stats: z.record(z.string(), z.union([z.number(), z.string()])),
  /** Times the worker had to start the job again. */
  restarts: z.number(),
});
export type JobState = z.infer<typeof jobState>;
