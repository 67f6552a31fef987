import { Anchor, Checkbox, Text } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'react-router';
import { useLive } from '../api/live';
import type { ComponentState } from '../api/types';
import { bytesText, durationText, percentText } from '../frame/format';
import { MoodBadge } from '../frame/mood';
import { useNow } from '../frame/now';
import css from './planet-list.module.css';

/** One component in the list. */
export const PlanetRow = memo(function PlanetRow({
  component,
  index,
  top,
  chosen,
  onPick,
}: {
  readonly component: ComponentState;
  /** Place in the table, counted from 1, the head included. */
  readonly index: number;
  /** Pixels from the top of the rows. */
  readonly top: number;
  readonly chosen: boolean;
  /** @param range - all from the row clicked before to this one are meant. */
  readonly onPick: (id: string, range: boolean) => void;
}) {
  return (
    <div
      role="row"
      aria-rowindex={index}
      aria-selected={chosen}
      className={`${css['row'] ?? ''} ${css['body'] ?? ''}`}
      data-chosen={chosen || undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      <Cells component={component} chosen={chosen} onPick={onPick} />
    </div>
  );
});

/** What is in a row: not drawn again because the row has another place now, and its figures by themselves. */
const Cells = memo(function Cells({
  component,
  chosen,
  onPick,
}: OfComponent & {
  readonly chosen: boolean;
  readonly onPick: (id: string, range: boolean) => void;
}) {
  const { id, name, label, type, flow, worker, mood, reason, messages } = component;
  return (
    <>
      <div role="cell" className={css['check']}>
        <Checkbox
          size="xs"
          checked={chosen}
          aria-label={`Choose ${id}`}
          onClick={(event) => onPick(id, event.shiftKey)}
          onChange={() => undefined}
        />
      </div>
      <div role="cell">
        <MoodBadge mood={mood} reason={reason} />
      </div>
      <div role="cell" className={css['name']}>
        <Anchor component={Link} to={`/components${id}`} truncate fw={500} size="sm" title={id}>
          {label ?? name}
        </Anchor>
        {reason !== undefined && (
          <Text size="xs" c="dimmed" truncate title={reason}>
            {reason}
          </Text>
        )}
      </div>
      <div role="cell" className={css['wide']}>
        <Text size="sm" truncate title={type}>
          {type}
        </Text>
      </div>
      <div role="cell" className={css['wide']}>
        <Text size="sm" truncate title={flow}>
          {flow}
        </Text>
      </div>
      <div role="cell" className={css['middle']}>
        <Text size="sm" truncate title={worker}>
          {worker}
        </Text>
      </div>
      <div role="cell" className={css['number']}>
        <Cpu component={component} />
      </div>
      <div role="cell" className={css['number']}>
        <Memory component={component} />
      </div>
      <div role="cell" className={css['number']}>
        <Uptime component={component} />
      </div>
      <div role="cell" className={css['number']}>
        {messages.length === 0 ? '' : messages.length}
      </div>
    </>
  );
});

interface OfComponent {
  readonly component: ComponentState;
}

function Cpu({ component: { id, cpu: first } }: OfComponent) {
  return useLive(({ figures }) => {
    const cpu = figures[id]?.cpu ?? first;
    return cpu === undefined ? '–' : percentText(cpu);
  });
}

function Memory({ component: { id, memory: first } }: OfComponent) {
  return useLive(({ figures }) => {
    const memory = figures[id]?.memory ?? first ?? 0;
    return memory === 0 ? '–' : bytesText(memory);
  });
}

function Uptime({ component: { started, pid } }: OfComponent) {
  const now = useNow(10_000);
  return started === undefined || pid === undefined ? '–' : durationText((now - started) / 1000);
}
