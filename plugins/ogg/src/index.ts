/**
 * Lays encoded audio and video into one Ogg stream.
 * @module
 */
import { defineComponent } from '@flumotion/core/plugin';

const nanoseconds = (milliseconds: number): number => milliseconds * 1_000_000;

export default defineComponent({
  type: 'ogg-muxer',
  kind: 'muxer',
  description: 'Lays encoded audio and video into one Ogg stream.',
  eaters: {
    default: {
      caps: 'video/x-theora; audio/x-vorbis; audio/x-opus; audio/x-speex; audio/x-flac; video/x-vp8; video/x-dirac',
      multiple: true,
      into: 'muxer',
      description: 'Encoded streams, each a feed.',
    },
  },
  feeders: { default: { caps: 'application/ogg', description: 'The Ogg stream.' } },
  properties: {
    'max-delay': {
      type: 'int',
      min: 0,
      max: 10_000,
      unit: 'ms',
      description:
        'Time a stream may lag behind the others before the muxer goes on without it; 500 when left out.',
      sets: 'muxer.max-delay',
      to: nanoseconds,
    },
    'max-page-delay': {
      type: 'int',
      min: 0,
      max: 10_000,
      default: 100,
      unit: 'ms',
      description:
        'Time an unfinished page is held back; smaller means less delay and a little more overhead.',
      sets: 'muxer.max-page-delay',
      to: nanoseconds,
    },
  },
  wizard: {
    step: 'muxer',
    label: 'Ogg',
    rank: 100,
    plays: 'Any browser on the page of the stream, Firefox by itself with Vorbis or Opus; VLC, mpv, radios.',
  },
  // Within its tolerance of 40 ms oggmux counts samples instead of reading times. The first packet of a Vorbis stream counts as none,
  // so in a stream that is joined while it runs the sound would stay 23 ms early for ever. What live sources jitter stays below 20 ms.
  pipeline: 'oggmux name=muxer max-tolerance=20000000',
});
