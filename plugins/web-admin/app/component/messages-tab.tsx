import { Card, Text } from '@mantine/core';
import type { MessageState } from '../api/types';
import { MessageList } from '../messages/message-list';
import { bySeverity } from '../messages/order';

/** The messages of a component. */
export function MessagesTab({ messages }: { readonly messages: readonly MessageState[] }) {
  if (messages.length === 0)
    return (
      <Text size="sm" c="dimmed">
        There are no messages.
      </Text>
    );
  return (
    <Card withBorder padding="md">
      <MessageList messages={bySeverity(messages)} />
    </Card>
  );
}
