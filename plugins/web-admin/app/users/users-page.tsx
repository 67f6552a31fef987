import { Button, Card, Group, ScrollArea, Table, Text, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, pathOf } from '../api/client';
import { sessionQuery } from '../api/session';
import { confirmed } from '../frame/confirm';
import { Icon } from '../frame/icons';
import { Page } from '../frame/page';
import { ProblemAlert, tellDone, tellProblem } from '../frame/problem';
import { Waiting } from '../frame/waiting';
import { AccountForm } from './account-form';
import type { Account } from './accounts';
import { RoleBadge } from './role-badge';
import { TokensCard } from './tokens-card';

/** Accounts of people and workers, and tokens of programs. */
export default function UsersPage() {
  const { data: session } = useQuery(sessionQuery);
  const client = useQueryClient();
  const { data, error, isPending } = useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => call<readonly Account[]>('GET', '/users', { signal }),
  });
  const remove = useMutation({
    mutationFn: (user: string) => call('DELETE', pathOf`/users/${user}`),
    onSuccess: async (_, user) => {
      tellDone(`${user} is no more.`);
      await client.invalidateQueries({ queryKey: ['users'] });
    },
    onError: (problem) => tellProblem('The account stays', problem),
  });
  const open = (account?: Account): void => {
    modals.open({
      title: account ? `Change ${account.user}` : 'A new account',
      children: <AccountForm account={account} />,
    });
  };
  const ask = async ({ user }: Account): Promise<void> => {
    const text = `${user} is signed out everywhere, and cannot sign in again by this account.`;
    if (await confirmed({ title: `Delete ${user}?`, text, confirm: 'Delete', danger: true }))
      remove.mutate(user);
  };
  return (
    <Page
      title="Users"
      about="Who may sign in. The bouncer of the planet file lets people in too; an account of the same name gives them a role."
      actions={
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => open()}>
          New account
        </Button>
      }
    >
      <Card withBorder padding="md">
        <Title order={2} mb="sm">
          Accounts
        </Title>
        {error && <ProblemAlert error={error} />}
        {isPending && <Waiting />}
        {data?.length === 0 && (
          <Text size="sm" c="dimmed">
            There are none; whom the bouncer admits is an administrator.
          </Text>
        )}
        {data !== undefined && data.length > 0 && (
          <ScrollArea>
            <Table miw={480} verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>User</Table.Th>
                  <Table.Th>Role</Table.Th>
                  <Table.Th>Password</Table.Th>
                  <Table.Th aria-label="Actions" />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.map((account) => (
                  <Table.Tr key={account.user}>
                    <Table.Td className="break">
                      {account.user}
                      {account.user === session?.user ? ' (you)' : ''}
                    </Table.Td>
                    <Table.Td>
                      <RoleBadge role={account.role} />
                    </Table.Td>
                    <Table.Td>{account.password ? 'its own' : "the bouncer's"}</Table.Td>
                    <Table.Td>
                      <Group gap="xs" justify="flex-end" wrap="nowrap">
                        <Button size="compact-sm" variant="default" onClick={() => open(account)}>
                          Change
                        </Button>
                        <Button
                          size="compact-sm"
                          variant="light"
                          color="red"
                          disabled={account.user === session?.user}
                          onClick={() => void ask(account)}
                        >
                          Delete
                        </Button>
                      </Group>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea>
        )}
      </Card>
      <TokensCard />
    </Page>
  );
}
