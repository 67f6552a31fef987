import type { ComponentDeclaration } from '../api/types';
import { connectionId, connections, feedOf, whole, type Connection } from './feeds';
import type { EditedComponent, EditedFlow } from './flow-model';
import type { FlowProblem } from './queries';

/** What is wrong with one component, and where in it. */
export interface ComponentProblems {
  /** What has no better place. */
  readonly own: readonly string[];
  readonly byProperty: Readonly<Record<string, string>>;
  /** By the name of the plug and then by property. */
  readonly byPlug: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By eater. */
  readonly byEater: Readonly<Record<string, readonly string[]>>;
  /** What is wrong with the worker that it names. */
  readonly ofWorker: readonly string[];
  readonly isWrong: boolean;
}

/** What is wrong with a component of which nothing is known to be. */
export const NO_PROBLEMS: ComponentProblems = {
  own: [],
  byProperty: {},
  byPlug: {},
  byEater: {},
  ofWorker: [],
  isWrong: false,
};

/** Name of the component that a problem is about; empty for one that is about the flow. */
export function nameOf({ component = '' }: FlowProblem): string {
  return component.slice(component.lastIndexOf('/') + 1);
}

/** Problems by component, each where it is. A property inside another is told at the outer one. */
export function byComponent(problems: readonly FlowProblem[]): ReadonlyMap<string, ComponentProblems> {
  const found = new Map<string, ComponentProblems>();
  for (const problem of problems) {
    const name = nameOf(problem);
    if (name !== '') found.set(name, withProblem(found.get(name) ?? NO_PROBLEMS, problem));
  }
  return found;
}

function withProblem(before: ComponentProblems, problem: FlowProblem): ComponentProblems {
  const { level, text, plug, property, eater, field } = problem;
  const all = { ...before, isWrong: before.isWrong || level === 'error' };
  const outer = property?.split('.')[0];
  if (plug !== undefined)
    return { ...all, byPlug: { ...all.byPlug, [plug]: { ...all.byPlug[plug], [outer ?? '']: text } } };
  if (outer !== undefined) return { ...all, byProperty: { ...all.byProperty, [outer]: text } };
  if (eater !== undefined)
    return { ...all, byEater: { ...all.byEater, [eater]: [...(all.byEater[eater] ?? []), text] } };
  if (field === 'worker') return { ...all, ofWorker: [...all.ofWorker, text] };
  return { ...all, own: [...all.own, text] };
}

/** What is wrong with connections, by `connectionId`. */
export function byConnection(
  flow: EditedFlow,
  problems: readonly FlowProblem[],
): ReadonlyMap<string, string> {
  const wrong = problems.filter(({ level, feed }) => level === 'error' && feed !== undefined);
  const about = (link: Connection): FlowProblem | undefined =>
    wrong.find(
      (one) => nameOf(one) === link.to && one.eater === link.eater && whole(one.feed ?? '') === feedOf(link),
    );
  return new Map(
    connections(flow).flatMap((link) => {
      const problem = about(link);
      return problem ? [[connectionId(link), problem.text] as const] : [];
    }),
  );
}

/** Eaters that need a feed and have none. */
export function unfed(
  { eaters = {} }: EditedComponent,
  declaration: ComponentDeclaration | undefined,
): ReadonlySet<string> {
  const wanting = Object.entries(declaration?.eaters ?? {}).filter(
    ([name, { required }]) => required !== false && (eaters[name]?.length ?? 0) === 0,
  );
  return new Set(wanting.map(([name]) => name));
}
