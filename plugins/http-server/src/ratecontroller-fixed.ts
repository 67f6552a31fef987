import { definePlug } from '@flumotion/core/plugin';
import { Bucket } from './bucket';

/** Seconds of the rate that a bucket holds when nothing else is said. */
const SECONDS = 10;
/** Lowest rate that makes sense, in bits per second. */
const LEAST = 800;

/** Sends each file at a steady rate. */
export const fixedRate = definePlug(
  {
    type: 'ratecontroller-fixed',
    socket: 'rate-controller',
    description: 'Sends each client its file at a steady rate, after a burst at the beginning.',
    properties: {
      rate: {
        type: 'int',
        required: true,
        min: LEAST,
        unit: 'bit/s',
        live: true,
        description: 'Rate of each answer.',
      },
      'max-level': {
        type: 'int',
        min: LEAST,
        unit: 'bit',
        live: true,
        description:
          'Most that a client who was slow may catch up with at once; 10 s of the rate when left out.',
      },
      'initial-level': {
        type: 'int',
        min: 0,
        default: 0,
        unit: 'bit',
        live: true,
        description: 'What each client is sent at once at the beginning.',
      },
    },
  },
  {
    check({ rate, 'max-level': max = rate * SECONDS, 'initial-level': initial }) {
      return initial > max
        ? `initial-level ${initial} is more than max-level ${max}; a bucket cannot begin with more than it holds`
        : undefined;
    },

    pace(context) {
      return new Bucket(() => {
        const {
          rate,
          'max-level': maxLevel = rate * SECONDS,
          'initial-level': initialLevel,
        } = context.properties;
        return { rate, maxLevel, initialLevel };
      });
    },
  },
);
