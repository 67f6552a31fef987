/**
 * Encodes raw video with Xiph's Theora codec.
 * @module
 */
import { defineComponent } from '@flumotion/core/plugin';

const RETIRED = 'Theora encoders no longer have this setting; remove the property.';

export default defineComponent({
  type: 'theora-encoder',
  kind: 'encoder',
  description: "Encodes raw video with Xiph's Theora codec.",
  // theoraenc takes pictures of another size, and goes on without other headers: nobody could decode them.
  eaters: { default: { caps: 'video/x-raw', steady: true, description: 'Raw pictures.' } },
  feeders: { default: { caps: 'video/x-theora', description: 'Theora video.' } },
  properties: {
    bitrate: {
      type: 'int',
      min: 1000,
      max: 16_777_215_000,
      unit: 'bit/s',
      description: 'Target bit rate; frames are dropped rather than the rate exceeded.',
      sets: 'encoder.bitrate',
      to: (bitsPerSecond) => Math.round(bitsPerSecond / 1000),
      live: true,
    },
    quality: {
      type: 'int',
      min: 0,
      max: 63,
      description: 'Quality from 0 (poor) to 63 (best), when no bit rate is set; 48 when neither is.',
      sets: 'encoder.quality',
    },
    'keyframe-mindistance': {
      type: 'int',
      description: 'Smallest distance between key frames.',
      retired: 'The encoder chooses by itself; keyframe-maxdistance bounds it.',
    },
    'keyframe-maxdistance': {
      type: 'int',
      min: 1,
      max: 32_768,
      unit: 'frames',
      description: 'Largest distance between key frames, 64 when left out; listeners join at key frames.',
      sets: 'encoder.keyframe-freq',
    },
    speed: {
      type: 'int',
      min: 0,
      max: 3,
      description: 'From 0 (slowest, best picture) to 3 (fastest).',
      sets: 'encoder.speed-level',
    },
    'quick-compress': { type: 'bool', description: 'Faster encoding.', retired: 'Use speed instead.' },
    'noise-sensitivity': { type: 'int', description: 'Removal of noise.', retired: RETIRED },
    sharpness: { type: 'int', description: 'Sharpness of the picture.', retired: RETIRED },
  },
  wizard: {
    step: 'video-encoder',
    label: 'Theora',
    rank: 100,
    defaults: { bitrate: 400_000, 'keyframe-maxdistance': 50 },
    pages: [['bitrate', 'quality', 'keyframe-maxdistance', 'speed']],
  },
  // A granule position counts frames since the last key frame, also those that a lost feed left out: with room for 64
  // of them time would run backwards after a gap. keyframe-force only makes that room; keyframe-freq is the distance. The
  // rate buffer, in frames, would follow the room and be too long for the rate to be kept.
  pipeline: 'videoconvert ! theoraenc name=encoder keyframe-auto=false keyframe-force=32768 rate-buffer=96',
});
