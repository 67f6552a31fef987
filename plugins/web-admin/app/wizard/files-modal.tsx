import { Alert, Breadcrumbs, Button, Group, Modal, NavLink, ScrollArea, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { bytesText } from '../frame/format';
import { Icon } from '../frame/icons';
import { ProblemAlert } from '../frame/problem';
import { Waiting } from '../frame/waiting';
import { filesQuery } from './offer';

/** Lets people choose a file or a folder on a worker's machine. */
export function FilesModal({
  worker,
  kind,
  onChoose,
  onClose,
}: {
  readonly worker: string;
  readonly kind: 'file' | 'folder';
  readonly onChoose: (path: string) => void;
  readonly onClose: () => void;
}) {
  const [path, setPath] = useState<string>();
  const { data, error, refetch } = useQuery(filesQuery(worker, path));
  const entries = data?.entries ?? [];
  return (
    <Modal opened onClose={onClose} title={`Choose a ${kind} on ${worker}`} size="lg">
      <Group justify="space-between" mb="xs">
        <Breadcrumbs>
          <Button size="compact-sm" variant="subtle" onClick={() => setPath(undefined)}>
            {worker}
          </Button>
          {data?.path !== undefined && (
            <Text size="sm" className="break">
              {data.path}
            </Text>
          )}
        </Breadcrumbs>
        {data?.above !== undefined && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<Icon name="up" size={14} />}
            onClick={() => setPath(data.above)}
          >
            Up
          </Button>
        )}
      </Group>
      {error && <ProblemAlert error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data?.path === undefined && data && entries.length === 0 && (
        <Alert color="blue" icon={<Icon name="info" />}>
          This worker shows no folders. Name some in its file, as &lt;browse&gt;/srv/media&lt;/browse&gt;, or
          start it with --browse /srv/media. A path can also be typed.
        </Alert>
      )}
      <ScrollArea.Autosize mah={380}>
        {entries.map(({ name, path: there, kind: what, size }) => (
          <NavLink
            key={there}
            component="button"
            type="button"
            label={name}
            description={size === undefined ? undefined : bytesText(size)}
            leftSection={<Icon name={what === 'folder' ? 'registry' : 'audit'} size={16} />}
            disabled={what === 'file' && kind === 'folder'}
            onClick={() => (what === 'folder' ? setPath(there) : onChoose(there))}
          />
        ))}
        {(data?.more ?? 0) > 0 && (
          <Text size="sm" c="dimmed" p="xs">
            {`and ${String(data?.more)} more`}
          </Text>
        )}
      </ScrollArea.Autosize>
      {kind === 'folder' && data?.path !== undefined && (
        <Group justify="flex-end" mt="md">
          <Button onClick={() => onChoose(data.path ?? '')}>Take this folder</Button>
        </Group>
      )}
    </Modal>
  );
}
