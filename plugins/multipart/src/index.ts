/**
 * Lays pictures one after the other as parts of a multipart stream.
 * @module
 */
import { defineComponent } from '@flumotion/core/plugin';

export default defineComponent({
  type: 'multipart-muxer',
  kind: 'muxer',
  description:
    'Sends pictures (JPEG), or any other media, one after the other as parts of one multipart stream.',
  eaters: {
    default: {
      caps: 'image/jpeg; image/png; audio/x-mulaw; audio/x-alaw; text/plain',
      multiple: true,
      into: 'muxer',
      description: 'Pictures, or other media that stands by itself, each a feed.',
    },
  },
  feeders: { default: { caps: 'multipart/x-mixed-replace', description: 'The multipart stream.' } },
  wizard: {
    step: 'muxer',
    label: 'Multipart',
    rank: 10,
    plays: 'Browsers as a moving picture without a player; much data, no sound there.',
  },
  pipeline: 'multipartmux name=muxer boundary=ThisRandomString',
});
