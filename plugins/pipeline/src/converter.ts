import { defineComponent } from '@flumotion/core/plugin';
import { PIPELINE } from './properties';

/** Sends a stream through a pipeline of your own. */
export const converter = defineComponent({
  type: 'pipeline-converter',
  kind: 'converter',
  description: 'Sends a stream through a pipeline of your own.',
  eaters: { default: { caps: 'ANY', description: 'Any stream.' } },
  feeders: { default: { caps: 'ANY', description: 'What comes out of the pipeline.' } },
  properties: PIPELINE,
  userPipeline: 'pipeline',
});
