import type { Edge, Node } from '@xyflow/react';
import type { ComponentDeclaration } from '../api/types';
import { NODE, type Layout } from '../planet/graph-model';
import type { EditorNodeData } from './editor-node';
import { connectionId, connections, ends } from './feeds';
import type { EditedFlow } from './flow-model';
import type { Places } from './places';
import { NO_PROBLEMS, unfed, type ComponentProblems } from './problems';
import css from './editor.module.css';

/** From one new component to the next, in pixels. */
const STEP = { x: NODE.width + 96, y: NODE.height + 32 };

/** A component as the graph holds it. */
export type EditorNodeOf = Node<EditorNodeData>;

/** What the nodes are drawn of. */
export interface NodeSource {
  readonly flow: EditedFlow;
  readonly declarations: Readonly<Record<string, ComponentDeclaration | undefined>>;
  readonly problems: ReadonlyMap<string, ComponentProblems>;
  readonly layout: Layout;
  readonly places: Places;
}

/**
 * The nodes of a flow. Each stays where it is; one that has another name now stands where it stood, and a new one at the right of
 * the one before it.
 * @param namesBefore - names of the components, in their order, when the nodes were drawn before.
 */
export function nodesOf(
  { flow, declarations, problems, layout, places }: NodeSource,
  before: readonly EditorNodeOf[],
  namesBefore: readonly string[],
): EditorNodeOf[] {
  const old = new Map(before.map((node) => [node.id, node]));
  const names = new Set(flow.components.map(({ name }) => name));
  const made: EditorNodeOf[] = [];
  for (const [at, component] of flow.components.entries()) {
    const { name, type } = component;
    const former = namesBefore[at] ?? '';
    const known = old.get(name) ?? (names.has(former) ? undefined : old.get(former));
    const position =
      known?.position ?? places[name] ?? layout.nodes[name] ?? freePlace(made.at(-1), [...before, ...made]);
    const declaration = declarations[type];
    const own = problems.get(name) ?? NO_PROBLEMS;
    const wanting = unfed(component, declaration);
    const wrongEaters = new Set([...wanting, ...Object.keys(own.byEater)]);
    const [byPlug] = Object.values(own.byPlug).flatMap((texts) => Object.values(texts));
    const problem =
      own.own[0] ?? Object.values(own.byEater)[0]?.[0] ?? Object.values(own.byProperty)[0] ?? byPlug;
    const data = { component, ...ends(component, declaration), wrongEaters, isWrong: own.isWrong, problem };
    const told = problem === undefined ? '' : `, ${problem}`;
    const ariaLabel = `${name}, ${type}${told}`;
    made.push({ ...known, id: name, type: 'component', position, ...NODE, data, ariaLabel });
  }
  return made;
}

/** A place at the right of a component, or below all where somebody stands there. */
function freePlace(last: EditorNodeOf | undefined, taken: readonly EditorNodeOf[]): EditorNodeOf['position'] {
  const [x, y] = [(last?.position.x ?? -STEP.x) + STEP.x, last?.position.y ?? 0];
  const isTaken = taken.some(
    ({ position: at }) => Math.abs(at.x - x) < NODE.width && Math.abs(at.y - y) < NODE.height,
  );
  return isTaken ? { x: 0, y: Math.max(...taken.map(({ position }) => position.y)) + STEP.y } : { x, y };
}

/** The connections of a flow. */
export function edgesOf(
  flow: EditedFlow,
  problems: ReadonlyMap<string, string>,
  chosen: ReadonlySet<string>,
): Edge[] {
  return connections(flow).map((link) => {
    const id = connectionId(link);
    const problem = problems.get(id);
    const by = link.virtual === undefined ? '' : ` as ${link.virtual}`;
    return {
      id,
      source: link.from,
      sourceHandle: link.feeder,
      target: link.to,
      targetHandle: link.eater,
      selected: chosen.has(id),
      className: [problem && css['wrong-edge'], link.virtual && css['virtual-edge']]
        .filter(Boolean)
        .join(' '),
      ariaLabel: `${link.from} feeds ${link.to}${by}${problem === undefined ? '' : `: ${problem}`}`,
      label: problem === undefined ? link.virtual : 'does not fit',
    };
  });
}
