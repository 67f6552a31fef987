import { Card, Group, ScrollArea, Table, Text, Title, VisuallyHidden } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemAlert } from '../frame/problem';
import { Waiting } from '../frame/waiting';

/** A card with a table of what the manager has of something, one row each; the last column is for what can be done. */
export function ListCard<T>({
  title,
  action,
  list: { data, error, isPending },
  none,
  heads,
  width,
  row,
}: {
  readonly title: string;
  /** Beside the title. */
  readonly action?: ReactNode;
  readonly list: UseQueryResult<readonly T[]>;
  /** Said where there is nothing. */
  readonly none: string;
  /** Heads of the columns but the last. */
  readonly heads: readonly string[];
  /** Least width of the table, pixels. */
  readonly width: number;
  /** A `Table.Tr` with a key. */
  readonly row: (item: T) => ReactNode;
}) {
  return (
    <Card withBorder padding="md">
      <Group justify="space-between" mb="sm">
        <Title order={2}>{title}</Title>
        {action}
      </Group>
      {error && <ProblemAlert error={error} />}
      {isPending && <Waiting />}
      {data?.length === 0 && (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      )}
      {data !== undefined && data.length > 0 && (
        <ScrollArea>
          <Table miw={width} verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                {heads.map((head) => (
                  <Table.Th key={head}>{head}</Table.Th>
                ))}
                <Table.Th>
                  <VisuallyHidden>Actions</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>{data.map(row)}</Table.Tbody>
          </Table>
        </ScrollArea>
      )}
    </Card>
  );
}
