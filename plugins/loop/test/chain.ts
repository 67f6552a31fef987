import { defineComponent } from '@flumotion/core/plugin';

/** Encodes the feeds of a film. */
export const encoder = defineComponent({
  type: 'test-encoder',
  kind: 'encoder',
  description: 'Encodes picture and sound.',
  eaters: {
    video: { caps: 'video/x-raw', description: 'Raw pictures.' },
    audio: { caps: 'audio/x-raw', description: 'Raw sound.' },
  },
  feeders: {
    video: { caps: 'video/x-theora', description: 'Theora video.' },
    audio: { caps: 'audio/x-vorbis', description: 'Vorbis sound.' },
  },
  pipeline:
    '@eater:video@ ! theoraenc ! @feeder:video@ ' +
    '@eater:audio@ ! audioconvert ! vorbisenc perfect-timestamp=true tolerance=20000000 ! @feeder:audio@',
});

/** Lays them into one stream. */
export const muxer = defineComponent({
  type: 'test-muxer',
  kind: 'muxer',
  description: 'Lays encoded streams into one.',
  eaters: {
    default: { caps: 'ANY', multiple: true, into: 'muxer', description: 'Encoded streams, each a feed.' },
  },
  feeders: { default: { caps: 'application/ogg', description: 'The Ogg stream.' } },
  pipeline: 'oggmux name=muxer max-tolerance=20000000 max-page-delay=100000000',
});
