import { z } from 'zod';
import { componentDeclaration, plugDeclaration } from './declared';
import { operation } from './operation';

const summary = z.object({
  type: z.string(),
  kind: z.string().optional().describe('Of a component.'),
  socket: z.string().optional().describe('Of a plug: the socket that it fits.'),
  description: z.string(),
  package: z.string().describe('Name of the package that has it.'),
});

const params = z.object({ type: z.string().describe('Name of the type.') });

/** The components and plugs that are installed where the manager runs. */
export const registryOperations = [
  operation({
    id: 'getRegistry',
    method: 'get',
    path: '/registry',
    role: 'viewer',
    tag: 'registry',
    summary:
      'the components and plugs that are installed where the manager runs, their packages and what is wrong with those',
    answer: z.object({
      components: z.array(summary),
      plugs: z.array(summary),
      packages: z.array(
        z.object({
          name: z.string(),
          version: z.string().optional().describe('Left out for one of which only a problem is known.'),
          description: z.string().optional(),
          dir: z.string(),
          types: z.array(z.string()),
          problems: z.array(z.string()).describe('What is wrong with it, each one sentence.'),
        }),
      ),
    }),
    errors: [],
    run: (_, { registry }) => registry.state(),
  }),
  operation({
    id: 'getComponentType',
    method: 'get',
    path: '/registry/components/{type}',
    role: 'viewer',
    tag: 'registry',
    summary: 'the declaration of a component type, with the JSON Schema of its properties',
    params,
    answer: componentDeclaration,
    errors: ['type-unknown'],
    run: ({ params: { type } }, { registry }) => registry.component(type),
  }),
  operation({
    id: 'getPlugType',
    method: 'get',
    path: '/registry/plugs/{type}',
    role: 'viewer',
    tag: 'registry',
    summary: 'the declaration of a plug type, with the JSON Schema of its properties',
    params,
    answer: plugDeclaration,
    errors: ['type-unknown'],
    run: ({ params: { type } }, { registry }) => registry.plug(type),
  }),
];
