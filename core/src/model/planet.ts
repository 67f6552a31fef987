import type { PropertyValues } from '../plugin';

/** Where something was written, for error messages. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A plug in a component or in the manager. */
export interface PlugConfig {
  readonly type: string;
  readonly properties: PropertyValues;
  /** The feeder that an effect stands in front of; where it is left out there is only one that fits. */
  readonly feeder?: string;
  readonly place?: Place;
}

/** One feed that an eater is connected to. */
export interface FeedLink {
  /** `component:feeder`, in the same flow. */
  readonly feed: string;
  /** Unique among the feeds of the component. */
  readonly alias: string;
  readonly place?: Place;
}

/** A component as a planet file describes it. */
export interface ComponentConfig {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  /** Name of the worker that runs it; absent only for the manager's own bouncer. */
  readonly worker?: string;
  /** Feeds by eater name. */
  readonly eaters: Readonly<Record<string, readonly FeedLink[]>>;
  /** Only the values that were given; defaults are filled in when the component starts. */
  readonly properties: PropertyValues;
  readonly plugs: readonly PlugConfig[];
  /** Feeds offered under other names: `component:feeder` → own feeder. */
  readonly virtualFeeds: Readonly<Record<string, string>>;
  /** This component gives the flow its clock. */
  readonly clockMaster?: boolean;
  readonly place?: Place;
}

/** A named set of connected components. */
export interface Flow {
  readonly name: string;
  readonly components: readonly ComponentConfig[];
}

/** How the manager itself listens and whom it admits. */
export interface ManagerSettings {
  readonly name?: string;
  /** Address to bind; all addresses when empty. */
  readonly host?: string;
  readonly port?: number;
  readonly transport?: 'tcp' | 'ssl';
  /** PEM file with certificate and key. */
  readonly certificate?: string;
  readonly debug?: string;
  readonly bouncer?: ComponentConfig;
  readonly plugs: readonly PlugConfig[];
}

/** Everything one planet file says. */
export interface PlanetFile {
  readonly file: string;
  readonly manager?: ManagerSettings;
  readonly atmosphere: readonly ComponentConfig[];
  readonly flows: readonly Flow[];
}

/** Name of the pseudo flow that holds the atmosphere's components. */
export const ATMOSPHERE = 'atmosphere';

/** Full id of a component, `/flow/component`. */
export function componentId(flow: string, component: string): string {
  return `/${flow}/${component}`;
}

/** Full id of a component that is named by it, or by its name alone when it is in the atmosphere. */
export function fullId(name: string): string {
  return name.startsWith('/') ? name : componentId(ATMOSPHERE, name);
}

/** Full id of a feed, `/flow/component:feeder`. */
export function fullFeedId(flow: string, feed: string): string {
  return `/${flow}/${feed}`;
}

/** Splits `component[:feeder]`; the feeder is `default` when left out. */
export function parseFeed(feed: string): { component: string; feeder: string } {
  const colon = feed.indexOf(':');
  return colon < 0
    ? { component: feed, feeder: 'default' }
    : { component: feed.slice(0, colon), feeder: feed.slice(colon + 1) };
}

/** Splits `/flow/component`. @throws Error when the id has another form. */
export function parseComponentId(id: string): { flow: string; component: string } {
  const match = /^\/([^/]+)\/([^/]+)$/.exec(id);
  if (!match) throw new Error(`component id ${JSON.stringify(id)}: expected /flow/component`);
  return { flow: match[1] as string, component: match[2] as string };
}
