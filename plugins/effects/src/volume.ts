import { definePlug, LEVEL_STATS, takeLevel } from '@flumotion/core/plugin';

/** Makes sound louder or quieter and meters what comes of it. */
export const volume = definePlug(
  {
    type: 'effect-volume',
    socket: 'effect',
    description: 'Makes sound louder or quieter, and meters it.',
    caps: 'audio/x-raw',
    properties: {
      volume: {
        type: 'float',
        min: 0,
        max: 4,
        default: 1,
        live: true,
        description: 'Gain factor; 1 leaves the sound as it is.',
        sets: 'volume.volume',
      },
    },
    stats: LEVEL_STATS,
    pipeline: 'audioconvert ! volume name=volume ! level name=level interval=200000000',
  },
  {
    elementMessage(context, message) {
      takeLevel(context, message);
    },
  },
);
