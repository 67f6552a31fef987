/**
 * Encodes raw sound as MP3.
 * @module
 */
import { capsText, defineComponent } from '@flumotion/core/plugin';
import { bitrates, SAMPLE_RATES } from './rates';

const USUAL_BITRATE = 128_000;

export default defineComponent(
  {
    type: 'mp3-encoder',
    kind: 'encoder',
    description: 'Encodes raw sound as MP3.',
    eaters: { default: { caps: 'audio/x-raw', description: 'Raw sound.' } },
    feeders: {
      default: { caps: 'audio/mpeg, mpegversion=(int)1, layer=(int)3', description: 'MP3 sound.' },
    },
    properties: {
      bitrate: {
        type: 'int',
        min: 8000,
        max: 320_000,
        unit: 'bit/s',
        description: `Constant bit rate, one that MP3 has; ${USUAL_BITRATE} when there is no quality either.`,
      },
      quality: {
        type: 'float',
        min: 0,
        max: 9.999,
        description: 'Variable bit rate of this quality, from 0 (best) to 9.999, as of lame -V.',
        sets: 'encoder.quality',
      },
      channels: { type: 'int', min: 1, max: 2, default: 2, description: 'Number of channels.' },
      samplerate: {
        type: 'int',
        min: 16_000,
        max: 48_000,
        unit: 'Hz',
        default: 44_100,
        description: `Samples a second, one of ${SAMPLE_RATES.join(', ')}; other sound is resampled.`,
      },
    },
    wizard: {
      step: 'audio-encoder',
      label: 'MP3',
      rank: 80,
      plays: 'Every browser, phone, radio and player: sound alone.',
      pages: [['bitrate', 'quality', 'channels', 'samplerate']],
    },
    pipeline:
      'audioresample ! audioconvert ! capsfilter name=input ! lamemp3enc name=encoder ! mpegaudioparse ! capsfilter name=output',
  },
  {
    check({ bitrate, quality, samplerate }) {
      if (!(SAMPLE_RATES as readonly number[]).includes(samplerate)) {
        return `samplerate ${samplerate} is none of ${SAMPLE_RATES.join(', ')} Hz`;
      }
      if (bitrate === undefined) return undefined;
      if (quality !== undefined) {
        return `bitrate ${bitrate} and quality ${quality} exclude each other; leave one out`;
      }
      const all = bitrates(samplerate);
      if (all.includes(bitrate)) return undefined;
      return `bitrate ${bitrate} does not exist in MP3 at ${samplerate} Hz; choose one of ${all.join(', ')} bit/s`;
    },
    start(context) {
      const { bitrate = USUAL_BITRATE, quality, channels, samplerate } = context.properties;
      const form = { rate: samplerate, channels };
      context.element('input').set('caps', capsText('audio/x-raw', form));
      // LAME would lower the sample rate by itself where it finds the bit rate too low.
      context.element('output').set('caps', capsText('audio/mpeg', form));
      const encoder = context.element('encoder');
      encoder.set('target', quality === undefined ? 'bitrate' : 'quality');
      if (quality !== undefined) return;
      encoder.set('cbr', true);
      encoder.set('bitrate', bitrate / 1000);
    },
  },
);
