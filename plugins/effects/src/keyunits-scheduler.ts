import { definePlug } from '@flumotion/core/plugin';

/** Has encoders make keyframes at fixed times. */
export const keyunitsScheduler = definePlug(
  {
    type: 'effect-keyunits-scheduler',
    socket: 'effect',
    description: 'Has the encoders that eat the feed make keyframes at fixed times, all of them at the same.',
    caps: 'video/x-raw',
    properties: {
      interval: {
        type: 'int',
        min: 100,
        max: 600_000,
        unit: 'ms',
        default: 10_000,
        live: true,
        description: 'Time from one keyframe to the next.',
      },
    },
    pipeline: 'identity name=units',
  },
  {
    start: (context) => {
      context.keyUnits('units', context.properties.interval);
    },
    changed: (context) => {
      context.keyUnits('units', context.properties.interval);
    },
  },
);
