import { Badge, Button, Card, Center, Group, ScrollArea, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { call } from '../api/client';
import type { Answer } from '../api/types';
import { timeText } from '../frame/format';
import { Page } from '../frame/page';
import { ProblemAlert } from '../frame/problem';
import { Waiting } from '../frame/waiting';
import { words } from '../frame/words';
import { differences, valueShown } from './differences';

type Audit = Answer<'readAudit'>;

/** Who changed what, and what came of it. */
export default function AuditPage() {
  const [user, setUser] = useState('');
  const [what, setWhat] = useState('');
  const [wanted] = useDebouncedValue({ user, what }, 300);
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['audit', wanted],
    queryFn: ({ pageParam, signal }) =>
      call<Audit>('GET', '/audit', { query: { ...wanted, before: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Page title="Audit" about="Every change that was asked for: by whom, what it was before and after.">
      <Group gap="sm">
        <TextInput
          aria-label="User"
          placeholder="User"
          value={user}
          onChange={(event) => setUser(event.currentTarget.value)}
          w={{ base: '100%', xs: 200 }}
        />
        <TextInput
          aria-label="What was changed"
          placeholder="What, such as /default"
          value={what}
          onChange={(event) => setWhat(event.currentTarget.value)}
          w={{ base: '100%', xs: 260 }}
        />
      </Group>
      {error && <ProblemAlert error={error} />}
      {isPending ? (
        <Waiting />
      ) : entries.length === 0 ? (
        <Text c="dimmed" py="xl" ta="center">
          No change is like that.
        </Text>
      ) : (
        <Card withBorder padding={0}>
          <ScrollArea>
            <Table miw={760} verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>When</Table.Th>
                  <Table.Th>Who</Table.Th>
                  <Table.Th>Change</Table.Th>
                  <Table.Th>Of</Table.Th>
                  <Table.Th>Result</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {entries.map((entry) => (
                  <EntryRow key={entry.id} entry={entry} />
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea>
        </Card>
      )}
      {hasNextPage && (
        <Center>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Earlier ones
          </Button>
        </Center>
      )}
    </Page>
  );
}

function EntryRow({ entry }: { readonly entry: Audit['entries'][number] }) {
  const { time, user, address, operation, what, given = {}, before, after, result, message } = entry;
  const [open, setOpen] = useState(false);
  const changes = differences(before, after);
  const more = changes.length > 0 || message !== undefined || Object.keys(given).length > 0;
  return (
    <Fragment>
      <Table.Tr>
        <Table.Td className="tabular">{timeText(time)}</Table.Td>
        <Table.Td>
          <Text size="sm">{user}</Text>
          <Text size="xs" c="dimmed">
            {address}
          </Text>
        </Table.Td>
        <Table.Td>{words(operation.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`))}</Table.Td>
        <Table.Td className="break">{what}</Table.Td>
        <Table.Td>
          <Group gap="xs" wrap="nowrap">
            <Badge variant="light" color={result === 'done' ? 'green' : 'orange'} tt="none">
              {result}
            </Badge>
            {more && (
              <Button size="compact-xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
                Details
              </Button>
            )}
          </Group>
        </Table.Td>
      </Table.Tr>
      {open && (
        <Table.Tr>
          <Table.Td colSpan={5}>
            <Stack gap={4}>
              {message !== undefined && <Text size="sm">{message}</Text>}
              {Object.entries(given).map(([name, value]) => (
                <Text key={name} className="mono break">
                  {name}: {valueShown(value)}
                </Text>
              ))}
              {changes.map(({ path, from, to }) => (
                <Text key={path} className="mono break">
                  {path === '' ? '' : `${path}: `}
                  {from} → {to}
                </Text>
              ))}
            </Stack>
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  );
}
