import { Alert, Button, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useParams } from 'react-router';
import type { Tagged } from '../api/client';
import { useMay } from '../api/session';
import { Icon } from '../frame/icons';
import { Page } from '../frame/page';
import { ProblemAlert } from '../frame/problem';
import { Waiting } from '../frame/waiting';
import { Editor, type View } from './editor';
import type { EditedFlow } from './flow-model';
import { flowQuery } from './queries';

/** A flow to be edited as a graph. */
export default function EditorPage() {
  const { flow = '' } = useParams();
  const isAdmin = useMay('admin');
  const { data, error, refetch } = useQuery({ ...flowQuery(flow), enabled: isAdmin });
  if (!isAdmin)
    return (
      <Page title={`Flow ${flow}`}>
        <Alert icon={<Icon name="lock" />}>Only an admin can edit flows.</Alert>
      </Page>
    );
  if (error && !data)
    return (
      <Page title={`Flow ${flow}`}>
        <ProblemAlert error={error} retry={() => void refetch()} />
      </Page>
    );
  return data ? <Held key={flow} latest={data} /> : <Waiting />;
}

/** Keeps what is being edited while somebody else changes the flow, and says so. */
function Held({ latest }: { readonly latest: Tagged<EditedFlow> }) {
  const client = useQueryClient();
  const [begun, setBegun] = useState<Tagged<EditedFlow>>();
  const [round, setRound] = useState(0);
  const view = useRef<View>({ positions: {} });
  const { data, etag } = begun ?? latest;
  return (
    <>
      {etag !== latest.etag && (
        <Alert color="yellow" icon={<Icon name="warning" />} role="alert" mb="md">
          <Text size="sm">
            Somebody has changed this flow since you began. What you have drawn is kept, and cannot be applied
            to it.
          </Text>
          <Button
            mt="xs"
            size="compact-sm"
            variant="light"
            color="yellow"
            onClick={() => setBegun(undefined)}
          >
            Begin anew with what is there now
          </Button>
        </Alert>
      )}
      <Editor
        key={`${etag} ${round}`}
        stored={data}
        etag={etag}
        view={view}
        onChanged={(isChanged) => setBegun(isChanged ? { data, etag } : undefined)}
        onApplied={async (stored) => {
          const { queryKey } = flowQuery(data.name);
          // An answer under way may be of the time before.
          await client.cancelQueries({ queryKey, exact: true });
          client.setQueryData(queryKey, stored);
          setBegun(undefined);
          setRound(round + 1);
        }}
      />
    </>
  );
}
