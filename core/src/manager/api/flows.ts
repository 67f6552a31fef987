import { z } from 'zod';
import { FlumotionError } from '../../errors';
import { reaches } from '../access/roles';
import { answerEdited, EDITING, editingOf, givenFlow } from './editing';
import {
  editedFlow,
  flowAnswer,
  flowBody,
  flowsBody,
  flowList,
  flowState,
  madeFlows,
  newFlowBody,
  MAX_FLOW,
  verdictAnswer,
  XML,
} from './flow-bodies';
import { flowsNamed } from './named';
import { operation } from './operation';
import { steeringOperations } from './steering';

const params = z.object({
  flow: z.string().describe('Name of the flow; `atmosphere` for the components outside of any flow.'),
});
const xmlAnswer = { media: 'application/xml', description: 'A planet file.' } as const;
const TAGGED =
  'A change has to name the state that it means: the `ETag` of GET as `If-Match`. Without it 428, with that of another state 412.';

const steering = steeringOperations({
  kind: 'flow',
  path: '/flows/{flow}',
  tag: 'flows',
  description: 'Answers at once; the moods tell when it is done.',
  params,
  summaries: {
    start: 'has all components of a flow run',
    stop: 'has all components of a flow stopped, also after restarts of anything',
    restart: 'has all jobs of a flow started afresh',
  },
  answer: flowState,
  errors: ['flow-unknown', 'state-unwritable'],
  named: ({ flow }) => flow,
  state: ({ flow }, { control }) => control.wantedOf(flow),
  run: (verb, { flow }, { control }) => control[`${verb}Flow`](flow),
});

