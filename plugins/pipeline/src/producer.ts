import { defineComponent } from '@flumotion/core/plugin';
import { PIPELINE } from './properties';

/** Gives what a pipeline of your own makes. */
export const producer = defineComponent({
  type: 'pipeline-producer',
  kind: 'producer',
  description: 'Gives what a pipeline of your own makes.',
  feeders: { default: { caps: 'ANY', description: 'What comes out of the pipeline.' } },
  clock: { priority: 100 },
  properties: PIPELINE,
  userPipeline: 'pipeline',
});
