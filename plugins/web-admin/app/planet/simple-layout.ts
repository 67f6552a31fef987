import { graphlib, layout } from '@dagrejs/dagre';
import { NODE, type Graph, type GraphEdge, type Layout, type Way } from './graph-model';

/** Most components that are placed together here; of more the other library makes the better picture. */
const MOST = 60;
/** Pixels between components of one step, and from one step to the next. */
const BESIDE = 28;
const NEXT = { right: 104, down: 56 } as const;
/** Pixels between boxes, and inside one around its components: above them is its name. */
const APART = 36;
const PADDING = { top: 44, left: 20, bottom: 20, right: 20 } as const;

/** Components that are placed together. */
interface Part {
  readonly members: readonly string[];
  readonly edges: readonly GraphEdge[];
}

interface Placed {
  readonly at: Readonly<Record<string, { readonly x: number; readonly y: number }>>;
  readonly width: number;
  readonly height: number;
}

/** Whether a graph is one that `simpleLayout` places well: nothing leads from one box to another, and none holds very many. */
export function isSimple(graph: Graph): boolean {
  const groupOf = groupsOf(graph);
  if (graph.edges.some(({ source, target }) => groupOf.get(source) !== groupOf.get(target))) return false;
  return partsOf(graph).every(({ members }) => members.length <= MOST);
}

/** Places a simple graph, at once: each box by itself, and the boxes in rows. */
export function simpleLayout(graph: Graph, way: Way): Layout {
  const parts = partsOf(graph).map((part) => placePart(part, way));
  if (graph.groups.length === 0) return { nodes: parts[0]?.at ?? {}, groups: {} };
  const sizes = parts.map(({ width, height }) => ({
    width: width + PADDING.left + PADDING.right,
    height: height + PADDING.top + PADDING.bottom,
  }));
  const corners = inRows(sizes, way.down ? 0.5 : 1.8);
  const nodes = parts.flatMap(({ at }) =>
    Object.entries(at).map(([id, { x, y }]) => [id, { x: x + PADDING.left, y: y + PADDING.top }] as const),
  );
  const groups = graph.groups.map(({ id }, index) => {
    const [corner, size] = [corners[index] ?? { x: 0, y: 0 }, sizes[index] ?? { width: 0, height: 0 }];
    return [id, { ...corner, ...size }] as const;
  });
  return { nodes: Object.fromEntries(nodes), groups: Object.fromEntries(groups) };
}

function groupsOf({ groups }: Graph): ReadonlyMap<string, string> {
  return new Map(groups.flatMap(({ id, members }) => members.map((member) => [member, id])));
}

function partsOf({ nodes, edges, groups }: Graph): readonly Part[] {
  if (groups.length === 0) return [{ members: nodes, edges }];
  return groups.map(({ members }) => {
    const own = new Set(members);
    return { members, edges: edges.filter(({ source, target }) => own.has(source) && own.has(target)) };
  });
}

function placePart({ members, edges }: Part, { down }: Way): Placed {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: down ? 'TB' : 'LR', nodesep: BESIDE, ranksep: down ? NEXT.down : NEXT.right });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of members) graph.setNode(id, { ...NODE });
  for (const { id, source, target } of edges) graph.setEdge(source, target, {}, id);
  layout(graph);
  // The library tells the middle of each, and leaves room at the edge for bends that are not drawn.
  const middles = members.map((id) => [id, graph.node(id) as { x: number; y: number }] as const);
  const left = Math.min(...middles.map(([, { x }]) => x - NODE.width / 2));
  const top = Math.min(...middles.map(([, { y }]) => y - NODE.height / 2));
  const at = middles.map(
    ([id, { x, y }]) => [id, { x: x - NODE.width / 2 - left, y: y - NODE.height / 2 - top }] as const,
  );
  return {
    at: Object.fromEntries(at),
    width: Math.max(0, ...at.map(([, { x }]) => x + NODE.width)),
    height: Math.max(0, ...at.map(([, { y }]) => y + NODE.height)),
  };
}

/** Where boxes stand that follow one another in rows, so that all have about a shape. @param shape - width by height. */
function inRows(
  sizes: readonly { readonly width: number; readonly height: number }[],
  shape: number,
): readonly { readonly x: number; readonly y: number }[] {
  const area = sizes.reduce((sum, { width, height }) => sum + (width + APART) * (height + APART), 0);
  const most = Math.max(Math.sqrt(area * shape), ...sizes.map(({ width }) => width));
  let [x, y, row] = [0, 0, 0];
  return sizes.map(({ width, height }) => {
    // What is more than half in still belongs to the row: wide boxes would else be one long column.
    if (x > 0 && x + width / 2 > most) {
      [x, y, row] = [0, y + row + APART, 0];
    }
    const corner = { x, y };
    x += width + APART;
    row = Math.max(row, height);
    return corner;
  });
}
