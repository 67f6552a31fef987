import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { canonicalFeed, clockMaster } from '../../model/graph';
import { componentId, fullFeedId } from '../../model/planet';
import type { ClockSpec, EaterLink, FeederLink, FeedSource, PlugJobSpec } from '../../rpc/job-spec';
import type { Planet, PlanetComponent } from '../planet';
import type { PackageVerdict } from '../package-advice';
import { addressFor } from './address';
import { pipelineForbidden } from './user-pipelines';
import { feeders, offersIn, type PlannedFeeder } from './feeds';
import type { Knowledge, Plan, WorkerFacts, WorkerPackage } from './types';

/** Seconds a job lives on that no worker has adopted. */
const ORPHAN_TIMEOUT = 600;

/** What is the same for the jobs of a whole plan. */
interface Ground {
  readonly planet: Planet;
  readonly knowledge: Knowledge;
  readonly feeders: ReadonlyMap<string, PlannedFeeder>;
  readonly debug: string | undefined;
  readonly packages: PackageRules;
}

/** What the plan asks about the packages of workers. */
export interface PackageRules {
  /** What to install for a component type that a worker lacks. */
  readonly advice: (type: string) => string;
  /** How the package of a worker goes with the one by which the planet was judged. */
  readonly judge: (type: string, found: WorkerPackage, worker: string) => PackageVerdict;
}

const ANY_PACKAGE: PackageRules = {
  advice: () => 'Install the npm package that has it on that machine.',
  judge: () => ({ fit: 'same' }),
};

/**
 * Works out, for every component of the planet, the job that its worker is to run, or why it cannot be run now.
 * @param debug debug levels for the jobs.
 * @param packages judges the packages of workers.
 */
export function plan(
  planet: Planet,
  knowledge: Knowledge,
  debug?: string,
  packages: PackageRules = ANY_PACKAGE,
): ReadonlyMap<string, Plan> {
  const all = new Map(feeders(planet).map((feeder) => [feeder.feed, feeder]));
  const ground: Ground = { planet, knowledge, feeders: all, debug, packages };
  return new Map(planet.components.map((component) => [component.id, planComponent(ground, component)]));
}

function planComponent(ground: Ground, component: PlanetComponent): Plan {
  const { config, id } = component;
  const worker = ground.knowledge.workers.get(config.worker ?? '');
  if (!worker) return { kind: 'wait', reason: `worker ${config.worker ?? ''} has not logged in` };
  const provided = worker.packages.find(
    ({ components, problem }) => problem === undefined && components.includes(config.type),
  );
  if (!provided) return { kind: 'refuse', message: packageMissing(ground, component, worker) };
  const verdict = ground.packages.judge(config.type, provided, worker.name);
  if (verdict.fit === 'apart' && verdict.message) return { kind: 'refuse', message: verdict.message };
  const forbidden = pipelineForbidden(component, worker);
  if (forbidden) return { kind: 'refuse', message: forbidden };
  const plugs = plugSpecs(ground, component, worker);
  if ('kind' in plugs) return plugs;
  const clock = clockFor(ground, component, worker);
  if (clock?.kind === 'wait') return clock;
  const outputs: FeederLink[] = [];
  for (const feeder of ground.feeders.values()) {
    if (feeder.component.id !== id) continue;
    const output = feederLink(ground, feeder, worker);
    if (!output) {
      const reason = `worker ${worker.name} has no free feeder port for ${feeder.feed}; give it more with --feederports`;
      return { kind: 'wait', reason };
    }
    outputs.push(output);
  }
  return {
    kind: 'run',
    ...(verdict.message ? { warning: verdict.message } : {}),
    spec: {
      id,
      type: config.type,
      packageDir: provided.dir ?? '',
      properties: { ...config.properties },
      plugs,
      eaters: eaterLinks(ground, component, worker),
      feeders: outputs,
      ...(clock ? { clock: clock.spec } : {}),
      ...(ground.debug === undefined ? {} : { debug: ground.debug }),
      orphanTimeout: ORPHAN_TIMEOUT,
    },
  };
}

/** The plugs of a component as its job loads them, or why the worker cannot have them. */
function plugSpecs(
  ground: Ground,
  { config }: PlanetComponent,
  worker: WorkerFacts,
): PlugJobSpec[] | Extract<Plan, { kind: 'refuse' }> {
  const specs: PlugJobSpec[] = [];
  for (const { type, properties, feeder } of config.plugs) {
    const having = worker.packages.filter(({ plugs }) => plugs?.includes(type));
    const usable = having.find(({ problem }) => problem === undefined);
    if (!usable) {
      const [broken] = having;
      const text = broken
        ? `worker ${worker.name} cannot use the package ${broken.name} that has the plug ${type}: ${broken.problem ?? ''}`
        : `worker ${worker.name} has no package with the plug ${type}`;
      const advice = ground.packages.advice(type);
      return { kind: 'refuse', message: { id: 'package-missing', text, advice } };
    }
    const place = feeder === undefined ? {} : { feeder };
    specs.push({ type, packageDir: usable.dir ?? '', properties: { ...properties }, ...place });
  }
  return specs;
}

