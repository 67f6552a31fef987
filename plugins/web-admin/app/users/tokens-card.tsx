import { Button, Table } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useQuery } from '@tanstack/react-query';
import { call, pathOf } from '../api/client';
import { timeText } from '../frame/format';
import { Icon } from '../frame/icons';
import type { Token } from './accounts';
import { ListCard } from './list-card';
import { useRemoval } from './removal';
import { RoleBadge } from './role-badge';
import { TokenForm } from './token-form';

/** Tokens by which programs log in. */
export function TokensCard() {
  const list = useQuery({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => call<readonly Token[]>('GET', '/tokens', { signal }),
  });
  const remove = useRemoval('tokens', 'The token stays');
  return (
    <ListCard
      title="Tokens of programs"
      action={
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
      }
      list={list}
      none="There are none."
      heads={['For', 'Role', 'Made by', 'Used last', 'Ends']}
      width={620}
      row={({ id, name, role, by, used, expires }) => (
        <Table.Tr key={id}>
          <Table.Td className="break">{name}</Table.Td>
          <Table.Td>
            <RoleBadge role={role} />
          </Table.Td>
          <Table.Td className="break">{by}</Table.Td>
          <Table.Td>{used === undefined ? 'never' : timeText(used)}</Table.Td>
          <Table.Td>{expires === undefined ? 'never' : timeText(expires)}</Table.Td>
          <Table.Td ta="right">
            <Button
              size="compact-sm"
              variant="light"
              color="red"
              onClick={() =>
                void remove({
                  path: pathOf`/tokens/${id}`,
                  what: `the token ${name}`,
                  text: 'The program that has it is let in no more.',
                })
              }
            >
              Delete
            </Button>
          </Table.Td>
        </Table.Tr>
      )}
    />
  );
}
