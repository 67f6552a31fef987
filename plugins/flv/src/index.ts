/**
 * Lays encoded audio and video into one FLV stream.
 * @module
 */
import { defineComponent } from '@flumotion/core/plugin';
import { Remaker } from './remaker';

export default defineComponent(
  {
    type: 'flv-muxer',
    kind: 'muxer',
    description: 'Lays H.264 and AAC into one FLV stream, as RTMP carries it.',
    eaters: {
      default: {
        caps: 'video/x-h264; audio/mpeg; audio/x-speex; audio/x-mulaw; audio/x-alaw',
        multiple: true,
        into: 'muxer',
        most: { video: 1, audio: 1 },
        description: 'Encoded streams, each a feed: at most one with pictures and one with sound.',
      },
    },
    feeders: { default: { caps: 'video/x-flv', description: 'The FLV stream.' } },
    wizard: {
      step: 'muxer',
      label: 'FLV',
      rank: 30,
      plays: 'RTMP to platforms such as YouTube and Twitch; VLC, mpv.',
    },
    pipeline: 'flvmux name=muxer streamable=true ! @tap:muxed@ @inlet:stream@ ! @feeder:default@',
  },
  {
    start(context) {
      context.tap('muxed', new Remaker(context.inlet('stream')));
    },
  },
);
