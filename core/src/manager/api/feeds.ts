import { z } from 'zod';
import { componentPath } from './named';
import { operation, type Reply } from './operation';
import { wavOf } from './wav';

const feedPath = componentPath.extend({ feeder: z.string().describe('Name of the feeder.') });

const flow = {
  bytesPerSecond: z.number().optional(),
  buffersPerSecond: z.number().optional(),
  lag: z.number().optional().describe('Milliseconds of stream that wait to be sent to it.'),
};

const feedAnswer = z
  .object({
    feed: z.string().describe('Full id, `/flow/component:feeder`.'),
    component: z.string().describe('Full id of the component that feeds.'),
    feeder: z.string(),
    worker: z.string(),
    caps: z.string().optional().describe('Media as they are now.'),
    port: z.number().optional().describe('Where it is open to other machines.'),
    refused: z.number().describe('Connections refused for a wrong secret or greeting.'),
    clients: z.array(
      z.object({
        client: z.string().describe('Full id of the eater, `/flow/component:alias`.'),
        connected: z.boolean(),
        since: z.number().describe('Milliseconds since 1970.'),
        bytes: z.number(),
        dropped: z.number().describe('Buffers that it missed.'),
        behind: z.number().optional().describe('Bytes that wait to be sent to it.'),
        reconnects: z.number(),
        ...flow,
      }),
    ),
  })
  .meta({ id: 'Feed' });

const levelAnswer = z.object({
  time: z.number().describe('When it was measured, milliseconds since 1970.'),
  channels: z.array(
    z.object({
      peak: z.number().describe('Loudest sample of the last moment, dB of full scale; silence is -100.'),
      rms: z.number().describe('Mean level of the last moment.'),
      decay: z.number().describe('Peak as a meter shows it, falling slowly.'),
    }),
  ),
});

const ofPreview = [
  'component-unknown',
  'feeder-unknown',
  'job-not-reached',
  'preview-unfit',
  'preview-failed',
  'previews-exhausted',
] as const;

const LIFE =
  'It is made by a process on the machine of the feed, which starts with the first look and is gone ten seconds after the last. The first look waits until there is something.';
const NEXT =
  'The header `Link` with `rel="next"` has the address of what follows: an answer from there waits until it is there, so who goes from one to the next misses nothing and asks no oftener than there is something.';

const query = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('Time of the one that is known already, as `Link` has it: waits for what follows it.'),
});

/** Says when something was taken, and where what follows it is to be had. */
function follow(reply: Reply, time: number): void {
  reply.header('Last-Modified', new Date(time).toUTCString());
  reply.header('Link', `<?after=${time}>; rel="next"`);
}

/** Feeds: how they flow, and a look at what is in them. */
export const feedOperations = [
  operation({
    id: 'getFeeds',
    method: 'get',
    path: '/feeds',
    role: 'viewer',
    tag: 'feeds',
    summary: 'all feeds, with who eats each, how fast it flows, what waits and what was dropped',
    answer: z.array(feedAnswer),
    errors: [],
    run: (_, { figures }) => figures.feeds(),
  }),
  operation({
    id: 'getFeedPicture',
    method: 'get',
    path: '/feeds/{flow}/{name}/{feeder}/picture',
    role: 'viewer',
    tag: 'feeds',
    summary: 'a small picture of a feed as it is now, JPEG; up to five new ones a second',
    description: `${LIFE} ${NEXT}`,
    params: feedPath,
    query,
    answer: { media: 'image/jpeg', description: 'The picture, 320 pixels wide.' },
    errors: ofPreview,
    run: async ({ params: { flow, name, feeder }, query: { after }, reply }, { inspection }) => {
      const { picture = '', time } = await inspection.look(flow, name, feeder, { kind: 'picture', after });
      follow(reply, time);
      return Buffer.from(picture, 'base64');
    },
  }),
  operation({
    id: 'getFeedLevel',
    method: 'get',
    path: '/feeds/{flow}/{name}/{feeder}/level',
    role: 'viewer',
    tag: 'feeds',
    summary: 'how loud a feed is now, for a meter; ten new values a second',
    description: LIFE,
    params: feedPath,
    answer: levelAnswer,
    errors: ofPreview,
    run: async ({ params: { flow, name, feeder } }, { inspection }) => {
      const { level = [], time } = await inspection.look(flow, name, feeder, { kind: 'level' });
      return { time, channels: level };
    },
  }),
  operation({
    id: 'getFeedSound',
    method: 'get',
    path: '/feeds/{flow}/{name}/{feeder}/sound',
    role: 'viewer',
    tag: 'feeds',
    summary: 'what is heard of a feed now: a piece of its sound, WAV',
    description: `${LIFE} It is the process of the level, so both together cost no more than one. ${NEXT} Pieces are a quarter of a second long; who asks late is given all of up to two seconds, and who is later still goes on with what is now.`,
    params: feedPath,
    query,
    answer: { media: 'audio/wav', description: 'One or two channels of 16 bit, 32,000 Hz.' },
    errors: ofPreview,
    run: async ({ params: { flow, name, feeder }, query: { after }, reply }, { inspection }) => {
      const { sound, time } = await inspection.look(flow, name, feeder, { kind: 'sound', after });
      follow(reply, time);
      return wavOf(sound?.channels ?? 1, Buffer.from(sound?.samples ?? '', 'base64'));
    },
  }),
];
