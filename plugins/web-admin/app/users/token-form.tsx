import { Alert, Button, Code, CopyButton, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client';
import type { Answer, Role } from '../api/types';
import { Icon } from '../frame/icons';
import { ProblemAlert } from '../frame/problem';
import { ROLES } from './accounts';

const DAY = 24 * 3600 * 1000;
const ENDS = [
  { value: '', label: 'never' },
  { value: '7', label: 'in a week' },
  { value: '30', label: 'in 30 days' },
  { value: '365', label: 'in a year' },
];

/** A new token; its secret is shown once. */
export function TokenForm() {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [days, setDays] = useState('365');
  const make = useMutation({
    mutationFn: () => {
      const expires = days === '' ? {} : { expires: Date.now() + Number(days) * DAY };
      return call<Answer<'createToken'>>('POST', '/tokens', { body: { name, role, ...expires } });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  });
  if (make.data)
    return (
      <Stack>
        <Alert color="teal" variant="light" icon={<Icon name="check" />}>
          Here is the token. It is shown this once: keep it where only the program can read it.
        </Alert>
        <Code block className="break" style={{ whiteSpace: 'pre-wrap' }}>
          {make.data.token}
        </Code>
        <Group justify="space-between">
          <Text size="xs" c="dimmed">
            Authorization: Bearer …
          </Text>
          <CopyButton value={make.data.token}>
            {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}
          </CopyButton>
        </Group>
      </Stack>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <Stack>
        <TextInput
          label="For"
          description="What program has it."
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Role"
          description={ROLES[role]}
          data={['viewer', 'operator', 'admin']}
          value={role}
          allowDeselect={false}
          onChange={(value) => setRole(value ?? 'viewer')}
        />
        <Select
          label="Ends"
          data={ENDS}
          value={days}
          allowDeselect={false}
          onChange={(value) => setDays(value ?? '')}
        />
        {make.error && <ProblemAlert error={make.error} />}
        <Button type="submit" loading={make.isPending}>
          Make it
        </Button>
      </Stack>
    </form>
  );
}
