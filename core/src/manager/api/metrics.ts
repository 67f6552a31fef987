import Router from '@koa/router';
import type { Middleware } from 'koa';
import { Counter, Gauge, Registry } from 'prom-client';
import { MOODS } from '../../model/mood';
import type { AnyPlugSpec, StatSpec } from '../../plugin';
import type { ManagerControl } from '../control';
import type { MachineLoad } from '../../rpc/machine-load';
import type { ComponentState, PlanetState, WorkerState } from '../describe';

type Control = Pick<ManagerControl, 'planet' | 'specOf' | 'plugSpecsOf'>;

/** `GET /metrics`: the planet in Prometheus' text form. */
export function metricsRoutes(control: Control): Middleware {
  const router = new Router();
  router.get('/metrics', async (ctx) => {
    const registry = metricsOf(control.planet(), control);
    ctx.set('Content-Type', registry.contentType);
    ctx.body = await registry.metrics();
  });
  return router.routes() as Middleware;
}

const OF_COMPONENT = ['flow', 'component'] as const;

/** Every figure of a planet; made anew for each reading, so that what is gone is not told any more. */
export function metricsOf(planet: PlanetState, control: Omit<Control, 'planet'>): Registry {
  const registers = [new Registry()];
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> =>
    new Gauge({ name: `flumotion_${name}`, help, labelNames: [...labelNames], registers });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> =>
    new Counter({ name: `flumotion_${name}`, help, labelNames: [...labelNames], registers });
  const mood = gauge('component_mood', '1 for the mood a component has', [...OF_COMPONENT, 'mood']);
  const uptime = gauge('component_uptime_seconds', 'Time since the job of a component started', OF_COMPONENT);
  const cpu = gauge('component_cpu_ratio', 'Fraction of one core that a component uses', OF_COMPONENT);
  const memory = gauge('component_memory_bytes', 'Resident memory of a component', OF_COMPONENT);
  const restarts = counter(
    'component_restarts_total',
    'Times a job was started again after it died',
    OF_COMPONENT,
  );
  const feedLabels = [...OF_COMPONENT, 'feeder', 'client'] as const;
  const sent = counter('feed_sent_bytes_total', 'Bytes given to a client of a feeder', feedLabels);
  const dropped = counter(
    'feed_dropped_buffers_total',
    'Buffers that a slow client of a feeder missed',
    feedLabels,
  );
  const connected = gauge('eater_connected', '1 while an eater has its feed', [...OF_COMPONENT, 'alias']);
  const workers = new WorkerMetrics(gauge);
  const stats = new StatMetrics(gauge, counter);
  for (const worker of planet.workers) workers.add(worker);
  for (const component of planet.flows.flatMap((flow) => flow.components)) {
    const labels = { flow: component.flow, component: component.name };
    for (const one of MOODS) mood.set({ ...labels, mood: one }, component.mood === one ? 1 : 0);
    const alive = component.pid !== undefined && component.pid !== 0;
    if (alive && component.started !== undefined) uptime.set(labels, (Date.now() - component.started) / 1000);
    cpu.set(labels, component.cpu ?? 0);
    memory.set(labels, component.memory ?? 0);
    restarts.inc(labels, component.restarts ?? 0);
    for (const { feeder, clients } of component.feeders) {
      for (const { client, bytes, dropped: missed } of clients) {
        sent.inc({ ...labels, feeder, client }, bytes);
        dropped.inc({ ...labels, feeder, client }, missed);
      }
    }
    for (const eater of component.eaters) {
      connected.set({ ...labels, alias: eater.alias }, eater.connected ? 1 : 0);
    }
    stats.add(component, control.specOf(component.id)?.stats ?? {});
    for (const [index, plug] of control.plugSpecsOf(component.id).entries()) {
      stats.addPlug(component, component.plugs[index]?.name ?? plug.type, plug);
    }
  }
  return registers[0] ?? new Registry();
}

/** Workers and how busy their machines are. */
class WorkerMetrics {
  private readonly online;
  private readonly average;
  private readonly rest: readonly (readonly [
    metric: Gauge<'worker'>,
    of: (load: MachineLoad) => number | undefined,
  ])[];

