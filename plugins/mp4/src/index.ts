/**
 * Lays encoded audio and video into one fragmented MP4 stream.
 * @module
 */
import { defineComponent } from '@flumotion/core/plugin';
import { Remaker } from './remaker';

export default defineComponent(
  {
    type: 'mp4-muxer',
    kind: 'muxer',
    description: 'Lays encoded audio and video into one stream of MP4 fragments, for HLS and browsers.',
    eaters: {
      default: {
        caps:
          'video/x-h264; video/x-h265; video/x-vp9; video/x-av1; video/mpeg; ' +
          'audio/mpeg; audio/x-opus; audio/x-ac3; audio/x-alac',
        multiple: true,
        into: 'muxer',
        description: 'Encoded streams, each a feed.',
      },
    },
    feeders: { default: { caps: 'video/quicktime', description: 'The MP4 stream, a fragment a buffer.' } },
    properties: {
      'fragment-duration': {
        type: 'int',
        min: 40,
        max: 30_000,
        default: 500,
        unit: 'ms',
        description: 'Longest fragment, which is also the delay; each keyframe begins a new one.',
        sets: 'muxer.fragment-duration',
      },
    },
    wizard: {
      step: 'muxer',
      label: 'MP4',
      rank: 60,
      plays: 'HLS on phones, television sets and in browsers; VLC, mpv.',
    },
    pipeline:
      'mp4mux name=muxer streamable=true fragment-duration=500 ! @tap:muxed@ @inlet:stream@ ! @feeder:default@',
  },
  {
    start(context) {
      context.tap('muxed', new Remaker(context.inlet('stream')));
    },
  },
);
