import { z } from 'zod';
import { componentId } from '../../model/planet';
import { componentAnswer } from './answers';
import { componentPath } from './named';
import { operation } from './operation';
import { steeringOperations } from './steering';

const steering = steeringOperations({
  kind: 'component',
  path: '/components/{flow}/{name}',
  tag: 'components',
  description: 'Answers at once; `mood` tells when it is done.',
  params: componentPath,
  summaries: {
    start: 'has it run, and forgets earlier failures',
    stop: 'has it stopped, also after restarts of anything',
    restart: 'has its job started afresh',
  },
  answer: componentAnswer,
  errors: ['component-unknown', 'state-unwritable'],
  named: ({ flow, name }) => componentId(flow, name),
  state: ({ flow, name }, { control }) => ({ wanted: control.component(flow, name).wanted }),
  run: (verb, { flow, name }, { control }) => control[verb](flow, name),
});

const change = z.strictObject({
  value: z
    .unknown()
    .refine((value) => value !== undefined, 'expected the new value')
    .describe('The new value; null takes the given value away.'),
});

const live = ['property-not-live', 'property-refused', 'job-not-reached', 'file-unwritable'] as const;
const ofComponent = componentPath.extend({ property: z.string().describe('Name of the property.') });

/** Components: their state, what steers them, their live properties. */
export const componentOperations = [
  operation({
    id: 'getComponent',
    method: 'get',
    path: '/components/{flow}/{name}',
    role: 'viewer',
    tag: 'components',
    summary: 'one component; those of the atmosphere are in the flow `atmosphere`',
    params: componentPath,
    answer: componentAnswer,
    errors: ['component-unknown'],
    run: ({ params }, { control }) => control.component(params.flow, params.name),
  }),
  ...steering,
  operation({
    id: 'setProperty',
    method: 'put',
    path: '/components/{flow}/{name}/properties/{property}',
    role: 'operator',
    tag: 'components',
    summary:
      'changes a property that may change while running, in the job and in the planet file; `{"value": null}` takes the given value away',
    params: ofComponent,
    body: change,
    answer: componentAnswer,
    errors: ['component-unknown', ...live],
    audit: {
      method: 'modifyProperty',
      args: ({ params: { flow, name, property }, body }, { control }) => [
        componentId(flow, name),
        property,
        control.shownValue(flow, name, property, body.value),
      ],
      state: ({ params: { flow, name, property } }, { control }) => ({
        [property]: control.component(flow, name).properties[property] ?? null,
      }),
    },
    run: ({ params: { flow, name, property }, body }, { control }) =>
      control.setProperty(flow, name, property, body.value),
  }),
  operation({
    id: 'setPlugProperty',
    method: 'put',
    path: '/components/{flow}/{name}/plugs/{plug}/properties/{property}',
    role: 'operator',
    tag: 'components',
    summary:
      'the same for a plug of the component; PLUG is its type, or its place counted from 0 where there are several of the type',
    params: ofComponent.extend({ plug: z.string().describe('Type of the plug, or its place from 0.') }),
    body: change,
    answer: componentAnswer,
    errors: ['component-unknown', 'plug-unknown', ...live],
    audit: {
      method: 'modifyProperty',
      args: ({ params: { flow, name, property, plug }, body }, { control }) => [
        componentId(flow, name),
        property,
        control.shownValue(flow, name, property, body.value, plug),
      ],
      named: ({ params: { plug } }) => ({ plug }),
      state: ({ params: { flow, name, property, plug } }, { control }) => {
        const plugs = control.component(flow, name).plugs;
        const found = plugs.find(({ type }) => type === plug) ?? plugs[Number(plug)];
        return { [property]: found?.properties[property] ?? null };
      },
    },
    run: ({ params: { flow, name, property, plug }, body }, { control }) =>
      control.setProperty(flow, name, property, body.value, plug),
  }),
];
