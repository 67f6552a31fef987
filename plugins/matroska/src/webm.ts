import { defineComponent } from '@flumotion/core/plugin';
import { properties } from './cluster';

/** Makes WebM, which browsers play. */
export default defineComponent({
  type: 'webm-muxer',
  kind: 'muxer',
  description: 'Lays encoded audio and video into one WebM stream, which browsers play.',
  eaters: {
    default: {
      caps: 'video/x-vp8; video/x-vp9; video/x-av1; audio/x-vorbis; audio/x-opus',
      multiple: true,
      into: 'muxer',
      description: 'Encoded streams, each a feed.',
    },
  },
  feeders: { default: { caps: 'video/webm; audio/webm', description: 'The WebM stream.' } },
  properties,
  wizard: {
    step: 'muxer',
    label: 'WebM',
    rank: 90,
    plays: 'Browsers by themselves; VLC, mpv.',
  },
  pipeline: 'webmmux name=muxer streamable=true',
});