function packageMissing(
  ground: Ground,
  { config }: PlanetComponent,
  worker: WorkerFacts,
): Extract<Plan, { kind: 'refuse' }>['message'] {
  const broken = worker.packages.find(({ components }) => components.includes(config.type));
  return {
    id: 'package-missing',
    text: broken
      ? `worker ${worker.name} cannot use the package ${broken.name} that has ${config.type}: ${broken.problem ?? ''}`
      : `worker ${worker.name} has no package with the component ${config.type}`,
    advice: ground.packages.advice(config.type),
  };
}

function feederLink(ground: Ground, feeder: PlannedFeeder, worker: WorkerFacts): FeederLink | undefined {
  const { feeds, workers, encrypted, local } = ground.knowledge;
  const record = feeds.get(feeder.feed);
  // TCP is opened when it is known where the eater is: only then can be said whether it must be encrypted.
  const remote = feeder.eatenOn.some((name) => workers.has(name));
  if (!record || (remote && record.port === undefined)) return undefined;
  return {
    feeder: feeder.feeder,
    feed: feeder.feed,
    virtual: [...feeder.virtual],
    secret: record.secret,
    path: socketPath(worker, feeder.feed),
    ...(local ? { host: '127.0.0.1' } : {}),
    ...(remote && record.port !== undefined ? { port: record.port } : {}),
    ...(remote && encrypted && record.encrypted === true ? { encrypted: true } : {}),
  };
}

/** Path of a feed's unix socket: short whatever the feed is called, and never with a character of its name. */
function socketPath(worker: WorkerFacts, feed: string): string {
  const hash = createHash('sha256').update(feed).digest('hex').slice(0, 16);
  return join(worker.runDir, `${hash}.feed`);
}

function eaterLinks(ground: Ground, component: PlanetComponent, worker: WorkerFacts): EaterLink[] {
  return Object.entries(component.config.eaters).flatMap(([eater, feeds]) =>
    feeds.map(({ feed, alias }) => {
      const wanted = canonicalFeed(feed);
      const serving = servingFeeder(ground, component.flow, wanted);
      const source = serving && sourceOf(ground, serving, worker);
      return { eater, alias, wants: fullFeedId(component.flow, wanted), ...(source ? { source } : {}) };
    }),
  );
}

/** The feeder that serves a feed of a flow now. */
function servingFeeder(ground: Ground, flow: string, feed: string): PlannedFeeder | undefined {
  const offered = offersIn(ground.planet, flow).get(feed) ?? [];
  const chosen = ground.knowledge.serving.get(fullFeedId(flow, feed));
  const offer = offered.find(({ component }) => componentId(flow, component) === chosen) ?? offered[0];
  return offer && ground.feeders.get(fullFeedId(flow, `${offer.component}:${offer.feeder}`));
}

function sourceOf(ground: Ground, feeder: PlannedFeeder, eating: WorkerFacts): FeedSource | undefined {
  const record = ground.knowledge.feeds.get(feeder.feed);
  const worker = ground.knowledge.workers.get(feeder.component.config.worker ?? '');
  if (!record || !worker) return undefined;
  const caps = feeder.component.spec.feeders?.[feeder.feeder]?.caps ?? 'ANY';
  const base = { feed: feeder.feed, secret: record.secret, caps };
  if (worker.name === eating.name) return { ...base, path: socketPath(worker, feeder.feed) };
  // Port 0 is not known yet: the system chooses it when the feeder's job opens it.
  if (!record.port) return undefined;
  return {
    ...base,
    host: addressFor(worker, eating),
    port: record.port,
    ...(ground.knowledge.encrypted && record.encrypted === true ? { fingerprint: worker.fingerprint } : {}),
  };
}

type PlannedClock =
  { readonly kind: 'wait'; readonly reason: string } | { readonly kind: 'clock'; readonly spec: ClockSpec };

function clockFor(ground: Ground, component: PlanetComponent, worker: WorkerFacts): PlannedClock | undefined {
  const { knowledge, planet } = ground;
  const master = masterOf(planet, component.flow);
  if (!followsClock(component) || !master) return undefined;
  const record = knowledge.clocks.get(component.flow);
  if (!record) {
    const reason = `the clock of flow ${component.flow} is not known yet: it is that of worker ${master.config.worker ?? ''}`;
    return { kind: 'wait', reason };
  }
  const { baseTime } = record;
  if (record.machine === worker.machine) return { kind: 'clock', spec: { baseTime } };
  const provider = knowledge.providers.get(record.machine);
  const providing = knowledge.workers.get(provider?.worker ?? '');
  if (!provider || !providing) {
    const reason = `no worker on the machine of worker ${master.config.worker ?? ''} provides the clock of flow ${component.flow} yet`;
    return { kind: 'wait', reason };
  }
  const host = addressFor(providing, worker);
  return { kind: 'clock', spec: { baseTime, provider: { host, port: provider.port } } };
}

/** Whether a component works by the clock of its flow: it says so, or has an effect, which may ask for the time. */
export function followsClock({ spec, plugs = [] }: Pick<PlanetComponent, 'spec' | 'plugs'>): boolean {
  return spec.clock !== undefined || plugs.some((plug) => plug.spec.socket === 'effect');
}

/** The component whose machine gives a flow its clock. */
export function masterOf(planet: Planet, flow: string): PlanetComponent | undefined {
  const components = planet.inFlow(flow);
  const master = clockMaster(
    components.map(({ config, spec }) => ({ config, priority: spec.clock?.priority })),
  );
  return components.find(({ config }) => config === master);
}
