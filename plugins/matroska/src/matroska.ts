import { defineComponent } from '@flumotion/core/plugin';
import { properties } from './cluster';

/** Makes Matroska, which takes nearly every codec. */
export default defineComponent({
  type: 'matroska-muxer',
  kind: 'muxer',
  description: 'Lays encoded audio and video of nearly any codec into one Matroska stream.',
  eaters: {
    default: {
      caps:
        'video/x-h264; video/x-h265; video/x-vp8; video/x-vp9; video/x-av1; video/x-theora; video/x-dirac; video/mpeg; ' +
        'image/jpeg; audio/mpeg; audio/x-vorbis; audio/x-opus; audio/x-flac; audio/x-speex; audio/x-ac3; audio/x-eac3; ' +
        'audio/x-mulaw; audio/x-alaw; audio/x-raw',
      multiple: true,
      into: 'muxer',
      description: 'Encoded streams, each a feed.',
    },
  },
  feeders: { default: { caps: 'video/x-matroska; audio/x-matroska', description: 'The Matroska stream.' } },
  properties,
  wizard: {
    step: 'muxer',
    label: 'Matroska',
    rank: 40,
    plays: 'VLC, mpv and other players, recordings; no browser.',
  },
  pipeline: 'matroskamux name=muxer streamable=true',
});
