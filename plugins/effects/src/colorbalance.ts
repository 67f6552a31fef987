import { definePlug } from '@flumotion/core/plugin';

/** Per cent as they are asked for; 50 leaves the picture as it is. */
const percent = { type: 'float', min: 0, max: 100, default: 50, unit: '%', live: true } as const;

/** What `videobalance` calls 1 for "as it is", and 0 to 2 for all there is. */
const around1 = (value: number): number => value / 50;
/** The same around 0, from -1 to 1. */
const around0 = (value: number): number => value / 50 - 1;

/** Changes the colours of pictures. */
export const colorbalance = definePlug({
  type: 'effect-colorbalance',
  socket: 'effect',
  description: 'Changes hue, saturation, brightness and contrast of pictures.',
  caps: 'video/x-raw',
  properties: {
    hue: {
      ...percent,
      description: 'Turn of the colours; 50 changes nothing.',
      sets: 'balance.hue',
      to: around0,
    },
    saturation: {
      ...percent,
      description: 'Strength of the colours: 0 makes the picture grey; 50 changes nothing.',
      sets: 'balance.saturation',
      to: around1,
    },
    brightness: {
      ...percent,
      description: 'Brightness; 50 changes nothing.',
      sets: 'balance.brightness',
      to: around0,
    },
    contrast: {
      ...percent,
      description: 'Contrast; 50 changes nothing.',
      sets: 'balance.contrast',
      to: around1,
    },
  },
  pipeline: 'videoconvert ! videobalance name=balance',
});
