/**
 * Encodes raw sound as AAC.
 * @module
 */
import { capsText, defineComponent } from '@flumotion/core/plugin';
import { bitrateRange, chooseEncoder, RATES } from './encoders';

export default defineComponent(
  {
    type: 'aac-encoder',
    kind: 'encoder',
    description: 'Encodes raw sound as AAC (low complexity).',
    eaters: { default: { caps: 'audio/x-raw', description: 'Raw sound.' } },
    feeders: {
      default: {
        caps: 'audio/mpeg, mpegversion=(int)4, stream-format=(string)raw',
        description: 'AAC sound.',
      },
    },
    stats: {
      encoder: { kind: 'text', description: 'Element that encodes: fdkaacenc, avenc_aac or voaacenc.' },
    },
    properties: {
      bitrate: {
        type: 'int',
        min: 8000,
        max: 960_000,
        unit: 'bit/s',
        default: 128_000,
        description: 'Bit rate of all channels together.',
        sets: 'encoder.bitrate',
      },
      channels: { type: 'int', min: 1, max: 6, default: 2, description: 'Number of channels.' },
      samplerate: {
        type: 'int',
        min: 8000,
        max: 48_000,
        unit: 'Hz',
        default: 44_100,
        description: `Samples a second, one of ${RATES.join(', ')}; other sound is resampled.`,
      },
    },
    wizard: {
      step: 'audio-encoder',
      label: 'AAC',
      rank: 90,
      pages: [['bitrate', 'channels', 'samplerate']],
    },
    pipeline: (_, has) =>
      `audioresample ! audioconvert ! capsfilter name=input ! ${chooseEncoder(has)} name=encoder ! aacparse`,
  },
  {
    check({ bitrate, channels, samplerate }) {
      if (!(RATES as readonly number[]).includes(samplerate)) {
        return `samplerate ${samplerate} is none of ${RATES.join(', ')} Hz`;
      }
      const [least, most] = bitrateRange(samplerate, channels);
      if (bitrate >= least && bitrate <= most) return undefined;
      return `bitrate ${bitrate} does not fit ${channels} channel(s) at ${samplerate} Hz; choose from ${least} to ${most} bit/s`;
    },
    start(context) {
      const { channels, samplerate } = context.properties;
      context.stat('encoder', context.element('encoder').factory);
      context.element('input').set('caps', capsText('audio/x-raw', { rate: samplerate, channels }));
    },
  },
);
