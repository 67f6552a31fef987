/**
 * Encodes speech with Xiph's Speex codec.
 * @module
 */
import { capsText, defineComponent } from '@flumotion/core/plugin';
import { bitrateRange, rateFor } from './bands';

export default defineComponent(
  {
    type: 'speex-encoder',
    kind: 'encoder',
    description: "Encodes speech with Xiph's Speex codec.",
    eaters: { default: { caps: 'audio/x-raw', description: 'Raw sound.' } },
    feeders: { default: { caps: 'audio/x-speex', description: 'Speex sound, one channel.' } },
    properties: {
      bitrate: {
        type: 'int',
        min: 2150,
        max: 44_000,
        unit: 'bit/s',
        description: 'Bit rate, taken down to the next that Speex has; about 28000 when left out.',
        sets: 'encoder.bitrate',
      },
      samplerate: {
        type: 'enum',
        values: ['8000', '16000', '32000'],
        description: 'Samples a second; when left out what suits the bit rate.',
      },
    },
    wizard: { step: 'audio-encoder', label: 'Speex', rank: 30, pages: [['bitrate']] },
    // The element's perfect-timestamp would count samples, and time would stand still where a feed was lost.
    pipeline:
      'audioresample ! audioconvert ! capsfilter name=input ! speexenc name=encoder perfect-timestamp=false',
  },
  {
    check({ bitrate, samplerate }) {
      if (bitrate === undefined || samplerate === undefined) return undefined;
      const [least, most] = bitrateRange(Number(samplerate));
      if (bitrate >= least && bitrate <= most) return undefined;
      return `bitrate ${bitrate} does not exist at ${samplerate} Hz; choose from ${least} to ${most} bit/s, or leave samplerate out`;
    },
    start(context) {
      const { bitrate, samplerate } = context.properties;
      const rate = samplerate === undefined ? rateFor(bitrate) : Number(samplerate);
      context.element('input').set('caps', capsText('audio/x-raw', { rate, channels: 1 }));
    },
  },
);
