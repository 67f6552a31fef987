import { Chip, Group } from '@mantine/core';
import type { ComponentState, Mood } from '../api/types';
import { countMoods, MOOD_ORDER, MOODS } from '../frame/moods';

/** Chooses moods; only those that some component has, or that are chosen, are there. */
export function MoodFilter({
  components,
  chosen,
  onChange,
}: {
  readonly components: readonly ComponentState[];
  readonly chosen: readonly Mood[];
  readonly onChange: (moods: readonly Mood[]) => void;
}) {
  const counts = countMoods(components);
  const there = MOOD_ORDER.filter((mood) => counts[mood] > 0 || chosen.includes(mood));
  if (there.length < 2 && chosen.length === 0) return null;
  return (
    <Chip.Group multiple value={[...chosen]} onChange={(value) => onChange(value)}>
      <Group gap={6} role="group" aria-label="Moods to show">
        {there.map((mood) => (
          <Chip key={mood} value={mood} size="sm" variant="outline" color="indigo">
            <span style={{ color: MOODS[mood].colour }}>
              {mood} {counts[mood]}
            </span>
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}
