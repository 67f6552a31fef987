import { capsText, definePlug, type PlugContext } from '@flumotion/core/plugin';

const MILLISECOND = 1_000_000;

/** Brings sound to a sample rate and a number of channels, without gaps. */
export const audioconvert = definePlug(
  {
    type: 'effect-audioconvert',
    socket: 'effect',
    description: 'Brings sound to a sample rate and a number of channels, and fills gaps with silence.',
    caps: 'audio/x-raw',
    properties: {
      samplerate: {
        type: 'int',
        min: 4000,
        max: 192_000,
        unit: 'Hz',
        live: true,
        description: 'Sample rate; that of the source when left out.',
      },
      channels: {
        type: 'int',
        min: 1,
        max: 8,
        live: true,
        description: 'Number of channels; that of the source when left out.',
      },
      tolerance: {
        type: 'int',
        min: 0,
        max: 1000,
        unit: 'ms',
        default: 20,
        live: true,
        description: 'How far sound may be from its time before it is taken for a gap, or for too much.',
        sets: 'rate.tolerance',
        to: (milliseconds) => milliseconds * MILLISECOND,
      },
    },
    pipeline:
      'audiorate name=rate skip-to-first=true ! audioconvert ! audioresample ! capsfilter name=format caps-change-mode=delayed',
  },
  {
    start: (context) => {
      bring(context);
    },
    changed: (context) => {
      bring(context);
    },
  },
);

interface Form {
  readonly samplerate: number | undefined;
  readonly channels: number | undefined;
}

function bring(context: PlugContext<Form, 'effect'>): void {
  const { samplerate, channels } = context.properties;
  context.element('format').set('caps', capsText('audio/x-raw', { rate: samplerate, channels }));
}
