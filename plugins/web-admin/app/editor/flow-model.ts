import type { PropertySpecs, PropertyValues } from '../api/types';
import { componentOf, withoutFeedsOf } from './feeds';

/** A feed that an eater takes. */
export interface FeedLink {
  readonly feed: string;
  readonly alias?: string;
}

/** A plug as the component is to have it. */
export interface EditedPlug {
  readonly type: string;
  /** Of an effect: the feeder in front of which it is. */
  readonly feeder?: string;
  readonly properties?: PropertyValues;
  readonly secrets?: readonly string[];
}

/** A component as the flow is to have it; what the editor does not know of goes through it unchanged. */
export interface EditedComponent {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly worker?: string;
  readonly eaters?: Readonly<Record<string, readonly FeedLink[]>>;
  readonly properties?: PropertyValues;
  readonly plugs?: readonly EditedPlug[];
  /** Feeds offered under other names: `component:feeder` → own feeder. */
  readonly virtualFeeds?: Readonly<Record<string, string>>;
  /** It gives the flow its clock. */
  readonly clockMaster?: boolean;
  /** Names of the secret values that are stored. */
  readonly secrets?: readonly string[];
  /** The stored component whose secret values it keeps, where that is not the one of its name. */
  readonly secretsFrom?: string;
  readonly [more: string]: unknown;
}

/** A flow as it is edited. */
export interface EditedFlow {
  readonly name: string;
  readonly components: readonly EditedComponent[];
}

/** The component of a name. */
export function find({ components }: EditedFlow, name: string | undefined): EditedComponent | undefined {
  return components.find((one) => one.name === name);
}

/** The flow with one component changed. */
export function withComponent(flow: EditedFlow, changed: EditedComponent): EditedFlow {
  const components = flow.components.map((one) => (one.name === changed.name ? changed : one));
  return { ...flow, components };
}

/** The flow with one component more, under a name that is free. */
export function withNew(flow: EditedFlow, type: string, worker: string | undefined): EditedFlow {
  const stem = type.replace(/-(?:producer|encoder|muxer|streamer|consumer|converter|combiner|decoder)$/, '');
  const component = { name: freeName(flow, stem), type, ...(worker !== undefined && { worker }) };
  return { ...flow, components: [...flow.components, component] };
}

/** The flow with a copy of a component behind it: it eats the same feeds, and offers no virtual ones. */
export function withCopy(flow: EditedFlow, name: string): EditedFlow {
  const original = find(flow, name);
  if (!original) return flow;
  const { clockMaster: _, virtualFeeds: __, ...same } = original;
  const copy = { ...same, ...keepingSecrets(original), name: freeName(flow, name.replace(/-\d+$/, '')) };
  const components = flow.components.flatMap((one) => (one === original ? [one, copy] : [one]));
  return { ...flow, components };
}

/** The flow without components, and without the links to their feeds. */
export function without(flow: EditedFlow, names: readonly string[]): EditedFlow {
  const rest = flow.components.filter(({ name }) => !names.includes(name));
  return withoutFeedsOf({ ...flow, components: rest }, names);
}

/** The flow in which one component, or none, gives the clock: a flow has one. */
export function withClockMaster(flow: EditedFlow, name: string | undefined): EditedFlow {
  const components = flow.components.map((one) => {
    const { clockMaster, ...other } = one;
    if (one.name === name) return { ...other, clockMaster: true };
    return clockMaster === true ? other : one;
  });
  return { ...flow, components };
}

/** What is wrong with a name for a component; undefined when it can have it. The manager judges again. */
export function nameComplaint(flow: EditedFlow, before: string, after: string): string | undefined {
  if (after === before) return undefined;
  if (!/^[A-Za-z0-9_](?:[A-Za-z0-9_.+ -]{0,98}[A-Za-z0-9_.+-])?$/.test(after))
    return 'Letters, digits and . _ + - are needed, beginning with a letter, digit or _.';
  return find(flow, after) ? 'Another component has this name.' : undefined;
}

/** What properties types have, as far as it is known. */
export type KnownProperties = Readonly<Record<string, { readonly properties?: PropertySpecs } | undefined>>;

/**
 * The flow with a component of another name, whose feeds are eaten under the new one; properties of the same flow that name
 * it, as a bouncer is named, have the new name too.
 */
export function renamed(
  flow: EditedFlow,
  before: string,
  after: string,
  types: KnownProperties = {},
): EditedFlow {
  if (before === after || nameComplaint(flow, before, after) !== undefined) return flow;
  const feed = (name: string): string =>
    componentOf(name) === before ? after + name.slice(before.length) : name;
  const components = flow.components.map((one): EditedComponent => {
    const eaters =
      one.eaters &&
      Object.fromEntries(
        Object.entries(one.eaters).map(([eater, links]) => [
          eater,
          links.map((link) => ({ ...link, feed: feed(link.feed) })),
        ]),
      );
    const virtualFeeds =
      one.virtualFeeds &&
      Object.fromEntries(Object.entries(one.virtualFeeds).map(([name, own]) => [feed(name), own]));
    const properties = one.properties && naming(flow, before, after, one.properties, types[one.type]);
    const same = {
      ...one,
      ...(eaters && { eaters }),
      ...(virtualFeeds && { virtualFeeds }),
      ...(properties && { properties }),
    };
    return one.name === before ? named(same, after) : same;
  });
  return { ...flow, components };
}

function naming(
  flow: EditedFlow,
  before: string,
  after: string,
  values: PropertyValues,
  { properties: specs = {} }: { readonly properties?: PropertySpecs } = {},
): PropertyValues {
  const full = (name: string): string => `/${flow.name}/${name}`;
  const follow = (value: PropertyValues[string]): PropertyValues[string] => {
    if (value === full(before)) return full(after);
    // A name alone is that of a component of the atmosphere.
    return value === before && flow.name === 'atmosphere' ? after : value;
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      specs[name]?.names === undefined ? value : follow(value),
    ]),
  );
}

function named(component: EditedComponent, name: string): EditedComponent {
  const { secretsFrom, ...other } = { ...component, ...keepingSecrets(component), name };
  return secretsFrom === undefined || secretsFrom === name ? other : { ...other, secretsFrom };
}

/** Has the manager keep stored secret values under another name. */
function keepingSecrets({ name, secrets, secretsFrom, plugs = [] }: EditedComponent): {
  readonly secretsFrom?: string;
} {
  const has = [secrets, ...plugs.map((plug) => plug.secrets)].some((one) => (one?.length ?? 0) > 0);
  return has ? { secretsFrom: secretsFrom ?? name } : {};
}

function freeName({ components }: EditedFlow, stem: string): string {
  const taken = new Set(components.map(({ name }) => name));
  let name = stem;
  for (let at = 2; taken.has(name); at++) name = `${stem}-${at}`;
  return name;
}
