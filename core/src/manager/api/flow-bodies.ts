import { z } from 'zod';
import { componentAnswer } from './answers';

/** Largest body that holds a flow, bytes: as much as a planet file may have. */
export const MAX_FLOW = 4 * 1024 * 1024;

/** Media types of a flow as XML. */
export const XML = ['application/xml', 'text/xml'] as const;

const values = z.record(z.string(), z.unknown());
const secrets = z
  .array(z.string())
  .optional()
  .describe(
    'Names of the secret values that are set. They are never given; one that is left out of `properties` keeps its value, and null takes it away.',
  );

const plugBody = z.strictObject({
  type: z.string(),
  feeder: z.string().optional().describe('Of an effect: the feeder in front of which it is.'),
  properties: values.optional(),
  secrets,
});

/** A component as it is given. */
export const componentBody = z
  .strictObject({
    name: z.string().describe('Name in its flow.'),
    type: z.string(),
    label: z.string().optional().describe('Name for people.'),
    worker: z.string().optional().describe('Name of the worker that runs it.'),
    eaters: z
      .record(
        z.string(),
        z.array(
          z.strictObject({
            feed: z.string().describe('`component:feeder`, or `component` for its feeder `default`.'),
            alias: z
              .string()
              .optional()
              .describe('Unique in the component; the name of the eater when left out.'),
          }),
        ),
      )
      .optional(),
    properties: values
      .optional()
      .describe(
        'Given values by name: numbers, booleans, text, `[n, d]` for fractions, objects for compounds.',
      ),
    plugs: z.array(plugBody).optional(),
    virtualFeeds: z
      .record(z.string(), z.string())
      .optional()
      .describe('Feeder by the name it is offered under.'),
    clockMaster: z.boolean().optional(),
    secrets,
    secretsFrom: z
      .string()
      .optional()
      .describe(
        'Given alone: name of the stored component of the same flow and type whose secret values are kept where they are left out, as of one that is renamed or copied; its own name when left out.',
      ),
  })
  .meta({ id: 'ComponentConfig' });

/** A flow as it is given. */
export const flowBody = z
  .strictObject({ name: z.string(), components: z.array(componentBody) })
  .meta({ id: 'FlowConfig' });

/** A flow that is to be made. */
export const newFlowBody = flowBody
  .extend({
    components: z.array(componentBody).default([]).describe('None when left out; they can be added later.'),
  })
  .meta({ id: 'NewFlow' });

/** Several flows as they are given, each with the tag of the state that is meant. */
export const flowsBody = z.strictObject({
  flows: z
    .array(flowBody.extend({ etag: z.string().describe('`ETag` of the state that is meant.') }))
    .min(1)
    .max(50)
    .refine((flows) => new Set(flows.map(({ name }) => name)).size === flows.length, {
      error: 'each flow can be given once',
    }),
});

const warnings = z.array(z.string()).describe('What is strange in what was given but harms nothing.');

/** A flow as it is shown. */
export const flowAnswer = flowBody;

/** A flow that was changed. */
export const editedFlow = flowBody.extend({ warnings }).meta({ id: 'EditedFlow' });

/** A component that was changed. */
export const editedComponent = componentBody.extend({ warnings }).meta({ id: 'EditedComponent' });

/** Flows that were made or changed. */
export const madeFlows = z.object({
  flows: z.array(flowBody.extend({ etag: z.string() })),
  warnings,
});

/** All flows, briefly. */
export const flowList = z.array(
  z.object({
    name: z.string(),
    components: z.array(z.string()).describe('Names of its components.'),
    etag: z.string(),
  }),
);

/** A flow as it is now. */
export const flowState = z.object({ name: z.string(), components: z.array(componentAnswer) });

const id = z.string().describe('`/flow/component`');

/** What would come of a change. */
export const verdictAnswer = z
  .object({
    problems: z
      .array(
        z.object({
          level: z.enum(['error', 'warning']).describe('A change with an error is refused.'),
          text: z.string(),
          component: id.optional(),
          field: z
            .string()
            .optional()
            .describe(
              'What of the component it is about, as a path in its configuration: `worker`, `properties.port`, `plugs.0.properties.volume`, `eaters.default`.',
            ),
          plug: z.string().optional(),
          property: z.string().optional(),
          eater: z.string().optional().describe('Eater of the component that it is about.'),
          feed: z.string().optional().describe('Feed of that eater that it is about, `component:feeder`.'),
          line: z.number().optional().describe('Line of the XML that was given.'),
        }),
      )
      .describe('Everything that is wrong or strange.'),
    difference: z
      .object({
        added: z.array(id),
        removed: z.array(id),
        restarted: z.array(z.object({ id, because: z.string() })),
        changed: z.array(
          z.object({
            id,
            plug: z.string().optional(),
            property: z.string(),
            from: z.unknown().optional().describe('`***` for a secret value.'),
            to: z.unknown().optional().describe('`***` for a secret value.'),
            live: z.boolean().describe('It changes without a restart.'),
          }),
        ),
      })
      .describe('What becomes of the components; empty where there is an error.'),
    xml: z.string().describe('The flow as it would be stored, without secret values.'),
    before: z.string().describe('The flow as it is stored, without secret values; empty for a new one.'),
  })
  .meta({ id: 'Verdict' });
