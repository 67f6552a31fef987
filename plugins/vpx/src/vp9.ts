import { defineComponent } from '@flumotion/core/plugin';
import { applyRate, BITRATE, KEYFRAMES, LIVE_BUFFER, QUALITY, THREADS } from './common';

/** Encodes VP9, for WebM, Matroska and MP4. */
export default defineComponent(
  {
    type: 'vp9-encoder',
    kind: 'encoder',
    description: 'Encodes raw video with the VP9 codec.',
    eaters: { default: { caps: 'video/x-raw', description: 'Raw pictures.' } },
    feeders: { default: { caps: 'video/x-vp9', description: 'VP9 video.' } },
    properties: {
      bitrate: BITRATE,
      quality: QUALITY,
      'keyframe-maxdistance': KEYFRAMES,
      speed: {
        type: 'int',
        min: 5,
        max: 9,
        default: 7,
        description: 'From 5 (best picture) to 9 (least work).',
        sets: 'encoder.cpu-used',
        live: true,
      },
      threads: { ...THREADS, default: 4 },
    },
    wizard: {
      step: 'video-encoder',
      label: 'VP9',
      rank: 70,
      pages: [['bitrate', 'quality', 'keyframe-maxdistance', 'speed', 'threads']],
    },
    // I420 only: the profiles of other formats are not decoded by browsers' hardware. Look-ahead and hidden pictures
    // would hold pictures back.
    pipeline:
      'videoconvert ! video/x-raw,format=I420 ! vp9enc name=encoder deadline=1 lag-in-frames=0 auto-alt-ref=false ' +
      'row-mt=true frame-parallel-decoding=false ' +
      LIVE_BUFFER,
  },
  {
    start: applyRate,
    changed: (context, name) => {
      if (name === 'bitrate') applyRate(context);
    },
  },
);
