/**
 * Lays encoded audio and video into one MPEG transport stream.
 * @module
 */
import { defineComponent } from '@flumotion/core/plugin';
import { Remaker } from './remaker';

export default defineComponent(
  {
    type: 'mpegts-muxer',
    kind: 'muxer',
    clock: { priority: 0 },
    description: 'Lays encoded audio and video into one MPEG transport stream, for HLS, SRT and broadcast.',
    eaters: {
      default: {
        caps: 'video/x-h264; video/x-h265; video/mpeg; audio/mpeg; audio/x-opus; audio/x-ac3; audio/x-dts; meta/x-klv',
        multiple: true,
        into: 'muxer',
        repeatSettings: true,
        description: 'Encoded streams, each a feed.',
      },
    },
    feeders: { default: { caps: 'video/mpegts', description: 'The transport stream.' } },
    properties: {
      bitrate: {
        type: 'long',
        min: 0,
        max: 1_000_000_000,
        unit: 'bit/s',
        description:
          'Constant rate that the stream is filled up to with empty packets; without padding when 0 or left out.',
        sets: 'muxer.bitrate',
      },
    },
    wizard: {
      step: 'muxer',
      label: 'MPEG-TS',
      rank: 70,
      plays: 'HLS on phones, television sets and in browsers; SRT, RTP and broadcast; VLC, mpv.',
    },
    pipeline: 'mpegtsmux name=muxer ! @tap:muxed@ @inlet:stream@ ! @feeder:default@',
  },
  {
    start(context) {
      context.tap('muxed', new Remaker(context.inlet('stream'), () => context.now()));
    },
  },
);
