import { z } from 'zod';
import { parseComponentId } from '../../model/planet';
import { messageAnswer } from './answers';
import { operation } from './operation';

const MAX_LINES = 5000;

const component = z.string().optional().describe('Only of this component, by its full id `/flow/name`.');
const limit = (usual: number, most: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().min(1).max(most).default(usual).describe(`Most of them; ${usual} when left out.`);

const lineAnswer = z
  .object({
    number: z.number().describe('Counts from 1 since the manager started.'),
    time: z.number().describe('Milliseconds since 1970.'),
    level: z.number().describe('1 error, 2 warning, 3 info, 4 debug, 5 log.'),
    worker: z.string().optional().describe("Absent for the manager's own."),
    category: z.string().describe('Part of the program.'),
    object: z.string().describe('What it is about: full id of a component, name of a worker or manager.'),
    text: z.string(),
  })
  .meta({ id: 'LogLine' });

/** What components say, and what everything logs. */
export const logOperations = [
  operation({
    id: 'getMessages',
    method: 'get',
    path: '/messages',
    role: 'viewer',
    tag: 'logs',
    summary:
      'messages of all components, the newest first; also the last thousand that are over, with `cleared`',
    query: z.object({
      component,
      level: z.enum(['error', 'warning', 'info']).optional().describe('Only of this level.'),
      standing: z.stringbool().default(false).describe('Only those that are not over.'),
      limit: limit(200, 2000),
    }),
    answer: z.array(
      messageAnswer.extend({
        component: z.string().describe('Full id.'),
        cleared: z.number().optional().describe('When it was gone, milliseconds since 1970.'),
      }),
    ),
    errors: [],
    run: ({ query }, { messages }) =>
      messages
        .list()
        .filter((one) => query.component === undefined || one.component === query.component)
        .filter((one) => query.level === undefined || one.level === query.level)
        .filter((one) => !query.standing || one.cleared === undefined)
        .slice(0, query.limit),
  }),
  operation({
    id: 'getLogs',
    method: 'get',
    path: '/logs',
    role: 'viewer',
    tag: 'logs',
    summary: 'the last lines that manager, workers and jobs logged, the oldest first',
    query: z.object({
      component,
      worker: z.string().optional().describe('Only what came from this worker.'),
      level: z.coerce
        .number()
        .int()
        .min(1)
        .max(5)
        .optional()
        .describe('The least severe that is wanted: 1 error to 5.'),
      limit: limit(200, MAX_LINES),
    }),
    answer: z.array(lineAnswer),
    errors: [],
    run: ({ query }, { logs }) => logs.find(query),
  }),
  operation({
    id: 'setLogLevel',
    method: 'put',
    path: '/logs/level',
    role: 'operator',
    tag: 'logs',
    summary:
      'changes which lines the job of a component logs until it is stopped, or without `component` the manager; an empty text stands for warnings and errors',
    body: z.strictObject({
      component: z
        .string()
        .regex(/^\/[^/]+\/[^/]+$/, 'expected a full id, as /flow/name')
        .optional()
        .describe('Full id.'),
      levels: z.string().max(500).describe('Category and level, as `*:4`; several with commas.'),
    }),
    answer: z.object({ component: z.string().optional(), levels: z.string() }),
    errors: ['component-unknown', 'job-not-reached', 'log-levels-invalid'],
    audit: {
      method: 'setFluDebug',
      args: ({ body }) => [body.levels],
      given: ({ body: { levels } }) => ({ levels }),
      what: ({ body }) => body.component ?? 'manager',
    },
    run: async ({ body }, { inspection }) => {
      if (body.component === undefined) inspection.setOwnLogLevels(body.levels);
      else {
        const { flow, component: name } = parseComponentId(body.component);
        await inspection.setLogLevels(flow, name, body.levels);
      }
      return body;
    },
  }),
];
