import { Text, useComputedColorScheme } from '@mantine/core';
import {
  Background,
  Controls,
  ReactFlow,
  useNodesState,
  type NodeChange,
  type ReactFlowInstance,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { ComponentDeclaration } from '../api/types';
import type { Layout } from '../planet/graph-model';
import { placed } from '../planet/layout';
import { EditorNode } from './editor-node';
import { connected, connectionId, connections, disconnected, feedOf, graphOfFlow } from './feeds';
import { find, without, type EditedFlow } from './flow-model';
import { edgesOf, nodesOf, type EditorNodeOf } from './graph-parts';
import { standing, type Places } from './places';
import type { ComponentProblems } from './problems';
import css from './editor.module.css';

const NODE_TYPES = { component: EditorNode };
const NOWHERE: Layout = { nodes: {}, groups: {} };

/** What the graph of an edited flow is drawn of. */
export interface EditorGraphProps {
  readonly flow: EditedFlow;
  readonly declarations: Readonly<Record<string, ComponentDeclaration | undefined>>;
  readonly problems: ReadonlyMap<string, ComponentProblems>;
  /** What is wrong with connections, by `connectionId`. */
  readonly edgeProblems: ReadonlyMap<string, string>;
  readonly chosen: string | undefined;
  readonly places: Places;
  /** Grows when all are to be placed anew. */
  readonly round: number;
  readonly view: RefObject<{ positions: Places }>;
  /** Told where somebody has put components, and where they stood; `what` names what goes on in small steps. */
  readonly onPlaced: (to: Places, from: Places, what?: string) => void;
  readonly onChange: (flow: EditedFlow) => void;
  readonly onChoose: (name: string) => void;
}

/** The flow to be edited: components are placed, connected and taken away. */
export default function EditorGraph(props: EditorGraphProps) {
  const { flow, declarations, problems, edgeProblems, chosen, places, round, view, onChange } = props;
  const scheme = useComputedColorScheme('light');
  const [layout, setLayout] = useState<Layout>();
  const [nodes, setNodes, onNodesChange] = useNodesState<EditorNodeOf>([]);
  const [chosenEdges, setChosenEdges] = useState<ReadonlySet<string>>(new Set());
  const frame = useRef<HTMLDivElement>(null);
  const drawn = useRef<{ readonly names: readonly string[]; readonly layout: Layout | undefined }>({
    names: [],
    layout: undefined,
  });
  const instance = useRef<ReactFlowInstance<EditorNodeOf>>(undefined);
  useEffect(() => {
    let over = false;
    void placed(graphOfFlow(flow), { down: false }).then(
      (at) => {
        if (!over) setLayout(at);
      },
      () => {
        if (!over) setLayout({ ...NOWHERE });
      },
    );
    return () => {
      over = true;
    };
    // What is added later finds a place of its own.
  }, [round]);
  useEffect(() => {
    if (!layout) return;
    const { names, layout: before } = drawn.current;
    drawn.current = { names: flow.components.map(({ name }) => name), layout };
    // Placed anew, nobody keeps a place; drawn anew, as after a change that was applied, everybody does.
    const stood = before === undefined ? view.current.positions : {};
    const source = { flow, declarations, problems, layout, places: { ...stood, ...places } };
    setNodes((now) => nodesOf(source, before === layout ? now : [], names));
    const isOther = before !== layout || flow.components.length > names.length;
    if (isOther && before !== undefined)
      requestAnimationFrame(() => void instance.current?.fitView({ maxZoom: 1, padding: 0.1 }));
  }, [flow, declarations, problems, layout, setNodes]);
  // Where they stood before somebody began to drag.
  const settled = useRef<Places>({});
  const isDragged = useRef(false);
  useEffect(() => {
    if (nodes.length === 0) return;
    const positions = Object.fromEntries(nodes.map(({ id, position }) => [id, position]));
    view.current.positions = positions;
    if (!isDragged.current) settled.current = positions;
  }, [nodes, view]);
  // A step that is undone, or done again, puts components elsewhere too.
  useEffect(() => {
    setNodes((now) => standing(now, places));
  }, [places, setNodes]);
  const noteMoves = (changes: readonly NodeChange<EditorNodeOf>[]): void => {
    const moves = changes.filter((change) => change.type === 'position');
    if (moves.length === 0) return;
    const wasDragged = isDragged.current;
    isDragged.current = moves.some(({ dragging }) => dragging === true);
    if (isDragged.current) return;
    const to = Object.fromEntries(
      moves.flatMap(({ id, position = view.current.positions[id] }) => (position ? [[id, position]] : [])),
    );
    const from = Object.fromEntries(Object.entries(settled.current).filter(([id]) => id in to));
    if (JSON.stringify(to) === JSON.stringify(from)) return;
    const names = Object.keys(to).join(' ');
    if (wasDragged) props.onPlaced(to, from);
    else props.onPlaced(to, from, `place ${names}`);
  };
  useEffect(() => {
    setNodes((now) =>
      chosen === undefined || now.some(({ id, selected }) => id === chosen && selected === true)
        ? now
        : now.map((one) => ({ ...one, selected: one.id === chosen })),
    );
  }, [chosen, flow, layout, setNodes]);
  // Called anew for each new function, not only for a new choice.
  const tell = useRef(props.onChoose);
  tell.current = props.onChoose;
  const choose = useCallback(({ nodes: [one] }: { readonly nodes: readonly EditorNodeOf[] }) => {
    if (one !== undefined) tell.current(one.id);
  }, []);
  const edges = useMemo(() => edgesOf(flow, edgeProblems, chosenEdges), [flow, edgeProblems, chosenEdges]);

  const removeChosen = (event: KeyboardEvent): void => {
    if (event.key !== 'Delete' && event.key !== 'Backspace') return;
    const gone = nodes.filter(({ selected }) => selected === true).map(({ id }) => id);
    const cut = connections(flow).filter((link) => chosenEdges.has(connectionId(link)));
    if (gone.length + cut.length === 0) return;
    event.preventDefault();
    const rest = cut.reduce(
      (now, link) => disconnected(now, feedOf(link), { component: link.to, eater: link.eater }),
      flow,
    );
    setChosenEdges(new Set());
    onChange(without(rest, gone));
    // What had the focus is gone; what is pressed next is meant for the graph.
    frame.current?.focus();
  };
  return (
    <div
      ref={frame}
      className={css['graph']}
      data-testid="editor-graph"
      role="group"
      aria-label="The flow as a graph: Tab goes from component to component, Enter chooses, arrows move, Delete takes away"
      tabIndex={-1}
      onKeyDown={removeChosen}
    >
      {flow.components.length === 0 && (
        <Text c="dimmed" p="md">
          Nothing is here yet. Add a component above: a producer, what encodes it, what sends it out.
        </Text>
      )}
      {/* What is there from the beginning is fitted into the frame. */}
      {layout && (nodes.length > 0 || flow.components.length === 0) && (
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          colorMode={scheme}
          fitView
          fitViewOptions={{ maxZoom: 1, padding: 0.1 }}
          minZoom={0.1}
          deleteKeyCode={null}
          onInit={(made) => {
            instance.current = made;
          }}
          onNodesChange={(changes) => {
            noteMoves(changes);
            onNodesChange(changes);
          }}
          onEdgesChange={(changes) => {
            const picks = changes.filter((change) => change.type === 'select');
            if (picks.length === 0) return;
            setChosenEdges((before) => {
              const next = new Set(before);
              for (const { id, selected } of picks) {
                if (selected) next.add(id);
                else next.delete(id);
              }
              return next;
            });
          }}
          onSelectionChange={choose}
          onConnect={({ source, sourceHandle, target, targetHandle }) => {
            const to = { component: target, eater: targetHandle ?? 'default' };
            const eaters = declarations[find(flow, target)?.type ?? '']?.eaters ?? {};
            onChange(connected(flow, `${source}:${sourceHandle ?? 'default'}`, to, eaters));
          }}
        >
          <Background gap={24} />
          <Controls showInteractive={false} />
        </ReactFlow>
      )}
    </div>
  );
}
