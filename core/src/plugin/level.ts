import type { Context, ElementMessage } from './behaviour';

/** Level that stands for silence, in dB of full scale. */
const FLOOR = -100;

/** Stats of a component whose pipeline has an element `level`; spread them into its declaration. */
export const LEVEL_STATS = {
  'volume-peak': {
    kind: 'gauge',
    unit: 'dB',
    description: 'Loudest sample of the last moment, of all channels.',
  },
  'volume-rms': {
    kind: 'gauge',
    unit: 'dB',
    description: 'Mean level of the last moment, of the loudest channel.',
  },
  'volume-decay': {
    kind: 'gauge',
    unit: 'dB',
    description: 'Peak level as a meter shows it, falling slowly.',
  },
} as const;

/**
 * Fills the `LEVEL_STATS` from what an element `level` posted.
 * @returns whether the message was such a one.
 */
export function takeLevel(context: Pick<Context<never>, 'stat'>, message: ElementMessage): boolean {
  if (message.name !== 'level') return false;
  for (const field of ['peak', 'rms', 'decay']) {
    const loudest = Math.max(FLOOR, ...channels(message.text, field));
    context.stat(`volume-${field}`, Math.round(loudest * 10) / 10);
  }
  return true;
}

/** Values of one field, a number for each channel; silence is minus infinity. */
function channels(text: string, field: string): readonly number[] {
  const list = new RegExp(`\\b${field}=\\(GValueArray\\)<([^>]*)>`).exec(text)?.[1] ?? '';
  return list
    .split(',')
    .map((part) => part.trim().replace(/^\(\w+\)/, ''))
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('-inf') ? -Infinity : Number(part)))
    .filter((value) => !Number.isNaN(value) && value < Infinity);
}
