/**
 * Deinterlaces pictures and brings them to a size.
 * @module
 */
import { defineComponent, PICTURE_PROPERTIES } from '@flumotion/core/plugin';
import { sizeCaps } from './size';

const { width, height } = PICTURE_PROPERTIES;

export default defineComponent(
  {
    type: 'video-converter',
    kind: 'converter',
    description: 'Deinterlaces pictures and brings them to a size.',
    eaters: { default: { caps: 'video/x-raw', description: 'Raw pictures.' } },
    feeders: { default: { caps: 'video/x-raw', description: 'Raw pictures (I420).' } },
    properties: {
      'deinterlace-mode': {
        ...PICTURE_PROPERTIES['deinterlace-mode'],
        sets: 'deinterlace.mode',
        live: true,
      },
      'deinterlace-method': {
        ...PICTURE_PROPERTIES['deinterlace-method'],
        sets: 'deinterlace.method',
        to: (method: string) => (method === 'ffmpeg' ? 'vfir' : method),
        live: true,
      },
      width,
      height,
      'width-correction': {
        type: 'int',
        min: 0,
        max: 256,
        default: 8,
        unit: 'px',
        description: 'Make the width a multiple of this; 0 leaves it as it is.',
      },
      'height-correction': {
        type: 'int',
        min: 0,
        max: 256,
        default: 0,
        unit: 'px',
        description: 'Make the height a multiple of this; 0 leaves it as it is.',
      },
      'is-square': PICTURE_PROPERTIES['is-square'],
      'add-borders': { ...PICTURE_PROPERTIES['add-borders'], sets: 'scale.add-borders', live: true },
    },
    pipeline:
      'videoconvert ! deinterlace name=deinterlace fields=top ! videoscale name=scale ! videoconvert ! capsfilter name=size',
  },
  {
    start(context) {
      context.element('size').set('caps', sizeCaps(context.properties));
    },
  },
);
