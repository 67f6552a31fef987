import { z } from 'zod';
import { componentPath } from './named';
import { operation } from './operation';

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
    description: LIFE,
    params: feedPath,
    answer: { media: 'image/jpeg', description: 'The picture, 320 pixels wide.' },
    errors: ofPreview,
    run: async ({ params: { flow, name, feeder }, reply }, { inspection }) => {
      const { picture = '', time } = await inspection.look(flow, name, feeder, 'picture');
      reply.header('Last-Modified', new Date(time).toUTCString());
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
      const { level = [], time } = await inspection.look(flow, name, feeder, 'level');
      return { time, channels: level };
    },
  }),
];
