import type { PropertySpecs } from '@flumotion/core/plugin';
import { AFTER, CLEAR_PROPERTY } from './common';

/** Properties of what watches sound. */
export const SOUND_PROPERTIES = {
  'silence-level': {
    type: 'float',
    min: -90,
    max: 0,
    default: -60,
    unit: 'dB',
    live: true,
    description: 'Mean level of the loudest channel up to which it counts as silence.',
  },
  'silence-time': {
    ...AFTER,
    default: 10,
    description: 'Tell of silence that lasts this long; 0 for never.',
  },
  'channel-time': {
    ...AFTER,
    default: 10,
    description: 'Tell of a channel that is silent for this long while another is not; 0 for never.',
  },
  'clipping-level': {
    type: 'float',
    min: -20,
    max: 0,
    default: -0.1,
    unit: 'dB',
    live: true,
    description: 'Peak level from which it counts as too loud.',
  },
  'clipping-time': {
    ...AFTER,
    default: 3,
    description: 'Tell of sound that is too loud again and again for this long; 0 for never.',
  },
  'steady-range': {
    type: 'float',
    min: 0,
    max: 6,
    default: 0.2,
    unit: 'dB',
    live: true,
    description:
      'How far the mean level may move for it to count as steady, as a test tone or a stuck signal is.',
  },
  'steady-time': {
    ...AFTER,
    default: 30,
    description: 'Tell of sound whose level stands still for this long; 0 for never.',
  },
  'phase-time': {
    ...AFTER,
    live: false,
    default: 0,
    description:
      'Tell of two channels that cancel each other out for this long, one being upside down; 0 for never, which is cheaper.',
  },
  hysteresis: {
    type: 'float',
    min: 0,
    max: 20,
    default: 3,
    unit: 'dB',
    live: true,
    description: 'How far a level must be on the good side of its limit to count as well again.',
  },
  ...CLEAR_PROPERTY,
} as const satisfies PropertySpecs;

const QUEUE = 'queue leaky=downstream max-size-buffers=0 max-size-bytes=0 max-size-time=1000000000';
const SINK = 'fakesink sync=false async=false enable-last-sample=false';

/** The watching of sound beside its way, which it is never in. */
export function soundBranch(phase: boolean): string {
  const meter = (name: string, form: string): string =>
    `watch. ! ${QUEUE} ! audioconvert ! ${form}level name=${name} interval=250000000 ! ${SINK}`;
  return `tee name=watch ${meter('level', '')}${phase ? ` ${meter('mono', 'audio/x-raw,channels=1 ! ')}` : ''} watch.`;
}
