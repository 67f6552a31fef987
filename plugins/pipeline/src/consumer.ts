import { defineComponent } from '@flumotion/core/plugin';
import { PIPELINE } from './properties';

/** Sends a stream into a pipeline of your own. */
export const consumer = defineComponent({
  type: 'pipeline-consumer',
  kind: 'consumer',
  description: 'Sends a stream into a pipeline of your own.',
  eaters: { default: { caps: 'ANY', description: 'Any stream.' } },
  clock: { priority: 100 },
  properties: PIPELINE,
  userPipeline: 'pipeline',
});
