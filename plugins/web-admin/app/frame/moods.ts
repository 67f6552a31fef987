import type { ComponentState, Level, Mood } from '../api/types';
import type { IconName } from './icon-paths';

/** What a mood means and how it is shown: never by colour alone. */
export interface MoodLook {
  readonly icon: IconName;
  readonly colour: string;
  readonly meaning: string;
}

/** All moods, those that need a person first. */
export const MOODS: Readonly<Record<Mood, MoodLook>> = {
  sad: { icon: 'error', colour: 'var(--mood-sad)', meaning: 'failed, a person is needed' },
  lost: { icon: 'unlink', colour: 'var(--mood-lost)', meaning: 'cannot be reached' },
  hungry: { icon: 'warning', colour: 'var(--mood-hungry)', meaning: 'waits for a feed' },
  waking: { icon: 'hourglass', colour: 'var(--mood-waking)', meaning: 'starting' },
  happy: { icon: 'check', colour: 'var(--mood-happy)', meaning: 'working' },
  sleeping: { icon: 'sleep', colour: 'var(--mood-sleeping)', meaning: 'stopped' },
};

/** Moods, those that need a person first. */
export const MOOD_ORDER = Object.keys(MOODS) as readonly Mood[];

/** Levels, the gravest first. */
export const LEVEL_ORDER: readonly Level[] = ['error', 'warning', 'info'];

/** How many components have each mood. */
export function countMoods(
  components: readonly Pick<ComponentState, 'mood'>[],
): Readonly<Record<Mood, number>> {
  const counts = Object.fromEntries(MOOD_ORDER.map((mood) => [mood, 0])) as Record<Mood, number>;
  for (const { mood } of components) counts[mood] += 1;
  return counts;
}

/** The mood that says most about several components: the first of `MOOD_ORDER` that one of them has. */
export function worstMood(components: readonly Pick<ComponentState, 'mood'>[]): Mood | undefined {
  return MOOD_ORDER.find((mood) => components.some((component) => component.mood === mood));
}
