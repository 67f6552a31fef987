import { Card, Group, Text } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useNavigate } from 'react-router';
import { callTagged, pathOf, type Tagged } from '../api/client';
import { usePlanet } from '../api/live';
import { planetLink } from '../api/planet-link';
import { Icon } from '../frame/icons';
import { Page } from '../frame/page';
import { ProblemAlert, tellDone } from '../frame/problem';
import { useUnsaved } from '../frame/unsaved';
import { Waiting } from '../frame/waiting';
import { AddComponent } from './add-component';
import { ComponentPanel } from './component-panel';
import { useDrawing } from './drawn';
import { EditorActions } from './editor-actions';
import { find, renamed, withCopy, without, withNew, type EditedFlow } from './flow-model';
import type { Places } from './places';
import { ProblemList } from './problem-list';
import { byComponent, byConnection, NO_PROBLEMS } from './problems';
import { verdictQuery } from './queries';
import { Review } from './review';
import { useDeclarations } from './use-declarations';
import css from './editor.module.css';

const EditorGraph = lazy(() => import('./editor-graph'));
const PAUSE = 300;

/** How somebody looks at a flow, which stays when the flow is applied or changed by others. */
export interface View {
  chosen?: string | undefined;
  /** Where the components stand now. */
  positions: Places;
}

/** The graph of a flow, the panel of what is chosen in it, and what is wrong with it. */
export function Editor({
  stored,
  drawn,
  etag,
  view,
  onChanged,
  onApplied,
}: {
  readonly stored: EditedFlow;
  /** What has been drawn of it already; absent: nothing. */
  readonly drawn?: EditedFlow | undefined;
  readonly etag: string;
  readonly view: RefObject<View>;
  /** Told whether there is something that is not applied, and what is drawn; a file to be applied is not. */
  readonly onChanged: (isChanged: boolean, drawn?: EditedFlow) => void;
  /** Told what is stored since it was applied. */
  readonly onApplied: (stored: Tagged<EditedFlow>) => Promise<void>;
}) {
  const navigate = useNavigate();
  const draft = useDrawing(stored, drawn);
  const flow = draft.now;
  const workers = Object.keys(usePlanet()?.workers ?? {});
  const [xml, setXml] = useState<string>();
  const [chosen, setChosen] = useState(view.current.chosen);
  view.current.chosen = chosen;
  const [isReviewed, setReviewed] = useState(false);
  const [isGone, setGone] = useState(false);
  const [round, setRound] = useState(0);
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
  const mine = useMemo(() => byComponent(problems), [problems]);
  const edgeProblems = useMemo(() => byConnection(flow, problems), [flow, problems]);
  const component = find(flow, chosen);
  const isJudged = settled === body && !check.isPlaceholderData && check.data !== undefined;
  const isChanged = xml !== undefined || flow !== stored;
  useUnsaved(isChanged && !isGone);
  useEffect(() => {
    if (isGone) void navigate('/');
  }, [isGone, navigate]);
  useHotkeys(
    isReviewed
      ? []
      : [
          ['mod+Z', draft.undo],
          ['mod+shift+Z', draft.redo],
          ['mod+Y', draft.redo],
          ['mod+D', () => component && copy(component.name)],
        ],
  );
  const tell = useRef(onChanged);
  tell.current = onChanged;
  useEffect(() => {
    tell.current(isChanged, xml === undefined ? flow : undefined);
  }, [isChanged, flow, xml]);
  const add = (next: EditedFlow): void => {
    const before = new Set(flow.components.map(({ name }) => name));
    draft.change(next);
    setChosen(next.components.find(({ name }) => !before.has(name))?.name);
  };
  const copy = (name: string): void => add(withCopy(flow, name));
  return (
    <Page
      wide
      title={`Flow ${stored.name}`}
      about="Draw from a point at the right of a component to one at the left of another to connect them. Nothing changes before you apply it."
      actions={
        <EditorActions
          flow={flow}
          stored={stored}
          etag={etag}
          draft={draft}
          isChanged={isChanged}
          isJudged={isJudged}
          onArrange={() => {
            draft.arrange();
            setRound(round + 1);
          }}
          onImport={(text) => {
            setXml(text);
            setReviewed(true);
          }}
          onGone={() => setGone(true)}
          onReview={() => setReviewed(true)}
        />
      }
    >
      <AddComponent onAdd={(type) => add(withNew(flow, type, component?.worker ?? workers[0]))} />
      {check.error && <ProblemAlert error={check.error} />}
      {xml === undefined && <ProblemList problems={problems} onChoose={setChosen} />}
      <div className={css['room']}>
        <Suspense fallback={<Waiting />}>
          <EditorGraph
            flow={flow}
            declarations={declarations}
            problems={mine}
            edgeProblems={edgeProblems}
            chosen={chosen}
            places={draft.places}
            round={round}
            view={view}
            onPlaced={draft.place}
            onChange={draft.change}
            onChoose={setChosen}
          />
        </Suspense>
        <Card withBorder component="section" aria-label="The chosen component">
          {component ? (
            <ComponentPanel
              key={flow.components.indexOf(component)}
              flow={flow}
              component={component}
              declarations={declarations}
              workers={workers}
              problems={mine.get(component.name) ?? NO_PROBLEMS}
              onFlow={draft.change}
              onRename={(name) => {
                draft.change(renamed(flow, component.name, name, declarations));
                setChosen(name);
              }}
              onCopy={() => copy(component.name)}
              onRemove={() => draft.change(without(flow, [component.name]))}
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
            apply.reset();
          }}
        />
      )}
    </Page>
  );
}
