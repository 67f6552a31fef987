import { Button, Card, Group, ScrollArea, Table, Text, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, pathOf } from '../api/client';
import { confirmed } from '../frame/confirm';
import { timeText } from '../frame/format';
import { Icon } from '../frame/icons';
import { ProblemAlert, tellProblem } from '../frame/problem';
import { Waiting } from '../frame/waiting';
import type { Token } from './accounts';
import { RoleBadge } from './role-badge';
import { TokenForm } from './token-form';

/** Tokens by which programs log in. */
export function TokensCard() {
  const client = useQueryClient();
  const { data, error, isPending } = useQuery({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => call<readonly Token[]>('GET', '/tokens', { signal }),
  });
  const remove = useMutation({
    mutationFn: (id: string) => call('DELETE', pathOf`/tokens/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: ['tokens'] }),
    onError: (problem) => tellProblem('The token stays', problem),
  });
  const ask = async ({ id, name }: Token): Promise<void> => {
    const text = 'The program that has it is let in no more.';
    if (await confirmed({ title: `Delete the token ${name}?`, text, confirm: 'Delete', danger: true }))
      remove.mutate(id);
  };
  return (
    <Card withBorder padding="md">
      <Group justify="space-between" mb="sm">
        <Title order={2}>Tokens of programs</Title>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => {
            modals.open({ title: 'A new token', children: <TokenForm /> });
          }}
        >
          New token
        </Button>
      </Group>
      {error && <ProblemAlert error={error} />}
      {isPending && <Waiting />}
      {data?.length === 0 && (
        <Text size="sm" c="dimmed">
          There are none.
        </Text>
      )}
      {data !== undefined && data.length > 0 && (
        <ScrollArea>
          <Table miw={620} verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>For</Table.Th>
                <Table.Th>Role</Table.Th>
                <Table.Th>Made by</Table.Th>
                <Table.Th>Used last</Table.Th>
                <Table.Th>Ends</Table.Th>
                <Table.Th aria-label="Actions" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.map((token) => (
                <Table.Tr key={token.id}>
                  <Table.Td className="break">{token.name}</Table.Td>
                  <Table.Td>
                    <RoleBadge role={token.role} />
                  </Table.Td>
                  <Table.Td className="break">{token.by}</Table.Td>
                  <Table.Td>{token.used === undefined ? 'never' : timeText(token.used)}</Table.Td>
                  <Table.Td>{token.expires === undefined ? 'never' : timeText(token.expires)}</Table.Td>
                  <Table.Td ta="right">
                    <Button size="compact-sm" variant="light" color="red" onClick={() => void ask(token)}>
                      Delete
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
      )}
    </Card>
  );
}
