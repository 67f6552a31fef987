import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Level, MessageState } from '../api/types';
import { timeText } from '../frame/format';
import { Icon, type IconName } from '../frame/icons';
import css from './message-list.module.css';

const LOOKS: Readonly<Record<Level, { readonly icon: IconName; readonly colour: string }>> = {
  error: { icon: 'error', colour: 'var(--mood-sad)' },
  warning: { icon: 'warning', colour: 'var(--mood-hungry)' },
  info: { icon: 'info', colour: 'var(--mood-waking)' },
};

/** A message, and where it is from. */
export interface PlacedMessage extends MessageState {
  /** Full id of the component, where it is not plain. */
  readonly from?: string;
  /** When it was gone, milliseconds since 1970; absent while it stands. */
  readonly cleared?: number;
}

/** Messages with what to do about them. What is for whoever repairs it is folded away. */
export function MessageList({ messages }: { readonly messages: readonly PlacedMessage[] }) {
  return (
    <Stack gap="sm">
      {messages.map(({ level, id, text, advice, debug, time, from, cleared }) => (
        <div key={`${from ?? ''} ${id} ${cleared ?? ''}`} className={css['message']} data-level={level}>
          <span style={{ color: LOOKS[level].colour }}>
            <Icon name={LOOKS[level].icon} size={20} />
          </span>
          <div style={{ minWidth: 0 }}>
            <Text size="sm" fw={500} className="break">
              <span className={css['level']}>{level}: </span>
              {text}
            </Text>
            {advice !== undefined && (
              <Text size="sm" className="break">
                {advice}
              </Text>
            )}
            <Group gap="xs">
              {from !== undefined && (
                <Anchor component={Link} to={`/components${from}`} size="xs">
                  {from}
                </Anchor>
              )}
              <Text size="xs" c="dimmed">
                {timeText(time)}
                {cleared === undefined ? '' : `, over since ${timeText(cleared)}`} · {id}
              </Text>
            </Group>
            {debug !== undefined && debug !== '' && (
              <details className={css['details']}>
                <summary>Details</summary>
                <pre className="mono">{debug}</pre>
              </details>
            )}
          </div>
        </div>
      ))}
    </Stack>
  );
}
