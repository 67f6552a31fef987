import { canonicalFeed, links, offers, type Offer } from '../../model/graph';
import { fullFeedId } from '../../model/planet';
import type { Planet, PlanetComponent } from '../planet';
import { onOneMachine } from './address';
import type { FeedRecord, WorkerFacts } from './types';

/** A feeder of the planet. */
export interface PlannedFeeder {
  /** Full feed id, `/flow/component:feeder`. */
  readonly feed: string;
  readonly component: PlanetComponent;
  readonly feeder: string;
  /** Full ids of the virtual feeds it is offered under. */
  readonly virtual: readonly string[];
  /** Names of the other workers on which it is eaten. */
  readonly eatenOn: readonly string[];
}

/** Offers of one flow, by `component:feeder`. */
export function offersIn(planet: Planet, flow: string): ReadonlyMap<string, readonly Offer[]> {
  const components = planet.inFlow(flow);
  const feeders = new Map(components.map(({ spec }) => [spec.type, Object.keys(spec.feeders ?? {})]));
  return offers(
    components.map(({ config }) => config),
    (type) => feeders.get(type) ?? [],
  );
}

/** All feeders of the planet, in planet order. */
export function feeders(planet: Planet): readonly PlannedFeeder[] {
  return planet.flows().flatMap((flow) => {
    const eaten = eatenElsewhere(planet, flow);
    return planet.inFlow(flow).flatMap((component) =>
      Object.keys(component.spec.feeders ?? {}).map((feeder) => {
        const name = `${component.config.name}:${feeder}`;
        const virtual = Object.entries(component.config.virtualFeeds)
          .filter(([, real]) => real === feeder)
          .map(([id]) => fullFeedId(flow, canonicalFeed(id)));
        const eatenOn = [...(eaten.get(name) ?? [])];
        return { feed: fullFeedId(flow, name), component, feeder, virtual, eatenOn };
      }),
    );
  });
}

function eatenElsewhere(planet: Planet, flow: string): ReadonlyMap<string, ReadonlySet<string>> {
  const components = planet.inFlow(flow);
  const workers = new Map(components.map(({ config }) => [config.name, config.worker]));
  const offered = offersIn(planet, flow);
  const eaten = new Map<string, Set<string>>();
  for (const link of links(components.map(({ config }) => config))) {
    const eating = workers.get(link.component);
    for (const { component, feeder } of offered.get(link.feed) ?? []) {
      if (eating === undefined || workers.get(component) === eating) continue;
      const feed = `${component}:${feeder}`;
      eaten.set(feed, (eaten.get(feed) ?? new Set()).add(eating));
    }
  }
  return eaten;
}

/** How feeders are assigned. */
export interface AssignOptions {
  /** Makes the secret of a new feeder, hex. */
  readonly newSecret: () => string;
  /** Feeds that cross machines are encrypted. */
  readonly encrypted: boolean;
}

/**
 * Gives every feeder its secret and, where an eater on another worker needs it, a TCP port of its worker, encrypted
 * when that eater is on another machine. What a feeder has already stays, as long as it is still one of its worker's
 * ports. Workers that share a machine get different ports.
 */
export function assignFeeds(
  planet: Planet,
  workers: ReadonlyMap<string, WorkerFacts>,
  records: ReadonlyMap<string, FeedRecord>,
  options: AssignOptions,
): ReadonlyMap<string, FeedRecord> {
  const all = feeders(planet);
  const assigned = new Map<string, FeedRecord>();
  for (const feeder of all) {
    const record = kept(feeder, workers, records, options);
    if (record) assigned.set(feeder.feed, record);
  }
  for (const feeder of all) {
    const record = assigned.get(feeder.feed);
    const worker = workers.get(feeder.component.config.worker ?? '');
    const eating = feeder.eatenOn.map((name) => workers.get(name)).filter((known) => known !== undefined);
    if (!record || !worker || eating.length === 0) continue;
    const port = record.port ?? (worker.feederPorts.length === 0 ? 0 : freePort(worker, workers, assigned));
    if (port === undefined) continue;
    // Once encrypted, always encrypted: an open port does not change for an eater that comes or goes.
    const far = options.encrypted && eating.some((one) => !onOneMachine(one, worker));
    const encrypted = record.encrypted === true || far ? { encrypted: true } : {};
    assigned.set(feeder.feed, { secret: record.secret, port, worker: worker.name, ...encrypted });
  }
  return assigned;
}

function kept(
  feeder: PlannedFeeder,
  workers: ReadonlyMap<string, WorkerFacts>,
  records: ReadonlyMap<string, FeedRecord>,
  { newSecret }: AssignOptions,
): FeedRecord | undefined {
  const record = records.get(feeder.feed);
  const name = feeder.component.config.worker;
  const worker = workers.get(name ?? '');
  // Not before the worker is there: a job that runs on it may have a secret already.
  if (!record) return worker && { secret: newSecret() };
  const ports = worker?.feederPorts ?? [];
  const fits = ports.length === 0 || (record.port !== undefined && ports.includes(record.port));
  return feeder.eatenOn.length > 0 && record.worker === name && fits ? record : { secret: record.secret };
}

function freePort(
  worker: WorkerFacts,
  workers: ReadonlyMap<string, WorkerFacts>,
  assigned: ReadonlyMap<string, FeedRecord>,
): number | undefined {
  const sure = new Set<number>();
  const likely = new Set<number>();
  for (const { port, worker: name } of assigned.values()) {
    if (port === undefined || name === undefined) continue;
    const other = workers.get(name);
    if (name === worker.name || (other && other.machine === worker.machine)) sure.add(port);
    // A worker that was never seen may turn out to be on the same machine.
    else if (!other) likely.add(port);
  }
  const { feederPorts } = worker;
  return (
    feederPorts.find((port) => !sure.has(port) && !likely.has(port)) ??
    feederPorts.find((port) => !sure.has(port))
  );
}
