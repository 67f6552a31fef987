import { Button, Loader, Menu, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { call } from '../api/client';
import { counted } from '../frame/format';
import { Icon } from '../frame/icons';
import { errorWords } from '../frame/error-words';
import { NewFlow } from './new-flow';

interface FlowSummary {
  readonly name: string;
  readonly components: readonly string[];
}

const ATMOSPHERE = 'atmosphere';

/** The flows that can be edited, those without components too, and a new one. */
export function FlowsMenu() {
  const [isOpen, setOpen] = useState(false);
  const [isNew, setNew] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['flows'],
    queryFn: ({ signal }) => call<readonly FlowSummary[]>('GET', '/flows', { signal }),
    enabled: isOpen,
  });
  return (
    <>
      <Menu position="bottom-end" opened={isOpen} onChange={setOpen}>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<Icon name="edit" size={16} />}
            rightSection={<Icon name="down" size={14} />}
          >
            Flows
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          {!data && !error && <Loader size="xs" m="xs" aria-label="Asking for the flows" />}
          {error && (
            <Text size="sm" c="var(--mood-sad)" p="xs" role="alert">
              {errorWords(error).text}
            </Text>
          )}
          {(data ?? []).map(({ name, components }) => (
            <Menu.Item
              key={name}
              component={Link}
              to={`/editor/${encodeURIComponent(name)}`}
              rightSection={
                <Text size="xs" c="dimmed">
                  {counted(components.length, 'component')}
                </Text>
              }
            >
              {name === ATMOSPHERE ? 'Edit the atmosphere' : `Edit ${name}`}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="plus" size={16} />} onClick={() => setNew(true)}>
            New flow…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isNew && <NewFlow onClose={() => setNew(false)} />}
    </>
  );
}
