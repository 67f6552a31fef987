/**
 * Encodes raw sound with the Opus codec.
 * @module
 */
import { capsText, defineComponent } from '@flumotion/core/plugin';

/** bit/s that a channel needs at least, and makes use of at most. */
const PER_CHANNEL = { least: 6000, most: 256_000 } as const;

export default defineComponent(
  {
    type: 'opus-encoder',
    kind: 'encoder',
    description: 'Encodes raw sound with the Opus codec.',
    eaters: { default: { caps: 'audio/x-raw', description: 'Raw sound.' } },
    feeders: { default: { caps: 'audio/x-opus', description: 'Opus sound at 48 kHz.' } },
    properties: {
      bitrate: {
        type: 'int',
        min: 6000,
        max: 510_000,
        unit: 'bit/s',
        default: 96_000,
        description: 'Target bit rate of all channels together.',
        sets: 'encoder.bitrate',
        live: true,
      },
      channels: { type: 'int', min: 1, max: 8, default: 2, description: 'Number of channels.' },
      'bitrate-type': {
        type: 'enum',
        values: ['cbr', 'vbr', 'constrained-vbr'],
        description:
          'Constant bit rate (cbr), variable (vbr), or variable within the limits of a live stream (constrained-vbr, when left out).',
        sets: 'encoder.bitrate-type',
        live: true,
      },
      'audio-type': {
        type: 'enum',
        values: ['generic', 'voice', 'restricted-lowdelay'],
        description: 'What the sound is: generic when left out; restricted-lowdelay saves 4 ms of delay.',
        sets: 'encoder.audio-type',
      },
      'frame-size': {
        type: 'enum',
        values: ['2.5', '5', '10', '20', '40', '60'],
        description:
          'Sound in one packet, in ms; 20 when left out. Short ones have less delay and need a higher bit rate.',
        sets: 'encoder.frame-size',
      },
      complexity: {
        type: 'int',
        min: 0,
        max: 10,
        description: 'From 0 (least work) to 10 (best sound), 10 when left out.',
        sets: 'encoder.complexity',
        live: true,
      },
    },
    wizard: {
      step: 'audio-encoder',
      label: 'Opus',
      rank: 95,
      pages: [['bitrate', 'channels', 'audio-type']],
    },
    pipeline: 'audioresample ! audioconvert ! capsfilter name=input ! opusenc name=encoder ! opusparse',
  },
  {
    check({ bitrate, channels }) {
      const [least, most] = [PER_CHANNEL.least * channels, PER_CHANNEL.most * channels];
      if (bitrate >= least && bitrate <= most) return undefined;
      return `bitrate ${bitrate} does not fit ${channels} channel(s); choose from ${least} to ${Math.min(most, 510_000)} bit/s`;
    },
    start(context) {
      const { channels } = context.properties;
      context.element('input').set('caps', capsText('audio/x-raw', { rate: 48_000, channels }));
    },
  },
);
