/**
 * Hands a stream on as it is.
 * @module
 */
import { defineComponent } from '@flumotion/core/plugin';

export default defineComponent({
  type: 'repeater',
  kind: 'converter',
  description: 'Hands a stream on as it is, and leaves out a part of it for tests.',
  eaters: { default: { caps: 'ANY', description: 'Any stream.' } },
  feeders: { default: { caps: 'ANY', description: 'The same stream.' } },
  properties: {
    'drop-probability': {
      type: 'float',
      min: 0,
      max: 1,
      description: 'Share of buffers that is left out, for tests; none when left out.',
      sets: 'drop.drop-probability',
      live: true,
    },
  },
  pipeline: 'identity name=drop silent=true',
});
