import { ActionIcon } from '@mantine/core';
import { Icon } from '../frame/icons';

/** Moves one of several up and down. */
export function OrderButtons({
  what,
  at,
  count,
  onMove,
}: {
  /** What is moved, for readers of the screen. */
  readonly what: string;
  readonly at: number;
  readonly count: number;
  readonly onMove: (by: -1 | 1) => void;
}) {
  if (count < 2) return null;
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        disabled={at === 0}
        aria-label={`Move ${what} up`}
        onClick={() => onMove(-1)}
      >
        <Icon name="up" size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        disabled={at === count - 1}
        aria-label={`Move ${what} down`}
        onClick={() => onMove(1)}
      >
        <Icon name="down" size={16} />
      </ActionIcon>
    </>
  );
}