/** Flows: what they are to be, as JSON and as XML, and what steers them whole. */
export const flowOperations = [
  operation({
    id: 'exportPlanet',
    method: 'get',
    path: '/planet/xml',
    role: 'admin',
    tag: 'flows',
    summary: 'the whole planet as one planet file, with its secret values',
    answer: xmlAnswer,
    errors: [],
    run: (_, { editor }) => editor.stored.planetXml(),
  }),
  operation({
    id: 'listFlows',
    method: 'get',
    path: '/flows',
    role: 'viewer',
    tag: 'flows',
    summary: 'all flows, also those without components; the atmosphere first',
    answer: flowList,
    errors: [],
    run: async (_, { editor }) =>
      (await editor.stored.flows()).map(({ value: { name, components }, etag }) => ({
        name,
        components: components.map((component) => component.name),
        etag,
      })),
  }),
  operation({
    id: 'createFlow',
    method: 'post',
    path: '/flows',
    role: 'admin',
    tag: 'flows',
    summary: 'makes a flow; with `Content-Type: application/xml` loads the flows of a planet file',
    description:
      'A new flow is written into the last planet file that has flows. Components of `<atmosphere>` come too; `<manager>` is ignored, and comments are not kept; warnings say so.',
    body: newFlowBody,
    text: XML,
    maxBody: MAX_FLOW,
    answer: madeFlows,
    status: 201,
    errors: ['flow-taken', 'component-taken', ...EDITING],
    audit: {
      method: 'loadComponentsXML',
      what: ({ body }) => flowsNamed([(body as { name?: string } | undefined)?.name ?? 'XML']),
      made: (answer) => {
        const { flows } = answer as z.output<typeof madeFlows>;
        return {
          what: flowsNamed(flows.map(({ name }) => name)),
          after: flows.map(({ etag: _, ...flow }) => flow),
        };
      },
    },
    run: async (asked, { editor }) => {
      const made = await editor.createFlows(givenFlow(asked), editingOf(asked));
      const [first, second] = made;
      if (first) asked.reply.header('Location', `/api/flows/${encodeURIComponent(first.value.name)}`);
      if (first && !second) asked.reply.header('ETag', first.etag);
      return { flows: made.map(({ value, etag }) => ({ ...value, etag })), warnings: first?.warnings ?? [] };
    },
  }),
  operation({
    id: 'replaceFlows',
    method: 'put',
    path: '/flows',
    role: 'admin',
    tag: 'flows',
    summary:
      'makes several flows, the atmosphere as one of them, be what is given, in one change: all or nothing',
    description:
      'Each names the state that it means by its `etag`; where one has another state, 412. What did not change keeps running.',
    body: flowsBody,
    maxBody: MAX_FLOW,
    answer: madeFlows,
    errors: ['flow-unknown', ...EDITING],
    audit: {
      method: 'modifyFlow',
      args: ({ body: { flows } }) => flows.map(({ name }) => name),
      what: ({ body: { flows } }) => flowsNamed(flows.map(({ name }) => name)),
      state: ({ body: { flows } }, { editor }) => flows.map(({ name }) => editor.stored.show(name)),
    },
    run: async ({ body: { flows }, caller }, { editor }) => {
      const made = await editor.replaceFlows(flows, caller.user);
      return {
        flows: made.map(({ value, etag }) => ({ ...value, etag })),
        warnings: made[0]?.warnings ?? [],
      };
    },
  }),
  operation({
    id: 'checkNewFlow',
    method: 'post',
    path: '/flows/check',
    // Whoever may compare a guess with what is stored could find out a secret value.
    role: 'admin',
    tag: 'flows',
    summary: 'tells what would come of making a flow; changes nothing',
    body: newFlowBody,
    text: XML,
    maxBody: MAX_FLOW,
    answer: verdictAnswer,
    errors: [],
    changesNothing: true,
    run: (asked, { editor }) => editor.checkNew(givenFlow(asked)),
  }),
  operation({
    id: 'getFlow',
    method: 'get',
    path: '/flows/{flow}',
    role: 'viewer',
    tag: 'flows',
    summary: 'what a flow is to be, without its secret values; its `ETag` names this state',
    params,
    answer: flowAnswer,
    errors: ['flow-unknown'],
    run: async ({ params: { flow }, reply }, { editor }) => {
      const { value, etag } = await editor.stored.flow(flow);
      reply.header('ETag', etag);
      return value;
    },
  }),
  operation({
    id: 'replaceFlow',
    method: 'put',
    path: '/flows/{flow}',
    role: 'admin',
    tag: 'flows',
    summary: 'makes a flow be what is given; what did not change keeps running',
    description: `${TAGGED} Components that are there keep their place in the file; a new one stands behind the one before it.`,
    params,
    body: flowBody,
    maxBody: MAX_FLOW,
    answer: editedFlow,
    errors: ['flow-unknown', 'precondition-required', ...EDITING],
    audit: {
      method: 'modifyFlow',
      args: ({ params: { flow } }) => [flow],
      state: ({ params: { flow } }, { editor }) => editor.stored.show(flow),
    },
    run: async (asked, { editor }) => {
      const { params: path, body, reply } = asked;
      return answerEdited(await editor.replaceFlow(path.flow, { json: body }, editingOf(asked)), reply);
    },
  }),
  operation({
    id: 'deleteFlow',
    method: 'delete',
    path: '/flows/{flow}',
    role: 'admin',
    tag: 'flows',
    summary: 'takes a flow away, or all components of the atmosphere; what runs of it is stopped',
    description: TAGGED,
    params,
    errors: ['flow-unknown', 'precondition-required', ...EDITING],
    audit: {
      method: 'deleteFlow',
      args: ({ params: { flow } }) => [flow],
      state: ({ params: { flow } }, { editor }) => editor.stored.show(flow),
    },
    run: (asked, { editor }) => editor.removeFlow(asked.params.flow, editingOf(asked)),
  }),
  operation({
    id: 'getFlowXml',
    method: 'get',
    path: '/flows/{flow}/xml',
    role: 'viewer',
    tag: 'flows',
    summary: 'a flow as XML; its secret values only with `?secrets=true`, which needs the role admin',
    params,
    query: z.object({ secrets: z.enum(['true', 'false']).optional() }),
    answer: xmlAnswer,
    errors: ['flow-unknown'],
    run: async ({ params: { flow }, query, caller, reply }, { editor }) => {
      const secrets = query.secrets === 'true';
      if (secrets && !reaches(caller.role, 'admin')) {
        const user = JSON.stringify(caller.user);
        throw FlumotionError.of('role-lacking', { user, has: caller.role, needed: 'admin' });
      }
      const { value, etag } = await editor.stored.xml(flow, secrets);
      reply.header('ETag', etag);
      return value;
    },
  }),
  operation({
    id: 'replaceFlowXml',
    method: 'put',
    path: '/flows/{flow}/xml',
    role: 'admin',
    tag: 'flows',
    summary: 'makes a flow be what is given as XML, `<planet>` with that one flow or `<flow>` alone',
    description: `${TAGGED} Secret values that are left out are kept, the order of the components is taken, comments are not, which a warning says.`,
    params,
    text: XML,
    maxBody: MAX_FLOW,
    answer: editedFlow,
    errors: ['flow-unknown', 'precondition-required', ...EDITING],
    audit: {
      method: 'modifyFlow',
      args: ({ params: { flow } }) => [flow],
      state: ({ params: { flow } }, { editor }) => editor.stored.show(flow),
    },
    run: async (asked, { editor }) => {
      const { params: path, text: xml, reply } = asked;
      if (xml === undefined) {
        throw FlumotionError.of('body-invalid', {
          reason: 'XML with Content-Type: application/xml is expected',
        });
      }
      return answerEdited(await editor.replaceFlow(path.flow, { xml }, editingOf(asked)), reply);
    },
  }),
  operation({
    id: 'checkFlow',
    method: 'post',
    path: '/flows/{flow}/check',
    // Whoever may compare a guess with what is stored could find out a secret value.
    role: 'admin',
    tag: 'flows',
    summary: 'tells what would come of replacing a flow, with JSON or XML; changes nothing',
    params,
    body: flowBody,
    text: XML,
    maxBody: MAX_FLOW,
    answer: verdictAnswer,
    errors: [],
    changesNothing: true,
    run: (asked, { editor }) => editor.check(asked.params.flow, givenFlow(asked)),
  }),
  ...steering,
];
