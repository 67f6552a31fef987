import { Button, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, pathOf } from '../api/client';
import { ProblemAlert, tellDone } from '../frame/problem';
import { ROLES, type Account, type AccountRole } from './accounts';

/** A new account, or another role or password for one. */
export function AccountForm({ account }: { readonly account?: Account | undefined }) {
  const client = useQueryClient();
  const [user, setUser] = useState(account?.user ?? '');
  const [role, setRole] = useState<AccountRole>(account?.role ?? 'viewer');
  const [password, setPassword] = useState('');
  const save = useMutation({
    mutationFn: () => {
      const given = { role, ...(password === '' ? {} : { password }) };
      return account
        ? call('PUT', pathOf`/users/${account.user}`, { body: given })
        : call('POST', '/users', { body: { user, ...given } });
    },
    onSuccess: async () => {
      modals.closeAll();
      tellDone(account ? 'Changed.' : `${user} can sign in.`);
      await client.invalidateQueries({ queryKey: ['users'] });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        {!account && (
          <TextInput
            label="User"
            required
            autoComplete="off"
            data-autofocus
            value={user}
            onChange={(event) => setUser(event.currentTarget.value)}
          />
        )}
        <Select
          label="Role"
          description={ROLES[role]}
          data={Object.keys(ROLES)}
          value={role}
          allowDeselect={false}
          onChange={(value) => setRole((value ?? 'viewer') as AccountRole)}
        />
        <PasswordInput
          label={account?.password === true ? 'New password' : 'Password'}
          description={
            account?.password === true
              ? 'Left empty, it stays what it is.'
              : 'Left empty, the account only gives a role to somebody whom the bouncer admits.'
          }
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {save.error && <ProblemAlert error={save.error} />}
        <Button type="submit" loading={save.isPending}>
          {account ? 'Change' : 'Make it'}
        </Button>
      </Stack>
    </form>
  );
}
