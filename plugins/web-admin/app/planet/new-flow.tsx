import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../api/client';
import { ProblemAlert } from '../frame/problem';

/** Makes a flow without components, and leads to where it is drawn. */
export function NewFlow({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const make = useMutation({
    mutationFn: () => call('POST', '/flows', { body: { name, components: [] } }),
    onSuccess: () => {
      onClose();
      void navigate(`/editor/${encodeURIComponent(name)}`);
    },
  });
  return (
    <Modal opened onClose={onClose} title="New flow">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            name="flow"
            description="What belongs to one stream is kept under this name"
            value={name}
            required
            maxLength={100}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {make.error && <ProblemAlert title="It was not made" error={make.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={name === ''} loading={make.isPending}>
              Make the flow
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
