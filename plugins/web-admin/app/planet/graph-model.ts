import type { ComponentState } from '../api/types';

/** A connection between two components. */
export interface GraphEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** Full id of the feed. */
  readonly feed: string;
  /** `/flow/component:alias` of who eats it. */
  readonly client: string;
  readonly connected: boolean;
}

/** A box around components: a flow, or a machine. */
export interface GraphGroup {
  readonly id: string;
  readonly label: string;
  readonly members: readonly string[];
}

/** What of the planet is drawn. */
export interface Graph {
  readonly nodes: readonly string[];
  readonly edges: readonly GraphEdge[];
  readonly groups: readonly GraphGroup[];
}

/** Pixels that a component takes. */
export const NODE = { width: 216, height: 76 } as const;

/** The graph of components, in boxes of their workers or of their flows. One flow alone has no box. */
export function graphOf(components: readonly ComponentState[], byWorker: boolean): Graph {
  const ids = new Set(components.map(({ id }) => id));
  const edges = components.flatMap(({ id, eaters }) =>
    eaters.flatMap(({ alias, feed, connected }): readonly GraphEdge[] => {
      const source = feed.slice(0, feed.lastIndexOf(':'));
      const client = `${id}:${alias}`;
      if (!ids.has(source)) return [];
      return [{ id: `${feed} ${client}`, source, target: id, feed, client, connected }];
    }),
  );
  const boxOf = (component: ComponentState): string => (byWorker ? component.worker : component.flow);
  const names = [...new Set(components.map(boxOf))];
  const groups = names.map((name) => ({
    id: `${byWorker ? 'worker' : 'flow'} ${name}`,
    label: name,
    members: components.filter((component) => boxOf(component) === name).map(({ id }) => id),
  }));
  return { nodes: [...ids], edges, groups: groups.length > 1 || byWorker ? groups : [] };
}

/** Says whether two graphs have the same form, so that one layout serves both. */
export function formOf({ nodes, edges, groups }: Graph): string {
  return JSON.stringify([
    nodes,
    edges.map(({ source, target, id }) => [source, target, id]),
    groups.map(({ id, members }) => [id, members]),
  ]);
}

/** Where everything is, in pixels; members of a group relative to it. */
export interface Layout {
  readonly nodes: Readonly<Record<string, { readonly x: number; readonly y: number }>>;
  readonly groups: Readonly<
    Record<
      string,
      { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
    >
  >;
}

/** What the layout library takes, as far as it is used. */
export interface ElkNode {
  id: string;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  children?: ElkNode[];
  edges?: { id: string; sources: string[]; targets: string[] }[];
  layoutOptions?: Record<string, string>;
}

/** How a graph is laid out. */
export interface Way {
  /** It goes down, as on a phone, and not to the right. */
  readonly down: boolean;
  /** A long chain goes on in a row below; only for graphs without groups. */
  readonly wrap?: boolean;
}

/** More components than these are laid out with fewer attempts at fewer crossings, in a third of the time. */
const MANY = 100;

/** A graph as the layout library takes it. */
export function elkGraph({ nodes, edges, groups }: Graph, { down, wrap = false }: Way): ElkNode {
  const box = (id: string): ElkNode => ({ id, ...NODE });
  const spacing = {
    'elk.layered.spacing.nodeNodeBetweenLayers': down ? '56' : '104',
    'elk.spacing.nodeNode': '28',
    'elk.spacing.componentComponent': '36',
  };
  const way = {
    ...spacing,
    'elk.algorithm': 'layered',
    'elk.direction': down ? 'DOWN' : 'RIGHT',
    'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    ...(nodes.length > MANY ? { 'elk.layered.thoroughness': '1' } : {}),
  };
  const groupOf = new Map(groups.flatMap(({ id, members }) => members.map((member) => [member, id])));
  const within = (one: string | undefined): NonNullable<ElkNode['edges']> =>
    edges
      .filter(({ source, target }) => groupOf.get(source) === one && groupOf.get(target) === one)
      .map(elkEdge);
  // Groups that nothing joins are laid out one by one, and then fill the width; together they would be one long column.
  const apart = edges.every(({ source, target }) => groupOf.get(source) === groupOf.get(target));
  return {
    id: 'planet',
    layoutOptions: {
      ...way,
      ...(wrap ? { 'elk.layered.wrapping.strategy': 'MULTI_EDGE' } : {}),
      ...(wrap || apart ? {} : { 'elk.hierarchyHandling': 'INCLUDE_CHILDREN' }),
      'elk.aspectRatio': down ? '0.5' : '1.8',
    },
    children: [
      ...groups.map(({ id, members }) => ({
        id,
        children: members.map(box),
        layoutOptions: {
          ...(apart ? way : spacing),
          'elk.padding': '[top=44,left=20,bottom=20,right=20]',
        },
        ...(apart ? { edges: within(id) } : {}),
      })),
      ...nodes.filter((id) => !groupOf.has(id)).map(box),
    ],
    edges: apart ? within(undefined) : edges.map(elkEdge),
  };
}

function elkEdge({ id, source, target }: GraphEdge): { id: string; sources: string[]; targets: string[] } {
  return { id, sources: [source], targets: [target] };
}

/** The library's answer as a layout. */
export function layoutOf(root: ElkNode): Layout {
  const nodes: Record<string, { x: number; y: number }> = {};
  const groups: Record<string, { x: number; y: number; width: number; height: number }> = {};
  for (const { id, x = 0, y = 0, width = 0, height = 0, children } of root.children ?? []) {
    if (!children) nodes[id] = { x, y };
    else {
      groups[id] = { x, y, width, height };
      for (const child of children) nodes[child.id] = { x: child.x ?? 0, y: child.y ?? 0 };
    }
  }
  return { nodes, groups };
}
