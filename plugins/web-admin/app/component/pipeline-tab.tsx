import { Text, useComputedColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import {
  Background,
  Controls,
  Handle,
  Position,
  ReactFlow,
  type Edge,
  type Node,
  type NodeProps,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useEffect, useMemo, useState } from 'react';
import { ApiError, call, componentPath } from '../api/client';
import { ProblemAlert } from '../frame/problem';
import { Waiting } from '../frame/waiting';
import { NODE, type Graph, type Layout } from '../planet/graph-model';
import css from '../planet/planet-graph.module.css';
import { placed } from '../planet/layout';
import { pipelineOf, type PipelineElement, type PipelineGraph } from './dot';

type ElementData = { readonly element: PipelineElement; readonly down: boolean };

const NODE_TYPES = { element: ElementNode };
const STATES: Readonly<Record<string, string>> = { '>': 'playing', '=': 'paused', '-': 'ready', '0': 'null' };

/** The GStreamer pipeline of a component as it is now. */
export default function PipelineTab({ id }: { readonly id: string }) {
  const narrow = useMediaQuery('(max-width: 700px)');
  const scheme = useComputedColorScheme('light');
  const { data, error, refetch } = useQuery({
    queryKey: ['pipeline', id],
    queryFn: ({ signal }) => call<string>('GET', componentPath(id, '/graph'), { signal }),
    staleTime: 0,
    retry: false,
  });
  const pipeline = useMemo(() => (data === undefined ? undefined : pipelineOf(data)), [data]);
  const layout = useLayout(pipeline, narrow);
  if (error instanceof ApiError && error.code === 'graph-missing')
    return <Text c="dimmed">{error.message}.</Text>;
  if (error) return <ProblemAlert error={error} retry={() => void refetch()} />;
  if (!pipeline || !layout) return <Waiting />;
  return (
    <div className={css['graph']}>
      <ReactFlow
        nodes={nodesOf(pipeline, layout, narrow)}
        edges={edgesOf(pipeline)}
        nodeTypes={NODE_TYPES}
        colorMode={scheme}
        fitView
        fitViewOptions={{ padding: 0.08, maxZoom: 1 }}
        minZoom={0.1}
        nodesDraggable={false}
        nodesConnectable={false}
        deleteKeyCode={null}
      >
        <Background gap={24} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

function useLayout(pipeline: PipelineGraph | undefined, down: boolean): Layout | undefined {
  const [layout, setLayout] = useState<Layout>();
  useEffect(() => {
    if (!pipeline) return undefined;
    let over = false;
    const edges = pipeline.links.map(({ source, target }, index) => ({
      ...{ id: `link ${index}`, source, target },
      ...{ feed: '', client: '', connected: true },
    }));
    const graph: Graph = { nodes: pipeline.elements.map(({ id }) => id), edges, groups: [] };
    void placed(graph, { down, wrap: !down }).then((at) => {
      if (!over) setLayout(at);
    });
    return () => {
      over = true;
    };
  }, [pipeline, down]);
  return layout;
}

function nodesOf({ elements }: PipelineGraph, layout: Layout, down: boolean): Node<ElementData>[] {
  return elements.flatMap((element) => {
    const position = layout.nodes[element.id];
    if (!position) return [];
    const { id, name, type } = element;
    return [
      { id, type: 'element', position, ...NODE, data: { element, down }, ariaLabel: `${name}, ${type}` },
    ];
  });
}

function edgesOf({ links }: PipelineGraph): Edge[] {
  return links.map(({ source, target, caps }, index) => ({
    id: `link ${index}`,
    source,
    target,
    label: caps.split('\n')[0] ?? '',
    labelStyle: { fontSize: 10 },
    style: { strokeWidth: 1.5 },
    focusable: false,
  }));
}

function ElementNode({ data: { element, down } }: NodeProps<Node<ElementData>>) {
  const { name, type, state } = element;
  return (
    <div className={css['node']}>
      <Handle type="target" position={down ? Position.Top : Position.Left} className={css['handle']} />
      <div className={css['title']}>
        <span title={name}>{name}</span>
      </div>
      <div className={css['line']}>
        <span title={type}>{type}</span>
      </div>
      <div className={css['line']}>
        <span>{STATES[state] ?? state}</span>
      </div>
      <Handle type="source" position={down ? Position.Bottom : Position.Right} className={css['handle']} />
    </div>
  );
}
