import { defineComponent } from '@flumotion/core/plugin';

export default defineComponent({
  type: 'my-thing-converter',
  kind: 'converter',
  description: 'Changes the colours of pictures.',
  eaters: { default: { caps: 'video/x-raw', description: 'Raw pictures.' } },
  feeders: { default: { caps: 'video/x-raw', description: 'The pictures in other colours.' } },
  properties: {
    saturation: {
      type: 'float',
      min: 0,
      max: 2,
      default: 1,
      live: true,
      description: 'Strength of the colours; 0 is grey.',
      sets: 'balance.saturation',
    },
  },
  pipeline: 'videoconvert ! videobalance name=balance ! videoconvert',
});
