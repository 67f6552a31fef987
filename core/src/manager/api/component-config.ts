import { z } from 'zod';
import { componentId } from '../../model/planet';
import { answerEdited, EDITING, editingOf } from './editing';
import { componentBody, editedComponent } from './flow-bodies';
import { componentPath } from './named';
import { operation } from './operation';

const MAX_COMPONENT = 1024 * 1024;
const TAGGED =
  'A change has to name the state that it means: the `ETag` of GET as `If-Match`. Without it 428, with that of another state 412.';

/** What components are to be. */
export const componentConfigOperations = [
  operation({
    id: 'addComponent',
    method: 'post',
    path: '/flows/{flow}/components',
    role: 'admin',
    tag: 'flows',
    summary: 'adds a component to a flow, or to the atmosphere; it runs at once',
    description: 'With `If-Match`, only while the flow has that `ETag`.',
    params: z.object({ flow: z.string().describe('Name of the flow, or `atmosphere`.') }),
    body: componentBody,
    maxBody: MAX_COMPONENT,
    answer: editedComponent,
    status: 201,
    errors: ['flow-unknown', 'component-taken', ...EDITING],
    audit: {
      method: 'loadComponent',
      args: ({ params: { flow }, body }) => [body.type, componentId(flow, body.name), body.worker ?? ''],
      what: ({ params: { flow }, body }) => componentId(flow, body.name),
      state: ({ params: { flow }, body }, { editor }) => editor.stored.showComponent(flow, body.name),
    },
    run: async (asked, { editor }) => {
      const { params, body, reply } = asked;
      const made = await editor.addComponent(params.flow, body, editingOf(asked));
      const path = [params.flow, body.name].map(encodeURIComponent).join('/');
      reply.header('Location', `/api/components/${path}/config`);
      return answerEdited(made, reply);
    },
  }),
  operation({
    id: 'getComponentConfig',
    method: 'get',
    path: '/components/{flow}/{name}/config',
    role: 'viewer',
    tag: 'flows',
    summary: 'what a component is to be, without its secret values; its `ETag` names this state',
    params: componentPath,
    answer: componentBody,
    errors: ['component-unknown'],
    run: async ({ params: { flow, name }, reply }, { editor }) => {
      const { value, etag } = await editor.stored.component(flow, name);
      reply.header('ETag', etag);
      return value;
    },
  }),
  operation({
    id: 'replaceComponentConfig',
    method: 'put',
    path: '/components/{flow}/{name}/config',
    role: 'admin',
    tag: 'flows',
    summary: 'makes a component be what is given; it is started afresh only where that is needed',
    description: TAGGED,
    params: componentPath,
    body: componentBody,
    maxBody: MAX_COMPONENT,
    answer: editedComponent,
    errors: ['component-unknown', 'precondition-required', ...EDITING],
    audit: {
      method: 'modifyComponent',
      args: ({ params: { flow, name } }) => [componentId(flow, name)],
      state: ({ params: { flow, name } }, { editor }) => editor.stored.showComponent(flow, name),
    },
    run: async (asked, { editor }) => {
      const { params, body, reply } = asked;
      const edited = await editor.replaceComponent(params.flow, params.name, body, editingOf(asked));
      return answerEdited(edited, reply);
    },
  }),
  operation({
    id: 'deleteComponent',
    method: 'delete',
    path: '/components/{flow}/{name}/config',
    role: 'admin',
    tag: 'flows',
    summary: 'takes a component away; what runs of it is stopped',
    description: `${TAGGED} One of which another eats is refused: change that one first, or both at once with the flow.`,
    params: componentPath,
    errors: ['component-unknown', 'precondition-required', ...EDITING],
    audit: {
      method: 'deleteComponent',
      args: ({ params: { flow, name } }) => [componentId(flow, name)],
      state: ({ params: { flow, name } }, { editor }) => editor.stored.showComponent(flow, name),
    },
    run: (asked, { editor }) =>
      editor.removeComponent(asked.params.flow, asked.params.name, editingOf(asked)),
  }),
  operation({
    id: 'moveComponent',
    method: 'post',
    path: '/components/{flow}/{name}/move',
    role: 'admin',
    tag: 'flows',
    summary: 'has another worker run a component',
    description: 'With `If-Match`, only while the component has that `ETag`.',
    params: componentPath,
    body: z.strictObject({ worker: z.string().describe('Name of the worker.') }),
    answer: editedComponent,
    errors: ['component-unknown', ...EDITING],
    audit: {
      method: 'moveComponent',
      args: ({ params: { flow, name }, body }) => [componentId(flow, name), body.worker],
      state: ({ params: { flow, name } }, { editor }) => ({
        worker: editor.stored.showComponent(flow, name).worker,
      }),
    },
    run: async (asked, { editor }) => {
      const { params, body, reply } = asked;
      return answerEdited(await editor.move(params.flow, params.name, body.worker, editingOf(asked)), reply);
    },
  }),
];
