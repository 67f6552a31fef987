import type { Context, ElementMessage } from './behaviour';

/** Level that stands for silence, in dB of full scale. */
export const SILENCE = -100;

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
  for (const field of ['peak', 'rms', 'decay'] as const) {
    context.stat(`volume-${field}`, loudestOf(message, field));
  }
  return true;
}

/** The loudest channel of a field of such a message in dB, to a tenth; silence is -100. */
export function loudestOf(message: ElementMessage, field: LevelField): number {
  return Math.round(Math.max(SILENCE, ...levelsOf(message, field)) * 10) / 10;
}

/** What an element `level` measures. */
export type LevelField = 'peak' | 'rms' | 'decay';

/** Values of one field of such a message in dB, one for each channel; silence is minus infinity. */
export function levelsOf({ text }: ElementMessage, field: LevelField): readonly number[] {
  const list = new RegExp(`\\b${field}=\\(GValueArray\\)<([^>]*)>`).exec(text)?.[1] ?? '';
  return list
    .split(',')
    .map((part) => part.trim().replace(/^\(\w+\)/, ''))
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('-inf') ? -Infinity : Number(part)))
    .filter((value) => !Number.isNaN(value) && value < Infinity);
}
