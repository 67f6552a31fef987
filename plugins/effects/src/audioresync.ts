import { definePlug } from '@flumotion/core/plugin';

const MILLISECOND = 1_000_000;

/** Moves sound in time, against the picture. */
export const audioresync = definePlug({
  type: 'effect-audioresync',
  socket: 'effect',
  description: 'Moves sound in time, to bring it together with the picture.',
  caps: 'audio/x-raw',
  properties: {
    delay: {
      type: 'int',
      min: -5000,
      max: 5000,
      unit: 'ms',
      default: 0,
      live: true,
      description:
        'How much later the sound is heard; earlier when negative. A change is filled with silence, or leaves sound out.',
      sets: 'delay.src::offset',
      to: (milliseconds) => milliseconds * MILLISECOND,
    },
  },
  // The second element turns the moved segment into moved times; the third keeps the stream whole when they jump by
  // more than 5 ms, which is what the delay may be off.
  pipeline:
    'identity name=delay ! identity single-segment=true ! audiorate skip-to-first=true tolerance=5000000',
});
