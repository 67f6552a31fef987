import { Button, PasswordInput, Stack } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client';
import { ProblemAlert, tellDone } from '../frame/problem';

/** One's own password: the one there is, and the new one. */
export function PasswordForm() {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => call('PUT', '/session/password', { body: { old: current, new: password } }),
    onSuccess: () => {
      modals.closeAll();
      tellDone('The password is changed.');
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <Stack>
        <PasswordInput
          label="Password now"
          autoComplete="current-password"
          required
          data-autofocus
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label="New password"
          autoComplete="new-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {change.error && <ProblemAlert error={change.error} />}
        <Button type="submit" loading={change.isPending}>
          Change
        </Button>
      </Stack>
    </form>
  );
}
