import type { Context, ElementMessage } from './behaviour';

/**
 * Level that stands for silence, in dB of full scale.
 * @example
 * ```ts
 * const heard = (level: number): boolean => level > SILENCE;
 * ```
 */
export const SILENCE = -100;

/**
 * Stats of a component whose pipeline has an element `level`; spread them into its declaration.
 * @example
 * ```ts
 * const meter = defineComponent(
 *   {
 *     type: 'sound-meter',
 *     kind: 'converter',
 *     description: 'Measures sound.',
 *     eaters: { default: { caps: 'audio/x-raw' } },
 *     feeders: { default: { caps: 'audio/x-raw' } },
 *     stats: LEVEL_STATS,
 *     pipeline: 'level interval=200000000',
 *   },
 *   { elementMessage: (context, message) => void takeLevel(context, message) },
 * );
 * ```
 */
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
 * @example
 * ```ts
 * const behaviour: Behaviour = { elementMessage: (context, message) => void takeLevel(context, message) };
 * ```
 */
export function takeLevel(context: Pick<Context<never>, 'stat'>, message: ElementMessage): boolean {
  if (message.name !== 'level') return false;
  for (const field of ['peak', 'rms', 'decay'] as const) {
    context.stat(`volume-${field}`, loudestOf(message, field));
  }
  return true;
}

/**
 * The loudest channel of a field of such a message in dB, to a tenth; silence is -100.
 * @example
 * ```ts
 * const loud = (message: ElementMessage): boolean => loudestOf(message, 'peak') > -1;
 * ```
 */
export function loudestOf(message: ElementMessage, field: LevelField): number {
  return Math.round(Math.max(SILENCE, ...levelsOf(message, field)) * 10) / 10;
}

/**
 * What an element `level` measures.
 * @example
 * ```ts
 * const field: LevelField = 'rms';
 * ```
 */
export type LevelField = 'peak' | 'rms' | 'decay';

/**
 * Values of one field of such a message in dB, one for each channel; silence is minus infinity.
 * @example
 * ```ts
 * const left = (message: ElementMessage): number | undefined => levelsOf(message, 'rms')[0];
 * ```
 */
export function levelsOf({ text }: ElementMessage, field: LevelField): readonly number[] {
  const list = new RegExp(`\\b${field}=\\(GValueArray\\)<([^>]*)>`).exec(text)?.[1] ?? '';
  return list
    .split(',')
    .map((part) => part.trim().replace(/^\(\w+\)/, ''))
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('-inf') ? -Infinity : Number(part)))
    .filter((value) => !Number.isNaN(value) && value < Infinity);
}
