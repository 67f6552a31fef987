import { z } from 'zod';

const name = z.string().min(1).max(100);
const values = z.record(z.string().max(100), z.unknown());
const plugs = z.array(z.strictObject({ type: name, properties: values.optional() })).max(20);

/** What was chosen in a step; what is left out is the best choice and what it proposes. Null takes a proposed value away. */
const step = z.strictObject({
  type: name.optional(),
  worker: name.optional(),
  properties: values.optional(),
  plugs: plugs.optional(),
});
const kind = z.enum(['audio-video', 'video', 'audio']);
const streams = z
  .array(step.extend({ kind: kind.optional() }))
  .min(1)
  .max(30);
const encoding = {
  format: step.optional(),
  videoEncoder: step.optional(),
  audioEncoder: step.optional(),
  streams: streams.optional(),
};
const feed = z.strictObject({ feed: z.string().min(1).max(300) });

/** What somebody has answered in the wizard; everything that is left out is what the wizard proposes. */
export const answersSchema = z.discriminatedUnion('scenario', [
  z.strictObject({
    scenario: z.literal('live'),
    flow: name.optional(),
    worker: name.optional(),
    /** Null for none. */
    video: step.nullable().optional(),
    audio: step.nullable().optional(),
    overlay: step.nullable().optional(),
    ...encoding,
  }),
  z.strictObject({
    scenario: z.literal('add-format'),
    flow: name,
    worker: name.optional(),
    /** Feeds of raw pictures and sound that the flow has. */
    video: feed.nullable().optional(),
    audio: feed.nullable().optional(),
    ...encoding,
  }),
  z.strictObject({
    scenario: z.literal('add-streamer'),
    flow: name,
    worker: name.optional(),
    /** The feed that has the format; the first when left out. */
    feed: z.string().min(1).max(300).optional(),
    streams: streams.optional(),
  }),
  z.strictObject({ scenario: z.literal('on-demand'), worker: name.optional(), server: step.optional() }),
  z.strictObject({ scenario: z.literal('load-flow'), xml: z.string().max(10_000_000) }),
]);

/** Answers of one scenario. */
export type Answers = z.infer<typeof answersSchema>;
/** Answers of the scenario of this name. */
export type AnswersOf<S extends Answers['scenario']> = Extract<Answers, { scenario: S }>;
/** What was chosen in one step. */
export type StepAnswer = z.infer<typeof step>;
/** What was chosen for one way out. */
export type StreamAnswer = z.infer<typeof streams>[number];
