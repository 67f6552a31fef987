import type { PropertySpecs } from '@flumotion/core/plugin';
import { AFTER, CLEAR_PROPERTY, DATA_PROPERTY } from './common';

/** Properties of what watches pictures. */
export const PICTURE_WATCH_PROPERTIES = {
  'freeze-time': {
    ...AFTER,
    default: 10,
    description: 'Tell of a picture in which nothing moves for this long; 0 for never.',
  },
  'freeze-tolerance': {
    type: 'int',
    min: 0,
    max: 64,
    default: 0,
    live: true,
    description:
      'How far the brightness of a part of a still picture may move, of 219 steps from black to white; codecs and analogue sources need some.',
  },
  'black-time': {
    ...AFTER,
    default: 10,
    description: 'Tell of a picture that is black for this long; 0 for never.',
  },
  'black-level': {
    type: 'float',
    min: 0,
    max: 100,
    default: 5,
    unit: '%',
    live: true,
    description: 'Brightness up to which a part of the picture counts as black.',
  },
  'black-area': {
    type: 'float',
    min: 1,
    max: 100,
    default: 98,
    unit: '%',
    live: true,
    description: 'How much of the picture must be black for it to count as black.',
  },
  ...DATA_PROPERTY,
  ...CLEAR_PROPERTY,
} as const satisfies PropertySpecs;
