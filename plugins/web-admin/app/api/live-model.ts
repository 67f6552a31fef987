import type { ComponentState, MachineLoad, ManagerPlug, PlanetState, Stats, WorkerState } from './types';

/** What changes each second at a component. */
export interface Figures {
  /** Fraction of one core. */
  readonly cpu?: number;
  /** Bytes. */
  readonly memory?: number;
  readonly stats: Stats;
}

/** How much goes over a connection. */
export interface FeedFigures {
  /** Full id of the feed, `/flow/component:feeder`. */
  readonly feed: string;
  /** `/flow/component:alias` of who eats it. */
  readonly client: string;
  readonly bytesPerSecond: number;
  readonly buffersPerSecond?: number;
  /** Milliseconds of stream that wait to be sent to the client. */
  readonly lag?: number;
  /** Buffers that the client missed since it was first connected. */
  readonly dropped?: number;
}

/** The planet as the pages hold it. */
export interface Planet {
  readonly name: string;
  readonly version: string;
  /** Those that have components, in the order of the planet. */
  readonly flows: readonly string[];
  /** By full id, in the order of the planet. */
  readonly components: Readonly<Record<string, ComponentState>>;
  readonly workers: Readonly<Record<string, WorkerState>>;
  readonly plugs: readonly ManagerPlug[];
}

/** What the manager tells as it happens. */
export interface LiveEvent {
  readonly id?: string | number;
  readonly time?: number;
  readonly type: string;
  readonly data: unknown;
}

/** All figures that were told last. */
export interface FigureEvent {
  readonly components: Readonly<Record<string, Partial<Figures>>>;
  readonly feeds: readonly FeedFigures[];
  /** By the names of the workers. */
  readonly workers: Readonly<Record<string, MachineLoad>>;
}

/** The planet out of the manager's answer. */
export function planetOf(state: PlanetState): Planet {
  const components = state.flows.flatMap((flow) => flow.components);
  return {
    name: state.name,
    version: state.version,
    flows: flowsOf(components),
    components: Object.fromEntries(components.map((component) => [component.id, component])),
    workers: Object.fromEntries(state.workers.map((worker) => [worker.name, worker])),
    plugs: state.plugs,
  };
}

function flowsOf(components: readonly ComponentState[]): readonly string[] {
  return [...new Set(components.map(({ flow }) => flow))];
}

/** The figures that are in the manager's answer. */
export function figuresOf(state: PlanetState): Readonly<Record<string, Figures>> {
  return Object.fromEntries(
    state.flows.flatMap(({ components }) =>
      components.map(({ id, cpu, memory, stats }) => [
        id,
        {
          ...(cpu === undefined ? {} : { cpu }),
          ...(memory === undefined ? {} : { memory }),
          stats: stats ?? {},
        },
      ]),
    ),
  );
}

/** How busy the machines are that are in the manager's answer, by the names of their workers. */
export function loadsOf({ workers }: PlanetState): Readonly<Record<string, MachineLoad>> {
  return Object.fromEntries(workers.flatMap(({ name, load }) => (load ? [[name, load]] : [])));
}

/** The planet after an event; the same object where the event is of something else. */
export function withEvent(planet: Planet, { type, data }: LiveEvent): Planet {
  switch (type) {
    case 'snapshot':
      return planetOf(data as PlanetState);
    case 'component': {
      const component = data as ComponentState;
      const flows = planet.flows.includes(component.flow) ? planet.flows : [...planet.flows, component.flow];
      return { ...planet, flows, components: { ...planet.components, [component.id]: component } };
    }
    case 'component-removed': {
      const components = without(planet.components, (data as { id: string }).id);
      return { ...planet, flows: flowsOf(Object.values(components)), components };
    }
    case 'worker': {
      const worker = data as WorkerState;
      return { ...planet, workers: { ...planet.workers, [worker.name]: worker } };
    }
    case 'worker-removed':
      return { ...planet, workers: without(planet.workers, (data as { name: string }).name) };
    default:
      return planet;
  }
}

function without<T>(from: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => key !== name));
}

/** Names a connection, for looking its figures up. */
export function connectionKey(feed: string, client: string): string {
  return `${feed} ${client}`;
}

/**
 * How much went over each connection between two answers of the manager, for when it tells no figures by itself.
 * @param seconds - between the two.
 */
export function feedRates(
  before: Planet | undefined,
  now: Planet,
  seconds: number,
): Readonly<Record<string, FeedFigures>> {
  const bytesBefore = new Map(before ? clientsOf(before).map(({ key, bytes }) => [key, bytes]) : []);
  return Object.fromEntries(
    clientsOf(now).map(({ key, feed, client, bytes, dropped }) => {
      const grown = bytes - (bytesBefore.get(key) ?? bytes);
      const bytesPerSecond = seconds > 0 ? Math.max(0, grown / seconds) : 0;
      return [key, { feed, client, bytesPerSecond, dropped }];
    }),
  );
}

function clientsOf(
  planet: Planet,
): readonly (FeedFigures & { key: string; bytes: number; dropped: number })[] {
  return Object.values(planet.components).flatMap(({ id, feeders }) =>
    feeders.flatMap(({ feeder, clients }) =>
      clients.map(({ client, bytes = 0, dropped = 0 }) => {
        const feed = `${id}:${feeder}`;
        return { key: connectionKey(feed, client), feed, client, bytes, dropped, bytesPerSecond: 0 };
      }),
    ),
  );
}
