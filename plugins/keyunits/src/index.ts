/**
 * Asks the encoders behind it for keyframes at an interval.
 * @module
 */
import { defineComponent } from '@flumotion/core/plugin';

export default defineComponent(
  {
    type: 'keyunits-scheduler',
    kind: 'converter',
    description:
      'Asks the encoders behind it for keyframes at an interval, and hands the stream on as it is.',
    eaters: { default: { caps: 'ANY', description: 'Raw pictures.' } },
    feeders: { default: { caps: 'ANY', description: 'The same pictures.' } },
    properties: {
      interval: {
        type: 'int',
        min: 100,
        max: 3_600_000,
        default: 10_000,
        unit: 'ms',
        description:
          "Time between keyframes. They come at its whole multiples on the flow's clock, the same in all encoders.",
        live: true,
      },
    },
    // Requests are laid out on the clock of the flow.
    clock: { priority: 0 },
    pipeline: 'identity name=stream silent=true',
  },
  {
    start(context) {
      context.keyUnits('stream', context.properties.interval);
    },
    changed(context) {
      context.keyUnits('stream', context.properties.interval);
    },
  },
);
