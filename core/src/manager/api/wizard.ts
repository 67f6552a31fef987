import { z } from 'zod';
import { PROBES } from '../../rpc/probe-messages';
import { ATMOSPHERE } from '../../model/planet';
import { answersSchema } from '../wizard/answers';
import { operation } from './operation';

const choices = z.array(
  z.object({
    type: z.string(),
    label: z.string(),
    description: z.string(),
    pages: z
      .array(
        z.array(z.object({ name: z.string(), spec: z.looseObject({}), proposed: z.unknown().optional() })),
      )
      .describe(
        'Properties asked for, with their declarations; what comes after the first page is for who wants more.',
      ),
    plugs: z.array(z.looseObject({ type: z.string(), label: z.string() })),
    probe: z.enum(PROBES).optional().describe('What the worker can be asked for to fill the fields.'),
  }),
);
const kind = z.enum(['audio-video', 'video', 'audio']);
const feeds = z.array(z.object({ feed: z.string(), worker: z.string() }));

const offerAnswer = z.object({
  scenarios: z.array(
    z.object({ id: z.string(), label: z.string(), description: z.string(), steps: z.array(z.string()) }),
  ),
  flow: z.string().describe('A name for a new flow that no flow has.'),
  workers: z.array(z.string()).describe('Those that are logged in first.'),
  producers: z.object({ video: choices, audio: choices }),
  overlays: choices,
  formats: z.array(
    z.object({
      type: z.string(),
      label: z.string(),
      description: z.string(),
      plays: z.string().optional().describe('What plays it.'),
      kinds: z.array(kind),
      encoders: z.object({ video: z.array(z.string()), audio: z.array(z.string()) }),
      consumers: z.array(z.string()),
    }),
  ),
  encoders: choices,
  muxers: choices,
  consumers: choices,
  servers: choices,
  existing: z.array(
    z.object({
      name: z.string(),
      video: feeds,
      audio: feeds,
      formats: z.array(
        z.object({
          feed: z.string(),
          label: z.string(),
          kind,
          worker: z.string(),
          consumers: z.array(z.string()),
        }),
      ),
    }),
  ),
});

const components = z.array(z.looseObject({ name: z.string(), type: z.string() }));

const planAnswer = z.object({
  atmosphere: components.describe('Components to be added to the atmosphere.'),
  flows: z.array(
    z.object({
      name: z.string(),
      exists: z.boolean().describe('There is such a flow: the components are added to it.'),
      components,
    }),
  ),
  streams: z.array(z.object({ component: z.string().describe('`/flow/name`'), kind })),
  problems: z.array(
    z.object({
      level: z.enum(['error', 'warning']),
      text: z.string(),
      step: z.string().optional(),
      property: z.string().optional(),
    }),
  ),
  xml: z.string().describe('All of it as a planet file, secret values included.'),
  tags: z
    .record(z.string(), z.string())
    .describe('`ETag` of each flow that is added to, the atmosphere as one of them, as it was planned on.'),
});

/** The wizard: what can be chosen, and what answers lead to. */
export const wizardOperations = [
  operation({
    id: 'getWizard',
    method: 'get',
    path: '/wizard',
    role: 'viewer',
    tag: 'wizard',
    summary: 'what the wizard offers: scenarios, sources, formats, encoders, ways out and their fields',
    answer: offerAnswer,
    errors: [],
    run: (_, { wizard }) => wizard.offer(),
  }),
  operation({
    id: 'planWizard',
    method: 'post',
    path: '/wizard/plan',
    role: 'admin',
    tag: 'wizard',
    summary:
      'turns answers into the components of a flow, with what is wrong with them; every answer may be left out. Nothing is changed: `POST /flows` takes its `xml`; what is added to a flow that exists goes with what is there to `PUT /flows`',
    body: answersSchema,
    maxBody: 12_000_000,
    answer: planAnswer,
    errors: [],
    changesNothing: true,
    run: async ({ body }, { wizard, editor }) => {
      const plan = wizard.plan(body);
      const into = plan.flows.filter(({ exists }) => exists).map(({ name }) => name);
      const names = plan.atmosphere.length > 0 ? [ATMOSPHERE, ...into] : into;
      const tagged = await Promise.all(names.map((name) => editor.stored.flow(name)));
      return { ...plan, tags: Object.fromEntries(tagged.map(({ etag }, at) => [names[at] ?? '', etag])) };
    },
  }),
];
