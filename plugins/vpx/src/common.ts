import type { Context } from '@flumotion/core/plugin';
import { keptInKilobits, rateSettings, type Rate } from './rate';

/** Target bit rate. */
export const BITRATE = {
  type: 'int',
  min: 1000,
  max: 1_000_000_000,
  unit: 'bit/s',
  description: 'Target bit rate; with a quality the most it may take. 400000 when neither is given.',
  live: true,
} as const;

/** Constant quality. */
export const QUALITY = {
  type: 'int',
  min: 0,
  max: 63,
  description: 'Quality from 0 (poor) to 63 (best), the same for all pictures; the bit rate follows it.',
} as const;

/** Distance of keyframes; what is asked for by eaters comes in addition. */
export const KEYFRAMES = {
  type: 'int',
  min: 1,
  max: 1_000_000,
  default: 50,
  unit: 'frames',
  description: 'Largest distance between key frames; listeners join at key frames.',
  sets: 'encoder.keyframe-max-dist',
} as const;

/** Threads of the codec. */
export const THREADS = {
  type: 'int',
  min: 1,
  max: 64,
  description: 'Threads that encode at the same time; more than the machine has cores slow it down.',
  sets: 'encoder.threads',
} as const;

/** Sets the encoder to the bit rate and quality of the properties. */
export function applyRate(context: Context<Rate>): void {
  const encoder = context.element('encoder');
  for (const [name, value] of Object.entries(rateSettings(context.properties))) encoder.set(name, value);
  const { bitrate } = context.properties;
  const meant = keptInKilobits(bitrate);
  if (meant === undefined) context.clear('bitrate-kilobits');
  else
    context.message({
      level: 'warning',
      id: 'bitrate-kilobits',
      text: `The bit rate ${String(bitrate)} is taken as ${String(bitrate)} kbit/s, which planets of Flumotion 0.10 meant by it.`,
      advice: `Write ${String(meant)}: the unit is bit/s.`,
    });
}

/** Milliseconds of stream over which the bit rate is kept; the codec's own six seconds are for files. */
export const LIVE_BUFFER = 'buffer-size=1000 buffer-initial-size=500 buffer-optimal-size=600';
