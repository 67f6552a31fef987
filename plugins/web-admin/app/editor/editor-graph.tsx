import { useComputedColorScheme } from '@mantine/core';
import { Background, Controls, ReactFlow, useNodesState, type Edge, type Node } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useEffect, useMemo, useState } from 'react';
import type { ComponentDeclaration } from '../api/types';
import { NODE, type Layout } from '../planet/graph-model';
import { placed } from '../planet/layout';
import { EditorNode, type EditorNodeData } from './editor-node';
import {
  connected,
  connectionId,
  connections,
  disconnected,
  ends,
  graphOfFlow,
  without,
  type Connection,
  type EditedFlow,
} from './flow-model';
import css from './editor.module.css';

const NODE_TYPES = { component: EditorNode };

/** The flow to be edited: components are moved, connected and taken away. */
export default function EditorGraph({
  flow,
  declarations,
  wrong,
  onChange,
  onChoose,
}: {
  readonly flow: EditedFlow;
  readonly declarations: Readonly<Record<string, ComponentDeclaration | undefined>>;
  /** Names of components with which something is wrong. */
  readonly wrong: ReadonlySet<string>;
  readonly onChange: (flow: EditedFlow) => void;
  readonly onChoose: (name: string | undefined) => void;
}) {
  const scheme = useComputedColorScheme('light');
  const [layout, setLayout] = useState<Layout>();
  const [nodes, setNodes, onNodesChange] = useNodesState<Node<EditorNodeData>>([]);
  const first = useMemo(() => graphOfFlow(flow), [flow]);
  useEffect(() => {
    let over = false;
    if (layout) return undefined;
    void placed(first, { down: false }).then(
      (at) => {
        if (!over) setLayout(at);
      },
      () => {
        if (!over) setLayout({ nodes: {}, groups: {} });
      },
    );
    return () => {
      over = true;
    };
  }, [first, layout]);
  useEffect(() => {
    if (!layout) return;
    setNodes((before) => {
      const old = new Map(before.map((node) => [node.id, node]));
      return flow.components.map((component, at): Node<EditorNodeData> => {
        const known = old.get(component.name);
        const position = known?.position ??
          layout.nodes[component.name] ?? { x: 40 + at * 24, y: 40 + at * 24 };
        const { eaters, feeders } = ends(component, declarations[component.type]);
        const data = { component, eaters, feeders, isWrong: wrong.has(component.name) };
        return {
          ...known,
          id: component.name,
          type: 'component',
          position,
          ...NODE,
          data,
          ariaLabel: `${component.name}, ${component.type}`,
        };
      });
    });
  }, [flow, declarations, wrong, layout, setNodes]);
  const edges = useMemo(
    (): Edge[] =>
      connections(flow).map((link) => ({
        id: connectionId(link),
        source: link.from,
        sourceHandle: link.feeder,
        target: link.to,
        targetHandle: link.eater,
        ariaLabel: `${link.from} feeds ${link.to}`,
      })),
    [flow],
  );
  return (
    <div className={css['graph']} data-testid="editor-graph">
      {layout && (
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          colorMode={scheme}
          fitView
          minZoom={0.1}
          onNodesChange={(changes) => {
            onNodesChange(changes.filter(({ type }) => type !== 'remove'));
          }}
          onSelectionChange={({ nodes: [one] }) => onChoose(one?.id)}
          onConnect={({ source, sourceHandle, target, targetHandle }) => {
            const type = flow.components.find(({ name }) => name === target)?.type ?? '';
            const link: Connection = {
              from: source,
              feeder: sourceHandle ?? 'default',
              to: target,
              eater: targetHandle ?? 'default',
            };
            onChange(connected(flow, link, declarations[type]?.eaters ?? {}));
          }}
          onDelete={({ nodes: gone, edges: cut }) => {
            const links = new Map(connections(flow).map((link) => [connectionId(link), link]));
            let next = flow;
            for (const { id } of cut) {
              const link = links.get(id);
              if (link) next = disconnected(next, link);
            }
            for (const { id } of gone) next = without(next, id);
            onChange(next);
          }}
        >
          <Background gap={24} />
          <Controls showInteractive={false} />
        </ReactFlow>
      )}
    </div>
  );
}
