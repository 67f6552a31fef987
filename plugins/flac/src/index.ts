/**
 * Encodes raw sound with FLAC, without loss.
 * @module
 */
import { capsText, defineComponent } from '@flumotion/core/plugin';

/** Sample formats by depth in bits. */
const FORMATS: Readonly<Record<string, string>> = { '8': 'S8', '16': 'S16LE', '24': 'S24LE' };

export default defineComponent(
  {
    type: 'flac-encoder',
    kind: 'encoder',
    description: 'Encodes raw sound with FLAC, without loss.',
    eaters: { default: { caps: 'audio/x-raw', description: 'Raw sound.' } },
    feeders: { default: { caps: 'audio/x-flac', description: 'FLAC sound.' } },
    properties: {
      quality: {
        type: 'int',
        min: 0,
        max: 8,
        description: 'From 0 (least work) to 8 (smallest stream), 5 when left out; the sound is the same.',
        sets: 'encoder.quality',
        to: String,
      },
      depth: {
        type: 'enum',
        values: ['8', '16', '24'],
        default: '16',
        description: 'Bits a sample that are kept.',
      },
      channels: {
        type: 'int',
        min: 1,
        max: 8,
        description: 'Number of channels; as many as the sound has when left out.',
      },
      samplerate: {
        type: 'int',
        min: 8000,
        max: 192_000,
        unit: 'Hz',
        description: 'Samples a second; as the sound has when left out.',
      },
    },
    wizard: {
      step: 'audio-encoder',
      label: 'FLAC',
      rank: 40,
      pages: [['quality', 'depth', 'channels', 'samplerate']],
    },
    // The element's perfect-timestamp would count samples, and time would stand still where a feed was lost.
    pipeline:
      'audioresample ! audioconvert ! capsfilter name=input ! flacenc name=encoder perfect-timestamp=false seekpoints=0',
  },
  {
    start(context) {
      const { depth, channels, samplerate } = context.properties;
      const form = { format: FORMATS[depth], channels, rate: samplerate };
      context.element('input').set('caps', capsText('audio/x-raw', form));
    },
  },
);
