import { Alert, Button, Card, FileButton, Group, List, Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useParams } from 'react-router';
import { callTagged, pathOf } from '../api/client';
import { usePlanet } from '../api/live';
import { planetLink } from '../api/planet-link';
import { useMay } from '../api/session';
import type { ComponentDeclaration } from '../api/types';
import { declarationQuery } from '../component/queries';
import { Icon } from '../frame/icons';
import { Page } from '../frame/page';
import { ProblemAlert, tellDone } from '../frame/problem';
import { useUnsaved } from '../frame/unsaved';
import { Waiting } from '../frame/waiting';
import { ComponentPanel } from './component-panel';
import { withComponent, without, withNew, type EditedFlow } from './flow-model';
import { flowQuery, typesQuery, verdictQuery } from './queries';
import { Review } from './review';
import css from './editor.module.css';

const EditorGraph = lazy(() => import('./editor-graph'));
const PAUSE = 300;

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
  if (error)
    return (
      <Page title={`Flow ${flow}`}>
        <ProblemAlert error={error} retry={() => void refetch()} />
      </Page>
    );
  return data ? <Held key={flow} latest={data} /> : <Waiting />;
}

interface Tagged {
  readonly data: EditedFlow;
  readonly etag: string;
}

/** Keeps what is being edited while somebody else changes the flow, and says so. */
function Held({ latest }: { readonly latest: Tagged }) {
  const client = useQueryClient();
  const [begun, setBegun] = useState<Tagged>();
  const [round, setRound] = useState(0);
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

function Editor({
  stored,
  etag,
  onChanged,
  onApplied,
}: {
  readonly stored: EditedFlow;
  readonly etag: string;
  /** Told whether there is something that is not applied. */
  readonly onChanged: (isChanged: boolean) => void;
  /** Told what is stored since it was applied. */
  readonly onApplied: (stored: Tagged) => Promise<void>;
}) {
  const planet = usePlanet();
  const [flow, setFlow] = useState(stored);
  const [xml, setXml] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const [isReviewed, setReviewed] = useState(false);
  const { data: registry } = useQuery(typesQuery);
  const declarations = useDeclarations(flow);
  const body = xml ?? flow;
  const [settled] = useDebouncedValue(body, PAUSE);
  const check = useQuery(verdictQuery(stored.name, settled));
  const apply = useMutation({
    mutationFn: () => {
      const path = xml === undefined ? pathOf`/flows/${stored.name}` : pathOf`/flows/${stored.name}/xml`;
      return callTagged<EditedFlow>('PUT', path, { body, ifMatch: etag });
    },
    onSuccess: async ({ data: { name, components }, etag: applied }) => {
      await onApplied({ data: { name, components }, etag: applied });
      tellDone('Changed.');
      void planetLink.refresh();
    },
  });
  const problems = useMemo(() => check.data?.problems ?? [], [check.data]);
  const nameOf = (id: string | undefined): string => id?.slice(id.lastIndexOf('/') + 1) ?? '';
  const wrong = useMemo(
    () =>
      new Set(problems.filter(({ level }) => level === 'error').map(({ component }) => nameOf(component))),
    [problems],
  );
  const component = flow.components.find(({ name }) => name === chosen);
  const workers = Object.keys(planet?.workers ?? {});
  const isJudged = settled === body && !check.isPlaceholderData && check.data !== undefined;
  const isChanged = xml !== undefined || flow !== stored;
  useUnsaved(isChanged);
  const tell = useRef(onChanged);
  tell.current = onChanged;
  useEffect(() => {
    tell.current(isChanged);
  }, [isChanged]);
  const others = problems.filter(({ component: of }) => of === undefined);
  return (
    <Page
      wide
      title={`Flow ${stored.name}`}
      about="Draw from a point at the right of a component to one at the left of another to connect them. Nothing changes before you apply it."
      actions={
        <>
          <Button
            component="a"
            variant="default"
            href={`/api${pathOf`/flows/${stored.name}/xml`}`}
            download={`${stored.name}.xml`}
            leftSection={<Icon name="download" size={16} />}
          >
            Export
          </Button>
          <FileButton
            accept=".xml,application/xml,text/xml"
            onChange={(file) => {
              void file?.text().then((text) => {
                setXml(text);
                setReviewed(true);
              });
            }}
          >
            {(props) => (
              <Button {...props} variant="default" leftSection={<Icon name="upload" size={16} />}>
                Import
              </Button>
            )}
          </FileButton>
          <Button
            disabled={!isChanged}
            variant="default"
            onClick={() => {
              setFlow(stored);
              setXml(undefined);
            }}
          >
            Undo all
          </Button>
          <Button disabled={!isChanged || !isJudged} onClick={() => setReviewed(true)}>
            Review and apply
          </Button>
        </>
      }
    >
      <Select
        aria-label="Add a component"
        placeholder="Add a component…"
        data={(registry?.components ?? []).map(({ type, kind }) => ({
          value: type,
          label: `${type} (${kind ?? ''})`,
        }))}
        value={null}
        searchable
        maw={360}
        onChange={(type) => {
          if (type === null) return;
          const next = withNew(flow, type, component?.worker ?? workers[0]);
          setFlow(next);
          setChosen(next.components.at(-1)?.name);
        }}
      />
      {check.error && <ProblemAlert error={check.error} />}
      {others.length > 0 && (
        <Alert color="red" icon={<Icon name="error" />} role="alert">
          <List size="sm">
            {others.map(({ text }) => (
              <List.Item key={text}>{text}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <div className={css['room']}>
        <Suspense fallback={<Waiting />}>
          <EditorGraph
            flow={flow}
            declarations={declarations}
            wrong={wrong}
            onChange={setFlow}
            onChoose={(name) => {
              if (name !== undefined) setChosen(name);
            }}
          />
        </Suspense>
        <Card withBorder component="section" aria-label="The chosen component">
          {component ? (
            <ComponentPanel
              key={component.name}
              flow={flow}
              component={component}
              declarations={declarations}
              workers={workers}
              problems={problems.filter(({ component: of }) => nameOf(of) === component.name)}
              onChange={(changed) => setFlow(withComponent(flow, changed))}
              onFlow={setFlow}
              onRemove={() => setFlow(without(flow, component.name))}
            />
          ) : (
            <Group gap="xs">
              <Icon name="info" />
              <Text size="sm">Choose a component to see its properties.</Text>
            </Group>
          )}
        </Card>
      </div>
      {isReviewed && isJudged && (
        <Review
          verdict={check.data}
          error={apply.error}
          isBusy={apply.isPending}
          onApply={() => apply.mutate()}
          onClose={() => {
            setReviewed(false);
            setXml(undefined);
          }}
        />
      )}
    </Page>
  );
}

/** Declarations of the types in the flow, by type; undefined while they are not known. */
function useDeclarations(flow: EditedFlow): Readonly<Record<string, ComponentDeclaration | undefined>> {
  const types = [...new Set(flow.components.map(({ type }) => type))];
  return useQueries({
    queries: types.map((type) => declarationQuery(type)),
    combine: (results) => Object.fromEntries(results.map(({ data }, at) => [types[at] ?? '', data])),
  });
}
