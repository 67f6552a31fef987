import { Group, Text, Tooltip } from '@mantine/core';
import type { Mood } from '../api/types';
import { Icon } from './icons';
import { MOODS } from './moods';

/** A mood in a word and an icon; its reason, or what it means, on pointing at it. */
export function MoodBadge({ mood, reason }: { readonly mood: Mood; readonly reason?: string | undefined }) {
  const { icon, colour, meaning } = MOODS[mood];
  return (
    <Tooltip label={reason ?? meaning}>
      <Group gap={6} wrap="nowrap" c={colour} w="fit-content" data-mood={mood}>
        <Icon name={icon} size={16} />
        <Text span size="sm" fw={600} c="inherit">
          {mood}
        </Text>
      </Group>
    </Tooltip>
  );
}
