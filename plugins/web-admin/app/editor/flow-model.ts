import type { ComponentDeclaration, PropertyValues } from '../api/types';
import type { Graph } from '../planet/graph-model';

/** A feed that an eater takes. */
export interface FeedLink {
  readonly feed: string;
  readonly alias?: string;
}

/** A component as the flow is to have it; what the editor does not know of goes through it unchanged. */
export interface EditedComponent {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly worker?: string;
  readonly eaters?: Readonly<Record<string, readonly FeedLink[]>>;
  readonly properties?: PropertyValues;
  readonly secrets?: readonly string[];
  readonly [more: string]: unknown;
}

/** A flow as it is edited. */
export interface EditedFlow {
  readonly name: string;
  readonly components: readonly EditedComponent[];
}

/** A connection between a feeder and an eater. */
export interface Connection {
  readonly from: string;
  readonly feeder: string;
  readonly to: string;
  readonly eater: string;
}

type Eaters = Readonly<Record<string, { readonly multiple?: boolean }>>;

/** `component:feeder`, the feeder always named. */
export function feedOf({ from, feeder }: Pick<Connection, 'from' | 'feeder'>): string {
  return `${from}:${feeder}`;
}

function partsOf(feed: string): readonly [component: string, feeder: string] {
  const colon = feed.indexOf(':');
  return colon < 0 ? [feed, 'default'] : [feed.slice(0, colon), feed.slice(colon + 1)];
}

/** All connections between components that are there. */
export function connections({ components }: EditedFlow): readonly Connection[] {
  const names = new Set(components.map(({ name }) => name));
  return components.flatMap(({ name: to, eaters = {} }) =>
    Object.entries(eaters).flatMap(([eater, links]) =>
      links.flatMap(({ feed }) => {
        const [from, feeder] = partsOf(feed);
        return names.has(from) ? [{ from, feeder, to, eater }] : [];
      }),
    ),
  );
}

/** Name of a connection in the graph. */
export function connectionId({ from, feeder, to, eater }: Connection): string {
  return JSON.stringify([from, feeder, to, eater]);
}

/** The flow as a graph for the layout. */
export function graphOfFlow(flow: EditedFlow): Graph {
  const edges = connections(flow).map((one) => ({
    id: connectionId(one),
    source: one.from,
    target: one.to,
    feed: feedOf(one),
    client: `${one.to}:${one.eater}`,
    connected: true,
  }));
  return { nodes: flow.components.map(({ name }) => name), edges, groups: [] };
}

/** The flow with one component changed. */
export function withComponent(flow: EditedFlow, changed: EditedComponent): EditedFlow {
  const components = flow.components.map((one) => (one.name === changed.name ? changed : one));
  return { ...flow, components };
}

/** The flow with one component more, under a name that is free. */
export function withNew(flow: EditedFlow, type: string, worker: string | undefined): EditedFlow {
  const stem = type.replace(/-(?:producer|encoder|muxer|streamer|consumer|converter|combiner|decoder)$/, '');
  const taken = new Set(flow.components.map(({ name }) => name));
  let name = stem;
  for (let at = 2; taken.has(name); at++) name = `${stem}-${at}`;
  const component = { name, type, ...(worker !== undefined && { worker }) };
  return { ...flow, components: [...flow.components, component] };
}

/** The flow without a component, and without the links to its feeds. */
export function without(flow: EditedFlow, name: string): EditedFlow {
  const components = flow.components
    .filter((one) => one.name !== name)
    .map((one) => withLinks(one, (links) => links.filter(({ feed }) => partsOf(feed)[0] !== name)));
  return { ...flow, components };
}

/** The flow with a feeder connected to an eater; one that takes a single feed loses the one it had. */
export function connected(flow: EditedFlow, link: Connection, eaters: Eaters): EditedFlow {
  const target = flow.components.find(({ name }) => name === link.to);
  if (!target || link.from === link.to) return flow;
  const before = target.eaters?.[link.eater] ?? [];
  const feed = feedOf(link);
  if (before.some((one) => feedOf(named(one.feed)) === feed)) return flow;
  const several = eaters[link.eater]?.multiple === true;
  const taken = new Set(
    Object.values(target.eaters ?? {}).flatMap((links) => links.map(({ alias }) => alias)),
  );
  const links = several
    ? [...before, { feed, alias: freeAlias(link.from, taken) }]
    : [{ feed, alias: link.eater }];
  return withComponent(flow, { ...target, eaters: { ...target.eaters, [link.eater]: links } });
}

/** The flow without a connection. */
export function disconnected(flow: EditedFlow, link: Connection): EditedFlow {
  const target = flow.components.find(({ name }) => name === link.to);
  if (!target) return flow;
  const feed = feedOf(link);
  const links = (target.eaters?.[link.eater] ?? []).filter((one) => feedOf(named(one.feed)) !== feed);
  return withComponent(flow, { ...target, eaters: { ...target.eaters, [link.eater]: links } });
}

function named(feed: string): Pick<Connection, 'from' | 'feeder'> {
  const [from, feeder] = partsOf(feed);
  return { from, feeder };
}

function freeAlias(wish: string, taken: ReadonlySet<string | undefined>): string {
  let alias = wish;
  for (let at = 2; taken.has(alias); at++) alias = `${wish}-${at}`;
  return alias;
}

function withLinks(
  component: EditedComponent,
  keep: (links: readonly FeedLink[]) => readonly FeedLink[],
): EditedComponent {
  if (!component.eaters) return component;
  const eaters = Object.entries(component.eaters).map(([name, links]) => [name, keep(links)] as const);
  return { ...component, eaters: Object.fromEntries(eaters) };
}

/** Names of a component's eaters and feeders; those that it uses where its declaration is not known. */
export function ends(
  component: EditedComponent,
  declaration: ComponentDeclaration | undefined,
): { readonly eaters: readonly string[]; readonly feeders: readonly string[] } {
  return {
    eaters: Object.keys(declaration?.eaters ?? component.eaters ?? {}),
    feeders: Object.keys(declaration?.feeders ?? {}),
  };
}

/** A line of a text, and whether it is new, gone or as it was. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** How one text becomes another, line by line. */
export function lineDifference(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before, after].map((text) => text.split('\n')) as [string[], string[]];
  const width = now.length + 1;
  const common = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      common[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DiffLine[] = [];
  for (let i = 0, j = 0; i < old.length || j < now.length;) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({ kind: 'same', text: old[i] ?? '' });
      i++;
      j++;
    } else if (i < old.length && (j >= now.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'removed', text: old[i++] ?? '' });
    } else lines.push({ kind: 'added', text: now[j++] ?? '' });
  }
  return lines;
}
