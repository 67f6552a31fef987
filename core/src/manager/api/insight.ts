import { z } from 'zod';
import { componentId } from '../../model/planet';
import { componentPath } from './named';
import { operation } from './operation';

/** What is seen of a component beside its state. */
export const insightOperations = [
  operation({
    id: 'getComponentHistory',
    method: 'get',
    path: '/components/{flow}/{name}/history',
    role: 'viewer',
    tag: 'components',
    summary: 'its CPU, memory and every figure that goes up and down, over the last 30 minutes',
    params: componentPath,
    answer: z.object({
      interval: z.number().describe('Milliseconds between two values.'),
      start: z.number().describe('Time of the first values, milliseconds since 1970.'),
      series: z
        .record(z.string(), z.array(z.number().nullable()))
        .describe('Values by figure: `cpu`, `memory`, names of stats; null where there was none.'),
    }),
    errors: ['component-unknown'],
    run: ({ params: { flow, name } }, { control, figures }) => {
      control.component(flow, name);
      return figures.historyOf(componentId(flow, name));
    },
  }),
  operation({
    id: 'getComponentGraph',
    method: 'get',
    path: '/components/{flow}/{name}/graph',
    role: 'viewer',
    tag: 'components',
    summary: "its GStreamer pipeline as a graph, in Graphviz' language DOT; without values of properties",
    params: componentPath,
    answer: { media: 'text/vnd.graphviz', description: 'Text in the language DOT.' },
    errors: ['component-unknown', 'job-not-reached', 'graph-missing'],
    run: ({ params: { flow, name } }, { inspection }) => inspection.graph(flow, name),
  }),
];
