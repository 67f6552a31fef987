import { useComputedColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Background, Controls, MiniMap, ReactFlow, SelectionMode, type Edge, type Node } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useEffect, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { ComponentState } from '../api/types';
import { ProblemAlert } from '../frame/problem';
import { MOODS } from '../frame/moods';
import { Waiting } from '../frame/waiting';
import { ComponentNode, type ComponentNodeData } from './component-node';
import { FeedEdge, type FeedEdgeData } from './feed-edge';
import { formOf, graphOf, NODE, type Layout } from './graph-model';
import { GroupNode } from './group-node';
import { useKept } from './kept';
import { place } from './place';
import css from './planet-graph.module.css';

const NODE_TYPES = { component: ComponentNode, box: GroupNode };
const EDGE_TYPES = { feed: FeedEdge };

/** The live graph of components. */
export default function PlanetGraph({
  components,
  grouped,
  chosen,
  onChoose,
}: {
  readonly components: readonly ComponentState[];
  readonly grouped: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}) {
  const narrow = useMediaQuery('(max-width: 700px)');
  const scheme = useComputedColorScheme('light');
  const navigate = useNavigate();
  const graph = useMemo(() => graphOf(components, grouped), [components, grouped]);
  const form = useMemo(() => formOf(graph), [graph]);
  const [layout, setLayout] = useState<{ readonly key: string; readonly at: Layout }>();
  const [problem, setProblem] = useState<unknown>();
  const key = `${form} ${String(narrow)}`;
  useEffect(() => {
    let over = false;
    place(graph, { down: narrow }).then(
      (at) => {
        if (!over) setLayout({ key, at });
      },
      (error: unknown) => {
        if (!over) setProblem(error);
      },
    );
    return () => {
      over = true;
    };
    // The form says all that the layout depends on; the graph itself changes with every mood.
  }, [key]);

  const at = layout?.at;
  const nodes = useKept(
    useMemo((): Node[] => {
      if (!at) return [];
      const groupOf = new Map(
        graph.groups.flatMap(({ id, members }) => members.map((member) => [member, id])),
      );
      const boxes = graph.groups.flatMap(({ id, label, members }): Node[] => {
        const box = at.groups[id];
        if (!box) return [];
        return [
          {
            id,
            type: 'box',
            position: { x: box.x, y: box.y },
            data: { label, kind: grouped ? 'Worker' : 'Flow', count: members.length },
            style: { width: box.width, height: box.height },
            selectable: false,
            draggable: false,
            focusable: false,
          },
        ];
      });
      const here = components.flatMap((component): Node<ComponentNodeData>[] => {
        const position = at.nodes[component.id];
        const parentId = groupOf.get(component.id);
        if (!position) return [];
        return [
          {
            id: component.id,
            type: 'component',
            position,
            ...NODE,
            data: { component, down: narrow },
            selected: chosen.has(component.id),
            ...(parentId === undefined ? {} : { parentId }),
            ariaLabel: `${component.name}, ${component.type}, ${component.mood}`,
          },
        ];
      });
      return [...boxes, ...here];
    }, [at, components, chosen, graph.groups, grouped, narrow]),
  );
  const edges = useKept(
    useMemo(
      () =>
        graph.edges.map(({ id, source, target, feed, client, connected }): Edge<FeedEdgeData> => ({
          id,
          source,
          target,
          type: 'feed',
          data: { feed, client, connected },
          selectable: false,
          focusable: false,
        })),
      [graph.edges],
    ),
  );
  if (problem !== undefined) return <ProblemAlert title="The graph cannot be drawn" error={problem} />;
  if (!at) return <Waiting />;
  return (
    <div className={css['graph']} data-testid="planet-graph">
      <ReactFlow
        key={layout.key}
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        colorMode={scheme}
        fitView
        fitViewOptions={{ padding: 0.08, maxZoom: 1, minZoom: 0.45 }}
        minZoom={0.1}
        maxZoom={1.6}
        nodesDraggable={false}
        nodesConnectable={false}
        elevateEdgesOnSelect={false}
        selectionMode={SelectionMode.Partial}
        deleteKeyCode={null}
        multiSelectionKeyCode={['Control', 'Meta', 'Shift']}
        onlyRenderVisibleElements
        onNodesChange={(changes) => {
          const picks = changes.filter((change) => change.type === 'select');
          if (picks.length === 0) return;
          const next = new Set(chosen);
          for (const { id, selected } of picks) {
            if (selected) next.add(id);
            else next.delete(id);
          }
          onChoose(next);
        }}
        onNodeDoubleClick={(_, { id, type }) => {
          if (type === 'component') void navigate(`/components${id}`);
        }}
      >
        <Background gap={24} />
        <Controls showInteractive={false} />
        {!narrow && components.length > 12 && (
          <MiniMap pannable zoomable ariaLabel="The whole graph, small" nodeColor={miniColour} />
        )}
      </ReactFlow>
    </div>
  );
}

function miniColour({ data }: Node): string {
  const { component } = data as Partial<ComponentNodeData>;
  return component ? MOODS[component.mood].colour : 'transparent';
}
