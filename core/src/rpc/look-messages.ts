import { z } from 'zod/v3';
import { feedSource } from './job-spec';
import { logLine, notification, request } from './messages';

/** Manager → worker → its jobs: somebody looks, so figures are to be told each second for so many seconds. */
export const followFigures = notification('follow-figures', z.object({ seconds: z.number().min(0).max(60) }));

/** Manager → worker → job: which lines are logged from now on, as `*:4`. */
export const setLogLevels = request(
  'set-log-levels',
  z.object({ id: z.string(), levels: z.string().max(500) }),
  z.object({}),
);

/** Manager → worker → job: the pipeline as a graph in the language DOT. */
export const readGraph = request('read-graph', z.object({ id: z.string() }), z.object({ dot: z.string() }));

/** Worker → manager: a line of its own log. */
export const workerLine = notification('worker-log', logLine.params);

/** What a preview shows of a feed. */
export const previewKind = z.enum(['picture', 'level', 'sound']);
export type PreviewKind = z.infer<typeof previewKind>;

/** What one process takes out of a feed for previews: its pictures, or its sound and how loud that is. */
export const previewMedium = z.enum(['picture', 'sound']);
export type PreviewMedium = z.infer<typeof previewMedium>;

/** Samples a second of the sound of a preview. */
export const SOUND_RATE = 32_000;

/** Sound as it came, one piece right behind the other: 16 bit, little end first, {@link SOUND_RATE}. */
const sound = z.object({
  channels: z.number().int().min(1).max(2),
  /** Base64. */
  samples: z.string(),
});

/** One picture, how loud each channel is, in dB of full scale where silence is -100, or a piece of sound. */
export const previewLook = z.object({
  /** JPEG, base64. */
  picture: z.string().optional(),
  level: z
    .array(z.object({ peak: z.number(), rms: z.number(), decay: z.number() }))
    .max(64)
    .optional(),
  sound: sound.optional(),
  /** When it was taken, milliseconds since 1970; later for each of its kind. */
  time: z.number(),
});
export type PreviewLook = z.infer<typeof previewLook>;

/** Milliseconds until the first look at a feed is there at the latest, on the worker. */
export const PREVIEW_DEADLINE = 20_000;

/** Manager → worker: a look at a feed of one of its jobs, by a process that lives as long as somebody looks. */
export const lookAtFeed = request(
  'look-at-feed',
  z.object({
    kind: previewKind,
    source: feedSource,
    /** Time of the look that is known already: the answer waits for what comes after it. */
    after: z.number().optional(),
  }),
  previewLook,
  PREVIEW_DEADLINE + 5_000,
);
