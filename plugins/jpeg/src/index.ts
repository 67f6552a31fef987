/**
 * Encodes raw video as JPEG pictures.
 * @module
 */
import { capsText, defineComponent } from '@flumotion/core/plugin';

export default defineComponent(
  {
    type: 'jpeg-encoder',
    kind: 'encoder',
    description: 'Encodes raw video as JPEG pictures.',
    eaters: { default: { caps: 'video/x-raw', description: 'Raw pictures.' } },
    feeders: { default: { caps: 'image/jpeg', description: 'JPEG pictures, each complete in itself.' } },
    properties: {
      quality: {
        type: 'int',
        min: 0,
        max: 100,
        description: 'Quality from 0 (poor) to 100 (best), 85 when left out.',
        sets: 'encoder.quality',
        live: true,
      },
      framerate: {
        type: 'fraction',
        min: [1, 1000],
        max: [1000, 1],
        unit: 'frames/s',
        description: 'Pictures a second, left out or repeated as needed; those of the feed when left out.',
      },
    },
    wizard: { step: 'video-encoder', label: 'JPEG', rank: 40, pages: [['quality', 'framerate']] },
    // JPEG has the full range of luma, video has not; the encoder converts neither. A lost feed is not filled with copies of
    // its last picture.
    pipeline: ({ framerate }) =>
      'videoconvert ! video/x-raw,format=I420,colorimetry=1:4:0:0 ! ' +
      (framerate === undefined
        ? ''
        : 'videorate skip-to-first=true max-duplication-time=2000000000 ! capsfilter name=rate ! ') +
      'jpegenc name=encoder',
  },
  {
    start(context) {
      const { framerate } = context.properties;
      if (framerate === undefined) return;
      context.element('rate').set('caps', capsText('video/x-raw', { framerate }));
    },
  },
);
