import { versionFit, type VersionFit } from '@flumotion/registry';
import { canonicalFeed } from '../model/graph';
import type { Mood } from '../model/mood';
import { fullFeedId } from '../model/planet';
import type { PropertySpecs, PropertyValue, PropertyValues } from '../plugin';
import { plugNames } from '../plugs/names';
import type { EaterState, FeederState, MessageState } from '../rpc/job-state';
import type { MachineLoad } from '../rpc/machine-load';
import type { PlanetComponent, Types } from './planet';
import type { ManagerPlugState } from './plugs';
import type { Supervisor } from './supervisor';
import type { WorkerFacts } from './plan/types';

/** A plug as people and programs see it. */
export interface PlugState {
  /** Its type; with a number for further ones of the same type, as `TYPE-2`. Begins the names of its figures. */
  readonly name: string;
  readonly type: string;
  readonly socket: string;
  /** The feeder an effect is in front of, where the file names it. */
  readonly feeder?: string;
  /** Given values; secret ones are left out. */
  readonly properties: PropertyValues;
}

/** A component as people and programs see it. */
export interface ComponentState {
  /** `/flow/component`. */
  readonly id: string;
  readonly flow: string;
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly worker: string;
  /** What should be; `mood` is what is. */
  readonly wanted: 'running' | 'stopped';
  readonly mood: Mood;
  readonly reason?: string;
  readonly messages: readonly MessageState[];
  /** Given values; secret ones are left out. */
  readonly properties: PropertyValues;
  readonly pid?: number;
  /** Milliseconds since 1970. */
  readonly started?: number;
  /** Fraction of one core. */
  readonly cpu?: number;
  /** Bytes. */
  readonly memory?: number;
  readonly restarts?: number;
  /** Figures of its type, and those of its plugs as `PLUG.FIGURE`. */
  readonly stats: Readonly<Record<string, number | string>>;
  readonly plugs: readonly PlugState[];
  readonly eaters: readonly EaterState[];
  readonly feeders: readonly FeederState[];
}

/** A worker as people and programs see it. */
export interface WorkerState {
  readonly name: string;
  readonly online: boolean;
  /** Milliseconds since 1970. */
  readonly since?: number;
  readonly version?: string;
  readonly address: string;
  readonly hostname: string;
  /** TCP ports that its feeds to other machines may have; none where the system chooses. */
  readonly feederPorts: readonly number[];
  /** How busy its machine is as a whole; left out while it is away. */
  readonly load?: MachineLoad;
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly components: readonly string[];
    readonly problem?: string | undefined;
    /** Version of the same package by which the manager judges; absent when it has none. */
    readonly known?: string;
    /** How the worker's version stands to that, by the rules of semver. */
    readonly fit?: VersionFit;
  }[];
}

/** The whole planet as people and programs see it. */
export interface PlanetState {
  readonly name: string;
  readonly version: string;
  readonly flows: readonly { readonly name: string; readonly components: readonly ComponentState[] }[];
  readonly workers: readonly WorkerState[];
  /** Those of the manager itself. */
  readonly plugs: readonly ManagerPlugState[];
}

/** Shows one component. */
export function describeComponent(
  supervisor: Supervisor,
  component: PlanetComponent,
  wanted: boolean,
): ComponentState {
  const { id, flow, config, spec } = component;
  const { mood, reason, messages } = supervisor.moodOf(component);
  const state = supervisor.workers.jobOf(id)?.job.state;
  return {
    id,
    flow,
    name: config.name,
    type: config.type,
    ...(config.label === undefined ? {} : { label: config.label }),
    worker: config.worker ?? '',
    wanted: wanted ? 'running' : 'stopped',
    mood,
    ...(reason === undefined ? {} : { reason }),
    messages,
    properties: withoutSecrets(spec.properties ?? {}, config.properties),
    ...(state
      ? {
          // 0 says that the worker has no process for it just now; a script would kill its own group with it.
          ...(state.pid > 0 ? { pid: state.pid } : {}),
          started: state.started,
          cpu: state.cpu,
          memory: state.memory,
          restarts: state.restarts,
        }
      : {}),
    stats: state?.stats ?? {},
    plugs: describePlugs(component),
    eaters: state?.eaters ?? plannedEaters(component),
    feeders: state?.feeders ?? [],
  };
}

/** What a component eats while no job says whether it is connected. */
function plannedEaters({ flow, config }: PlanetComponent): readonly EaterState[] {
  return Object.entries(config.eaters).flatMap(([eater, links]) =>
    links.map(({ feed, alias }) => ({
      eater,
      alias,
      feed: fullFeedId(flow, canonicalFeed(feed)),
      connected: false,
      connections: 0,
    })),
  );
}

/** Shows the workers: those logged in, then those that were. */
export function describeWorkers(supervisor: Supervisor, types: Types): readonly WorkerState[] {
  const versions = versionsOf(types);
  return [...supervisor.workers.facts.values()]
    .map((facts) => showWorker(supervisor, facts, versions))
    .sort((a, b) => Number(b.online) - Number(a.online) || (a.name < b.name ? -1 : 1));
}

/** Shows one worker; undefined when none of that name was ever logged in. */
export function describeWorker(supervisor: Supervisor, types: Types, name: string): WorkerState | undefined {
  const facts = supervisor.workers.facts.get(name);
  return facts && showWorker(supervisor, facts, versionsOf(types));
}

function versionsOf(types: Types): ReadonlyMap<string, string> {
  const entries = [...types.list(), ...(types.plugs?.() ?? [])];
  return new Map(entries.map((entry) => [entry.package.name, entry.package.version]));
}

function showWorker(
  { workers }: Supervisor,
  { name, address, hostname, feederPorts, packages }: WorkerFacts,
  versions: ReadonlyMap<string, string>,
): WorkerState {
  const session = workers.online(name);
  return {
    name,
    online: session !== undefined,
    ...(session ? { since: session.since, version: session.version } : {}),
    address,
    hostname,
    feederPorts,
    ...(session?.load ? { load: session.load } : {}),
    packages: packages.map(({ dir: _, ...shown }) => ({
      ...shown,
      ...fitOf(versions.get(shown.name), shown),
    })),
  };
}

function fitOf(
  known: string | undefined,
  { version }: { readonly version: string },
): { readonly known?: string; readonly fit?: VersionFit } {
  return known === undefined || version === '' ? {} : { known, fit: versionFit(known, version) };
}

function describePlugs({ config, plugs = [] }: PlanetComponent): readonly PlugState[] {
  const names = plugNames(config.plugs.map(({ type }) => type));
  return config.plugs.map(({ type, feeder, properties }, index) => {
    const spec = plugs[index]?.spec;
    return {
      name: names[index] ?? type,
      type,
      socket: spec?.socket ?? '',
      ...(feeder === undefined ? {} : { feeder }),
      properties: withoutSecrets(spec?.properties ?? {}, properties),
    };
  });
}

function withoutSecrets(specs: PropertySpecs, values: PropertyValues): PropertyValues {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
      if (!spec || spec.secret || value === undefined) return [];
      if (spec.type !== 'compound') return [[name, value]];
      const inside = (one: PropertyValue): PropertyValue =>
        withoutSecrets(spec.properties, one as PropertyValues);
      return [[name, spec.multiple ? (value as readonly PropertyValue[]).map(inside) : inside(value)]];
    }),
  );
}
