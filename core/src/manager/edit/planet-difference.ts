import { canonicalFeed } from '../../model/graph';
import { fullFeedId } from '../../model/planet';
import { specOf } from '../../model/values';
import type { PropertySpecs, PropertyValues } from '../../plugin';
import { plugNames } from '../../plugs/names';
import type { JobSpec } from '../../rpc/job-spec';
import { difference, type LiveChange } from '../plan/difference';
import { feeders } from '../plan/feeds';
import type { Planet, PlanetComponent } from '../planet';
import { hideSecrets } from './secrets';
import { sameComponents, sameValue } from './stored-form';

/** A property that has another value. */
export interface PropertyChange {
  /** `/flow/component`. */
  readonly id: string;
  /** Name of the plug whose property it is, as `effect-volume` or `effect-volume-2`. */
  readonly plug?: string;
  readonly property: string;
  /** Left out when no value was given; `***` for a secret one. */
  readonly from?: unknown;
  /** Left out when no value is given any more; `***` for a secret one. */
  readonly to?: unknown;
  /** It changes without a restart. */
  readonly live: boolean;
}

/** What becomes of the components, by their ids, when another planet is run. */
export interface PlanetDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly restarted: readonly { readonly id: string; readonly because: string }[];
  readonly changed: readonly PropertyChange[];
}

/** What happens to a component that both planets have. */
export type ComponentStep =
  | { readonly kind: 'restart'; readonly because: string }
  | { readonly kind: 'adjust'; readonly live: readonly LiveChange[] };

/** Compares two planets, for people. What stays as it is is not named. */
export function planetDifference(before: Planet, after: Planet): PlanetDifference {
  const both = after.components.flatMap((component) => {
    const old = before.find(component.id);
    return old && !sameComponents([old.config], [component.config]) ? [[old, component] as const] : [];
  });
  const steps = steppers(before, after);
  return {
    added: after.components.filter(({ id }) => !before.find(id)).map(({ id }) => id),
    removed: before.components.filter(({ id }) => !after.find(id)).map(({ id }) => id),
    restarted: both.flatMap(([old, component]) => {
      const step = steps(old, component);
      return step.kind === 'restart' ? [{ id: component.id, because: step.because }] : [];
    }),
    changed: both.flatMap(([old, component]) => propertyChanges(old, component)),
  };
}

/** Tells for two planets what happens to a component that both have. */
export function steppers(
  before: Planet,
  after: Planet,
): (old: PlanetComponent, component: PlanetComponent) => ComponentStep {
  const [outputsBefore, outputsAfter] = [outputs(before), outputs(after)];
  return (old, component) => {
    const [from, to] = [old.config.worker ?? '', component.config.worker ?? ''];
    if (from !== to) return { kind: 'restart', because: `it moves from worker ${from} to ${to}` };
    const found = difference(
      outline(old, outputsBefore),
      outline(component, outputsAfter),
      component.spec.properties ?? {},
      component.plugs?.map(({ spec }) => spec.properties ?? {}),
    );
    return found.kind === 'restart'
      ? { kind: 'restart', because: found.reason }
      : { kind: 'adjust', live: found.live };
  };
}

type Outputs = ReadonlyMap<string, JobSpec['feeders']>;

function outputs(planet: Planet): Outputs {
  const byComponent = new Map<string, JobSpec['feeders']>();
  for (const { component, feeder, feed, virtual } of feeders(planet)) {
    const link = { feeder, feed, virtual: [...virtual], secret: '', path: '' };
    byComponent.set(component.id, [...(byComponent.get(component.id) ?? []), link]);
  }
  return byComponent;
}

/** As much of a job as the planet alone decides. */
function outline({ id, flow, config }: PlanetComponent, byComponent: Outputs): JobSpec {
  return {
    id,
    type: config.type,
    packageDir: '',
    properties: { ...config.properties },
    plugs: config.plugs.map(({ type, properties, feeder }) => ({
      type,
      packageDir: '',
      properties: { ...properties },
      ...(feeder === undefined ? {} : { feeder }),
    })),
    eaters: Object.entries(config.eaters).flatMap(([eater, feeds]) =>
      feeds.map(({ feed, alias }) => ({ eater, alias, wants: fullFeedId(flow, canonicalFeed(feed)) })),
    ),
    feeders: byComponent.get(id) ?? [],
    orphanTimeout: 0,
  };
}

function propertyChanges(old: PlanetComponent, component: PlanetComponent): PropertyChange[] {
  const { id, config, spec, plugs = [] } = component;
  // Another type has other properties; that it is another says it all.
  if (old.config.type !== config.type) return [];
  const own = changes(spec.properties ?? {}, old.config.properties, config.properties);
  const types = config.plugs.map(({ type }) => type);
  const samePlugs = sameValue(
    types,
    old.config.plugs.map(({ type }) => type),
  );
  const inPlugs = config.plugs.flatMap(({ properties }, at) => {
    const before = samePlugs ? old.config.plugs[at]?.properties : undefined;
    if (!before) return [];
    const plug = plugNames(types)[at] ?? '';
    return changes(plugs[at]?.spec.properties ?? {}, before, properties).map((change) => ({
      plug,
      ...change,
    }));
  });
  return [...own, ...inPlugs].map((change) => ({ id, ...change }));
}

function changes(
  specs: PropertySpecs,
  before: PropertyValues,
  after: PropertyValues,
): Omit<PropertyChange, 'id'>[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => !sameValue(before[name], after[name]))
    .map((property) => ({
      property,
      ...shown('from', specs, property, before),
      ...shown('to', specs, property, after),
      live: specOf(specs, property)?.live === true,
    }));
}

function shown(key: 'from' | 'to', specs: PropertySpecs, name: string, values: PropertyValues): object {
  const value = values[name];
  if (value === undefined) return {};
  const hidden = hideSecrets(specs, { [name]: value });
  const top = hidden.values[name];
  return { [key]: top === undefined ? '***' : top };
}
