import type { PropertySpecs } from '@flumotion/core/plugin';

const nanoseconds = (milliseconds: number): number => milliseconds * 1_000_000;

/** Properties that both containers have. */
export const properties = {
  'cluster-duration': {
    type: 'int',
    min: 0,
    max: 30_000,
    unit: 'ms',
    description:
      'Least time between two places where a listener can enter, which are always keyframes; 500 when left out.',
    sets: 'muxer.min-cluster-duration',
    to: nanoseconds,
  },
} as const satisfies PropertySpecs;
