import type { PropertySpecs } from '@flumotion/core/plugin';

/** Longest time that anything may last before it is told of, in seconds. */
const DAY = 86_400;

/** Form of a time after which something is told of. */
export const AFTER = { type: 'float', min: 0, max: DAY, unit: 's', live: true } as const;

/** When an alarm ends. */
export const CLEAR_PROPERTY = {
  'clear-time': {
    ...AFTER,
    max: 3600,
    default: 2,
    description: 'How long it must be well again before a message goes.',
  },
} as const satisfies PropertySpecs;

/** When it is told that nothing comes. */
export const DATA_PROPERTY = {
  'no-data-time': {
    ...AFTER,
    default: 5,
    description: 'Tell when nothing has come for this long; 0 for never.',
  },
} as const satisfies PropertySpecs;
