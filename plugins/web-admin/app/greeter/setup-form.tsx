import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client';
import { sessionQuery } from '../api/session';
import type { Session } from '../api/types';
import { fieldProblem } from '../frame/error-words';
import { ProblemAlert } from '../frame/problem';

/** The first account, where there is none. */
export function SetupForm({ codeNeeded }: { readonly codeNeeded: boolean }) {
  const client = useQueryClient();
  const [values, setValues] = useState({ user: '', password: '', again: '', code: '' });
  const { user, password, again, code } = values;
  const make = useMutation({
    mutationFn: () =>
      call<Session>('POST', '/setup', { body: { user, password, ...(codeNeeded ? { code } : {}) } }),
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
    },
  });
  const field = (name: keyof typeof values) => ({
    value: values[name],
    error: fieldProblem(make.error, name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((before) => ({ ...before, [name]: value }));
    },
  });
  const differs = again !== '' && again !== password;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!differs) make.mutate();
      }}
    >
      <Stack gap="md">
        <Text size="sm">
          Welcome. Nobody can sign in here yet: make the first account. It may do everything, also make
          further accounts.
        </Text>
        <TextInput
          label="User"
          autoComplete="username"
          autoCapitalize="none"
          required
          autoFocus
          {...field('user')}
        />
        <PasswordInput label="Password" autoComplete="new-password" required {...field('password')} />
        <PasswordInput
          label="Password again"
          autoComplete="new-password"
          required
          {...field('again')}
          error={differs ? 'The two passwords differ.' : undefined}
        />
        {codeNeeded && (
          <TextInput
            label="Code"
            description="The manager has written it into its log when it started."
            autoComplete="off"
            required
            {...field('code')}
          />
        )}
        {make.error && <ProblemAlert error={make.error} />}
        <Button type="submit" loading={make.isPending} fullWidth>
          Make the account
        </Button>
      </Stack>
    </form>
  );
}
