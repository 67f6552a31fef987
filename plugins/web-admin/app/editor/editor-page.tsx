import { Alert, Button, Group, Text } from '@mantine/core';
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
import { laidOver, type Together } from './laid-over';
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

/** What somebody has begun with, and drawn since. */
interface Begun extends Tagged<EditedFlow> {
  readonly drawn?: EditedFlow | undefined;
}

/** What can be done with what is drawn, now that the flow is another one. */
function prospect(together: Together | undefined): string {
  if (together === undefined) return 'What you have chosen is kept, and cannot be applied to it.';
  if (together.both.length === 0) return 'What you have drawn is kept, and goes together with it.';
  return `What you have drawn is kept, and cannot be applied to it: both have changed ${together.both.join(', ')}.`;
}

/** Keeps what is being edited while somebody else changes the flow, and says so. */
function Held({ latest }: { readonly latest: Tagged<EditedFlow> }) {
  const client = useQueryClient();
  const [begun, setBegun] = useState<Begun>();
  const [round, setRound] = useState(0);
  const view = useRef<View>({ positions: {} });
  const { data, etag } = begun ?? latest;
  const isAnother = etag !== latest.etag;
  const together = isAnother && begun?.drawn ? laidOver(begun.data, begun.drawn, latest.data) : undefined;
  return (
    <>
      {isAnother && (
        <Alert color="yellow" icon={<Icon name="warning" />} role="alert" mb="md">
          <Text size="sm">Somebody has changed this flow since you began. {prospect(together)}</Text>
          <Group mt="xs" gap="xs">
            {together?.both.length === 0 && (
              <Button size="compact-sm" onClick={() => setBegun({ ...latest, drawn: together.flow })}>
                Lay it over what is there now
              </Button>
            )}
            <Button size="compact-sm" variant="light" color="yellow" onClick={() => setBegun(undefined)}>
              Begin anew with what is there now
            </Button>
          </Group>
        </Alert>
      )}
      <Editor
        key={`${etag} ${round}`}
        stored={data}
        drawn={begun?.drawn}
        etag={etag}
        view={view}
        onChanged={(isChanged, drawn) => setBegun(isChanged ? { data, etag, drawn } : undefined)}
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
