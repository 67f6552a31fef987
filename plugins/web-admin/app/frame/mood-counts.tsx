import { Group, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { useLive } from '../api/live';
import { Icon } from './icons';
import { countMoods, MOOD_ORDER, MOODS } from './moods';

/** How many components have which mood; each leads to them. */
export function MoodCounts() {
  const components = useLive(({ planet }) => planet?.components);
  const counts = useMemo(() => countMoods(Object.values(components ?? {})), [components]);
  const there = MOOD_ORDER.filter((mood) => counts[mood] > 0);
  return (
    <Group gap="xs" wrap="nowrap" component="section" aria-label="Moods">
      {there.map((mood) => (
        <Tooltip key={mood} label={`${counts[mood]} ${mood}: ${MOODS[mood].meaning}`}>
          <UnstyledButton
            component={Link}
            to={`/?view=list&mood=${mood}`}
            c={MOODS[mood].colour}
            aria-label={`${counts[mood]} ${mood}`}
          >
            <Group gap={4} wrap="nowrap">
              <Icon name={MOODS[mood].icon} size={16} />
              <Text span size="sm" fw={600} className="tabular" c="inherit">
                {counts[mood]}
              </Text>
            </Group>
          </UnstyledButton>
        </Tooltip>
      ))}
    </Group>
  );
}
