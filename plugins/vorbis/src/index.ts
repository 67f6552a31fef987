/**
 * Encodes raw sound with Xiph's Vorbis codec.
 * @module
 */
import { capsText, defineComponent } from '@flumotion/core/plugin';
import { affordableRates, bitrateRange } from './rate';
import { forgetForm, keepForm } from './steady';

export default defineComponent(
  {
    type: 'vorbis-encoder',
    kind: 'encoder',
    description: "Encodes raw sound with Xiph's Vorbis codec.",
    eaters: { default: { caps: 'audio/x-raw', description: 'Raw sound.' } },
    feeders: { default: { caps: 'audio/x-vorbis', description: 'Vorbis sound.' } },
    properties: {
      bitrate: {
        type: 'int',
        min: -1,
        max: 250_000,
        unit: 'bit/s',
        description:
          'Target bit rate; the sample rate is lowered to what it affords. -1, or none, leaves it to the quality.',
        sets: 'encoder.bitrate',
      },
      quality: {
        type: 'float',
        min: -0.1,
        max: 1,
        description: 'Quality from -0.1 (poor) to 1 (best), when no bit rate is set; 0.3 when neither is.',
        sets: 'encoder.quality',
      },
      channels: { type: 'int', min: 1, max: 8, default: 2, description: 'Number of channels.' },
    },
    wizard: {
      step: 'audio-encoder',
      label: 'Vorbis',
      rank: 100,
      pages: [['bitrate', 'quality', 'channels']],
    },
    // Times are counted from samples, as they are when packets of several sizes leave in a burst; a gap begins a new count.
    pipeline:
      'audioresample ! audioconvert ! capsfilter name=input ! vorbisenc name=encoder perfect-timestamp=true tolerance=20000000',
  },
  {
    check({ bitrate = -1, quality, channels }) {
      if (bitrate === -1) return undefined;
      if (quality !== undefined) {
        return `bitrate ${bitrate} and quality ${quality} exclude each other; leave one out`;
      }
      if (affordableRates(channels, bitrate).length > 0) return undefined;
      const [from, to] = bitrateRange(channels);
      return `bitrate ${bitrate} cannot be had with ${channels} channel(s); choose from ${from} to ${to} bit/s, or -1`;
    },
    start(context) {
      const { channels, bitrate } = context.properties;
      const rates = affordableRates(channels, bitrate === -1 ? undefined : bitrate);
      context.element('input').set('caps', capsText('audio/x-raw', { channels, rate: { oneOf: rates } }));
      keepForm(context, 'input');
    },
    stop(context) {
      forgetForm(context);
    },
  },
);
