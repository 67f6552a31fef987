import { Button, Group, Table } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useQuery } from '@tanstack/react-query';
import { call, pathOf } from '../api/client';
import { sessionQuery } from '../api/session';
import { Icon } from '../frame/icons';
import { Page } from '../frame/page';
import { AccountForm } from './account-form';
import type { Account } from './accounts';
import { ListCard } from './list-card';
import { useRemoval } from './removal';
import { RoleBadge } from './role-badge';
import { TokensCard } from './tokens-card';

function open(account?: Account): void {
  modals.open({
    title: account ? `Change ${account.user}` : 'A new account',
    children: <AccountForm account={account} />,
  });
}

/** Accounts of people and workers, and tokens of programs. */
export default function UsersPage() {
  const { data: session } = useQuery(sessionQuery);
  const list = useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => call<readonly Account[]>('GET', '/users', { signal }),
  });
  const remove = useRemoval('users', 'The account stays');
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
      <ListCard
        title="Accounts"
        list={list}
        none="There are none; whom the bouncer admits is an administrator."
        heads={['User', 'Role', 'Password']}
        width={480}
        row={(account) => (
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
                  onClick={() =>
                    void remove({
                      path: pathOf`/users/${account.user}`,
                      what: account.user,
                      text: `${account.user} is signed out everywhere, and cannot sign in again by this account.`,
                    })
                  }
                >
                  Delete
                </Button>
              </Group>
            </Table.Td>
          </Table.Tr>
        )}
      />
      <TokensCard />
    </Page>
  );
}