  constructor(gauge: <L extends string>(name: string, help: string, labels: readonly L[]) => Gauge<L>) {
    this.online = gauge('worker_online', '1 while a worker is logged in', ['worker']);
    this.average = gauge(
      'worker_load_average',
      'Processes that ran or waited to on the machine of a worker, on average over so many minutes',
      ['worker', 'minutes'],
    );
    const machine = (name: string, help: string): Gauge<'worker'> =>
      gauge(`worker_${name}`, help, ['worker']);
    this.rest = [
      [machine('cores', 'Processors of the machine of a worker'), ({ cores }) => cores],
      [machine('cpu_ratio', 'Fraction of all processors of the machine that is in use'), ({ cpu }) => cpu],
      [machine('memory_used_bytes', 'Memory of the machine that is in use'), ({ memory }) => memory.used],
      [machine('memory_total_bytes', 'Memory of the machine'), ({ memory }) => memory.total],
      [machine('uptime_seconds', 'Time since the machine was started'), ({ uptime }) => uptime],
    ];
  }

  add({ name: worker, online, load }: WorkerState): void {
    this.online.set({ worker }, online ? 1 : 0);
    if (!load) return;
    for (const [index, minutes] of ['1', '5', '15'].entries())
      this.average.set({ worker, minutes }, load.averages[index] ?? 0);
    for (const [metric, of] of this.rest) {
      const value = of(load);
      if (value !== undefined) metric.set({ worker }, value);
    }
  }
}

type Make<M> = (name: string, help: string, labels: readonly string[]) => M;

type Stats = Readonly<Record<string, StatSpec>>;

/** Declared stats: one metric a component type and stat. */
class StatMetrics {
  private readonly gauges = new Map<string, Gauge>();
  private readonly counters = new Map<string, Counter>();

  constructor(
    private readonly gauge: Make<Gauge>,
    private readonly counter: Make<Counter>,
  ) {}

  add(component: ComponentState, declared: Stats): void {
    const labels = { flow: component.flow, component: component.name };
    this.fill(component.type, declared, labels, component.stats, '');
  }

  /** Figures of a plug. @param name of the plug in its component. */
  addPlug(component: ComponentState, name: string, { type, stats = {} }: AnyPlugSpec): void {
    const labels = { flow: component.flow, component: component.name, plug: name };
    this.fill(type, stats, labels, component.stats, `${name}.`);
  }

  /** @param prefix - of the names among the figures. */
  private fill(
    type: string,
    declared: Stats,
    labels: Readonly<Record<string, string>>,
    figures: ComponentState['stats'],
    prefix: string,
  ): void {
    for (const [name, { kind, unit, each, description }] of Object.entries(declared)) {
      const help = unit === undefined ? description : `${description} (${unit})`;
      for (const [thing, value] of valuesOf(figures, `${prefix}${name}`, each !== undefined)) {
        if (kind === 'text' || typeof value !== 'number' || !Number.isFinite(value)) continue;
        const all = each === undefined ? labels : { ...labels, [labelName(each)]: thing };
        this.set(metricName(type, name), help, kind, all, value);
      }
    }
  }

  private set(
    metric: string,
    help: string,
    kind: 'gauge' | 'counter',
    labels: Readonly<Record<string, string>>,
    value: number,
  ): void {
    const names = Object.keys(labels);
    if (kind === 'gauge') {
      made(this.gauges, metric, () => this.gauge(metric, help, names)).set(labels, value);
    } else {
      const total = metric.endsWith('_total') ? metric : `${metric}_total`;
      made(this.counters, total, () => this.counter(total, help, names)).inc(labels, Math.max(0, value));
    }
  }
}

/** The values of a stat with the thing that each is of; one of nothing when there is but one. */
function valuesOf(
  figures: ComponentState['stats'],
  name: string,
  each: boolean,
): readonly (readonly [thing: string, value: number | string | undefined])[] {
  if (!each) return [['', figures[name]]];
  const prefix = `${name}.`;
  return Object.entries(figures)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), value]);
}

/** A word as the name of a label. */
function labelName(word: string): string {
  return word.replace(/[^a-zA-Z0-9_]/g, '_');
}

/** Name of a declared stat in Prometheus, without the prefix, as `http_streamer_clients`. */
function metricName(type: string, stat: string): string {
  return `${type}_${stat}`.replace(/[^a-zA-Z0-9_]/g, '_');
}

function made<M>(metrics: Map<string, M>, name: string, make: () => M): M {
  const metric = metrics.get(name) ?? make();
  metrics.set(name, metric);
  return metric;
}
