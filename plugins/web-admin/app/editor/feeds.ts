import type { ComponentDeclaration } from '../api/types';
import type { Graph } from '../planet/graph-model';
import type { EditedComponent, EditedFlow, FeedLink } from './flow-model';
import { swapped } from './swapped';

/** A connection between a feeder and an eater. */
export interface Connection {
  readonly from: string;
  readonly feeder: string;
  readonly to: string;
  readonly eater: string;
  /** The virtual feed under whose name it is eaten. */
  readonly virtual?: string;
}

/** An eater of a component. */
export interface EaterPlace {
  readonly component: string;
  readonly eater: string;
}

type Eaters = Readonly<Record<string, { readonly multiple?: boolean }>>;
type Feed = Pick<Connection, 'from' | 'feeder' | 'virtual'>;

/** `component:feeder`, the feeder always named; of a virtual feed its own name. */
export function feedOf({ from, feeder, virtual }: Feed): string {
  return virtual ?? `${from}:${feeder}`;
}

/** A feed with its feeder named. */
export function whole(feed: string): string {
  return feed.includes(':') ? feed : `${feed}:default`;
}

/** The component in the name of a feed. */
export function componentOf(feed: string): string {
  return whole(feed).slice(0, whole(feed).indexOf(':'));
}

/** All connections between components that are there, those by virtual feeds too. */
export function connections({ components }: EditedFlow): readonly Connection[] {
  const names = new Set(components.map(({ name }) => name));
  const virtual = components.flatMap(({ name: from, virtualFeeds = {} }) =>
    Object.entries(virtualFeeds).map(([feed, feeder]) => ({ virtual: whole(feed), from, feeder })),
  );
  return components.flatMap(({ name: to, eaters = {} }) =>
    Object.entries(eaters).flatMap(([eater, links]) =>
      links.flatMap((link): readonly Connection[] => {
        const feed = whole(link.feed);
        const from = componentOf(feed);
        const own = names.has(from) ? [{ from, feeder: feed.slice(from.length + 1), to, eater }] : [];
        const offers = virtual.filter((one) => one.virtual === feed);
        // A virtual feed that is named like a component is that component's own where nobody else offers it.
        return [...(offers.length > 0 ? [] : own), ...offers.map((one) => ({ ...one, to, eater }))];
      }),
    ),
  );
}

/** Name of a connection in the graph. */
export function connectionId({ from, feeder, to, eater, virtual }: Connection): string {
  return JSON.stringify([from, feeder, to, eater, ...(virtual === undefined ? [] : [virtual])]);
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

/** The feeds that a component can be connected to: those of all others, virtual ones last. */
export function offeredFeeds(
  { components }: EditedFlow,
  to: string,
  feedersOf: (type: string) => readonly string[],
): readonly string[] {
  const others = components.filter(({ name }) => name !== to);
  const own = others.flatMap(({ name, type }) => feedersOf(type).map((feeder) => `${name}:${feeder}`));
  const virtual = others.flatMap(({ virtualFeeds = {} }) => Object.keys(virtualFeeds).map(whole));
  return [...new Set([...own, ...virtual])];
}

/** The flow with a feed connected to an eater; one that takes a single feed loses the one it had. */
export function connected(flow: EditedFlow, feed: string, to: EaterPlace, eaters: Eaters): EditedFlow {
  const target = flow.components.find(({ name }) => name === to.component);
  if (!target || componentOf(feed) === to.component) return flow;
  const before = target.eaters?.[to.eater] ?? [];
  if (before.some((one) => whole(one.feed) === whole(feed))) return flow;
  const several = eaters[to.eater]?.multiple === true;
  const links = several
    ? [...before, { feed: whole(feed), alias: freeAlias(target, componentOf(feed)) }]
    : [{ feed: whole(feed), alias: to.eater }];
  return withLinks(flow, to, () => links);
}

/** The flow without a connection. */
export function disconnected(flow: EditedFlow, feed: string, to: EaterPlace): EditedFlow {
  return withLinks(flow, to, (links) => links.filter((one) => whole(one.feed) !== whole(feed)));
}

/** The flow with a feed of an eater at another place among its feeds; their order may matter to the component. */
export function moved(flow: EditedFlow, to: EaterPlace, at: number, by: -1 | 1): EditedFlow {
  return withLinks(flow, to, (links) => swapped(links, at, by));
}

/** The flow in which a feed of an eater is known to its component under another alias. */
export function aliased(flow: EditedFlow, to: EaterPlace, at: number, alias: string): EditedFlow {
  return withLinks(flow, to, (links) => links.map((one, index) => (index === at ? { ...one, alias } : one)));
}

/** What is wrong with an alias; undefined when the feed can have it. */
export function aliasComplaint(
  { eaters = {} }: EditedComponent,
  before: string,
  after: string,
): string | undefined {
  if (after === before) return undefined;
  if (!/^[A-Za-z0-9_](?:[A-Za-z0-9_.+ -]{0,98}[A-Za-z0-9_.+-])?$/.test(after))
    return 'Letters, digits and . _ + - are needed.';
  const taken = Object.entries(eaters).flatMap(([eater, links]) => links.map((one) => one.alias ?? eater));
  return taken.includes(after) ? 'Another feed of this component has this alias.' : undefined;
}

/** The flow without the links to feeds of components. */
export function withoutFeedsOf(flow: EditedFlow, names: readonly string[]): EditedFlow {
  const components = flow.components.map((one) => {
    if (!one.eaters) return one;
    const eaters = Object.entries(one.eaters).map(([eater, links]) => {
      const kept = links.filter(({ feed }) => !names.includes(componentOf(feed)));
      return [eater, kept.length === links.length ? links : kept] as const;
    });
    const isSame = eaters.every(([eater, links]) => one.eaters?.[eater] === links);
    return isSame ? one : { ...one, eaters: Object.fromEntries(eaters) };
  });
  return { ...flow, components };
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

function freeAlias({ eaters = {} }: EditedComponent, wish: string): string {
  const taken = new Set(Object.values(eaters).flatMap((links) => links.map(({ alias }) => alias)));
  let alias = wish;
  for (let at = 2; taken.has(alias); at++) alias = `${wish}-${at}`;
  return alias;
}

function withLinks(
  flow: EditedFlow,
  { component, eater }: EaterPlace,
  change: (links: readonly FeedLink[]) => readonly FeedLink[],
): EditedFlow {
  const components = flow.components.map((one) =>
    one.name === component
      ? { ...one, eaters: { ...one.eaters, [eater]: change(one.eaters?.[eater] ?? []) } }
      : one,
  );
  return { ...flow, components };
}
