/**
 * Deinterlaces pictures and brings them to a size.
 * @module
 */
import { defineComponent, PICTURE_PROPERTIES } from '@flumotion/core/plugin';
import { sizeCaps } from './size';

const { width, height } = PICTURE_PROPERTIES;
/** Properties that the caps follow from. */
const SIZES = new Set(['width', 'height', 'width-correction', 'height-correction', 'is-square']);
const correction = { type: 'int', min: 0, max: 256, unit: 'px', live: true } as const;

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
      width: { ...width, live: true },
      height: { ...height, live: true },
      'width-correction': {
        ...correction,
        default: 8,
        description: 'Make the width a multiple of this; 0 leaves it as it is.',
      },
      'height-correction': {
        ...correction,
        default: 0,
        description: 'Make the height a multiple of this; 0 leaves it as it is.',
      },
      'is-square': { ...PICTURE_PROPERTIES['is-square'], live: true },
      'add-borders': { ...PICTURE_PROPERTIES['add-borders'], sets: 'scale.add-borders' },
    },
    pipeline:
      'videoconvert ! deinterlace name=deinterlace fields=top ! videoscale name=scale ! videoconvert ! capsfilter name=size caps-change-mode=delayed',
  },
  {
    start(context) {
      context.element('size').set('caps', sizeCaps(context.properties));
    },
    changed(context, name) {
      if (SIZES.has(name)) context.element('size').set('caps', sizeCaps(context.properties));
    },
  },
);
