import { parseFeed, type ComponentConfig, type Place } from './planet';

/** A component and the feeder of it that offers a feed. */
export interface Offer {
  readonly component: string;
  readonly feeder: string;
  /** The feed is offered beside the component's own name. */
  readonly virtual: boolean;
}

/** One connection of an eater to a feed of the same flow. */
export interface Link {
  readonly component: string;
  readonly eater: string;
  readonly alias: string;
  /** `component:feeder`, the feeder always named. */
  readonly feed: string;
  readonly place?: Place;
}

/** Names of the feeders that a type declares. */
export type FeedersOf = (type: string) => readonly string[];

/** `component:feeder` with the feeder named, also where a file leaves it out. */
export function canonicalFeed(feed: string): string {
  const { component, feeder } = parseFeed(feed);
  return `${component}:${feeder}`;
}

/** Every feed that the components of one flow offer, and who offers it, in planet order. */
export function offers(
  components: readonly ComponentConfig[],
  feedersOf: FeedersOf,
): ReadonlyMap<string, readonly Offer[]> {
  const found = new Map<string, Offer[]>();
  const add = (feed: string, offer: Offer): void => {
    found.set(feed, [...(found.get(feed) ?? []), offer]);
  };
  for (const { name, type, virtualFeeds } of components) {
    for (const feeder of feedersOf(type)) {
      add(`${name}:${feeder}`, { component: name, feeder, virtual: false });
    }
    for (const [feed, feeder] of Object.entries(virtualFeeds)) {
      add(canonicalFeed(feed), { component: name, feeder, virtual: true });
    }
  }
  return found;
}

/** Aliases of all feeds of a component, in the order of the file. */
export function aliasesOf(eaters: ComponentConfig['eaters']): string[] {
  return Object.values(eaters).flatMap((feeds) => feeds.map(({ alias }) => alias));
}

/** All connections of the components, in planet order. */
export function links(components: readonly ComponentConfig[]): readonly Link[] {
  return components.flatMap(({ name, eaters }) =>
    Object.entries(eaters).flatMap(([eater, feeds]) =>
      feeds.map((link) => ({ ...link, component: name, eater, feed: canonicalFeed(link.feed) })),
    ),
  );
}

/**
 * A circle of components that feed each other, in the direction of the media; the first is repeated at the end.
 * @returns undefined when there is none.
 */
export function findCycle(
  components: readonly ComponentConfig[],
  feedersOf: FeedersOf,
): readonly string[] | undefined {
  const offered = offers(components, feedersOf);
  const feeds = new Map<string, Set<string>>(components.map(({ name }) => [name, new Set()]));
  for (const link of links(components)) {
    for (const { component } of offered.get(link.feed) ?? []) feeds.get(component)?.add(link.component);
  }
  const done = new Set<string>();
  const walk = (name: string, path: readonly string[]): readonly string[] | undefined => {
    const before = path.indexOf(name);
    if (before >= 0) return [...path.slice(before), name];
    if (done.has(name)) return undefined;
    for (const next of feeds.get(name) ?? []) {
      const circle = walk(next, [...path, name]);
      if (circle) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const { name } of components) {
    const circle = walk(name, []);
    if (circle) return circle;
  }
  return undefined;
}

/** A component that may give its flow the clock. */
export interface ClockCandidate {
  readonly config: ComponentConfig;
  /** From the declaration; undefined when the component follows no clock. */
  readonly priority: number | undefined;
}

/**
 * The component whose machine gives the flow its clock: the one marked in the file, else the one of highest priority,
 * the first of several.
 * @returns undefined when no component follows a clock.
 */
export function clockMaster(candidates: readonly ClockCandidate[]): ComponentConfig | undefined {
  if (candidates.every(({ priority }) => priority === undefined)) return undefined;
  const marked = candidates.find(({ config }) => config.clockMaster === true);
  if (marked) return marked.config;
  let best: ClockCandidate | undefined;
  for (const candidate of candidates) {
    if (candidate.priority === undefined) continue;
    if (best?.priority === undefined || candidate.priority > best.priority) best = candidate;
  }
  return best?.config;
}
