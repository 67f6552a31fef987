import { defineComponent } from '@flumotion/core/plugin';
import { applyRate, BITRATE, KEYFRAMES, LIVE_BUFFER, QUALITY, THREADS } from './common';

/** Encodes VP8, for WebM, Matroska and Ogg. */
export default defineComponent(
  {
    type: 'vp8-encoder',
    kind: 'encoder',
    description: 'Encodes raw video with the VP8 codec.',
    eaters: { default: { caps: 'video/x-raw', description: 'Raw pictures.' } },
    feeders: { default: { caps: 'video/x-vp8', description: 'VP8 video.' } },
    properties: {
      bitrate: {
        ...BITRATE,
        min: 1,
        description: `${BITRATE.description} Below 1000 it counts kbit/s, as in planets of Flumotion 0.10.`,
      },
      quality: QUALITY,
      'keyframe-maxdistance': KEYFRAMES,
      speed: {
        type: 'int',
        min: 0,
        max: 7,
        default: 2,
        description:
          'From 0 (best picture) to 7 (least work); at each, the encoder works less when the machine is too slow.',
        sets: 'encoder.cpu-used',
        to: (speed) => 2 + 2 * speed,
        live: true,
      },
      threads: { ...THREADS, default: 4 },
    },
    wizard: {
      step: 'video-encoder',
      label: 'VP8',
      rank: 90,
      pages: [['bitrate', 'quality', 'keyframe-maxdistance', 'speed', 'threads']],
    },
    // Any deadline above 1 makes the codec work for files: it then takes longer than a picture lasts.
    pipeline:
      'videoconvert ! vp8enc name=encoder deadline=1 lag-in-frames=0 auto-alt-ref=false ' + LIVE_BUFFER,
  },
  {
    start: applyRate,
    changed: (context, name) => {
      if (name === 'bitrate') applyRate(context);
    },
  },
);
