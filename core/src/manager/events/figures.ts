import { inject, injectable } from 'tsyringe';
import { errorText } from '../../errors';
import type { Logger } from '../../log/logger';
import type { StatSpec } from '../../plugin';
import type { JobState } from '../../rpc/job-state';
import { followFigures } from '../../rpc/look-messages';
import type { MachineLoad } from '../../rpc/machine-load';
import { LOGGER, MANAGER_CONTROL, SUPERVISOR } from '../../tokens';
import type { Change } from '../changes';
import type { ManagerControl } from '../control';
import type { ComponentState } from '../describe';
import type { Supervisor } from '../supervisor';
import { feedFigures, feedsOf, type FeedFigures, type FeedInfo } from './feed-list';
import { FeedMeter } from './feed-meter';
import { History, type ComponentHistory } from './history';

/** Milliseconds between figures for those who look. */
const PACE = 1000;
/** Seconds for which jobs are asked to tell their figures often; asked again in good time. */
const FOLLOW = 15;
const FOLLOW_AGAIN = 5000;

/** What changes all the time, for those who look. */
export interface Figures {
  readonly components: Readonly<Record<string, Pick<ComponentState, 'cpu' | 'memory' | 'stats'>>>;
  readonly feeds: readonly FeedFigures[];
  /** How busy the machines of the workers are, by the workers' names. */
  readonly workers: Readonly<Record<string, MachineLoad>>;
}

/** Figures of components and feeds: each second for those who look, and the last half hour of them. */
@injectable()
export class FigureKeeper {
  private readonly meter = new FeedMeter();
  private readonly history = new History();
  private readonly listeners = new Set<(text: string) => void>();
  private readonly seen = new Map<string, JobState>();
  private reading: NodeJS.Timeout | undefined;
  private telling: NodeJS.Timeout | undefined;
  private asked = 0;
  private unlisten: () => void = () => undefined;

  constructor(
    @inject(SUPERVISOR) private readonly supervisor: Pick<Supervisor, 'changes' | 'current' | 'workers'>,
    @inject(MANAGER_CONTROL)
    private readonly control: Pick<ManagerControl, 'components' | 'specOf' | 'plugSpecsOf'>,
    @inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Begins to read. */
  start(): void {
    this.unlisten = this.supervisor.changes.listen((change) => {
      this.take(change);
    });
    this.reading = setInterval(() => {
      this.guarded(() => {
        this.history.read(this.readings());
      });
    }, this.history.interval);
    this.reading.unref();
  }

  /** Ends it. */
  stop(): void {
    this.unlisten();
    clearInterval(this.reading);
    clearInterval(this.telling);
  }

  /** All feeds with how they flow. */
  feeds(): readonly FeedInfo[] {
    return feedsOf(this.control.components(), this.meter);
  }

  /** The last half hour of a component. */
  historyOf(id: string): ComponentHistory {
    return this.history.of(id);
  }

  /**
   * Has figures told each second, as JSON text. While anybody listens jobs tell theirs as often.
   * @returns what ends it.
   */
  listen(listener: (text: string) => void): () => void {
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.begin();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) clearInterval(this.telling);
    };
  }

  /** The figures as they are now. */
  now(): Figures {
    // Of what the jobs said last: to describe hundreds of components each second would cost more than all else here.
    const { current, workers } = this.supervisor;
    const jobs = current.components.map(({ id }) => ({ id, state: workers.jobOf(id)?.job.state }));
    return {
      components: Object.fromEntries(
        jobs.map(({ id, state }) => [
          id,
          state ? { cpu: state.cpu, memory: state.memory, stats: state.stats } : { stats: {} },
        ]),
      ),
      feeds: feedFigures(
        jobs.map(({ id, state }) => ({ id, feeders: state?.feeders ?? [] })),
        this.meter,
      ),
      workers: Object.fromEntries(
        workers.all().flatMap(({ facts, load }) => (load ? [[facts.name, load]] : [])),
      ),
    };
  }

  private begin(): void {
    clearInterval(this.telling);
    this.asked = 0;
    const tell = (): void => {
      this.guarded(() => {
        this.follow();
        const text = JSON.stringify(this.now());
        for (const listener of this.listeners) listener(text);
      });
    };
    this.telling = setInterval(tell, PACE);
    this.telling.unref();
    setImmediate(tell);
  }

  private follow(): void {
    const now = performance.now();
    if (this.asked > 0 && now - this.asked < FOLLOW_AGAIN) return;
    this.asked = now;
    for (const { link } of this.supervisor.workers.all()) link.notify(followFigures, { seconds: FOLLOW });
  }

  private take(change: Change): void {
    if (change.kind === 'planet') {
      for (const id of this.seen.keys()) if (!this.supervisor.current.find(id)) this.forget(id);
    }
    if (change.kind !== 'component') return;
    const state = this.supervisor.workers.jobOf(change.id)?.job.state;
    if (!state) {
      this.forget(change.id);
    } else if (this.seen.get(change.id) !== state) {
      this.seen.set(change.id, state);
      this.meter.take(state);
    }
  }

  private forget(id: string): void {
    this.seen.delete(id);
    this.meter.forget(id);
  }

  private readings(): ReadonlyMap<string, Readonly<Record<string, number>>> {
    return new Map(
      this.control.components().map(({ id, pid, cpu, memory, stats, plugs }) => {
        const readings: Record<string, number> = {};
        if (pid !== undefined && cpu !== undefined) readings['cpu'] = cpu;
        if (pid !== undefined && memory !== undefined) readings['memory'] = memory;
        const add = (prefix: string, specs: Readonly<Record<string, StatSpec>>): void => {
          for (const [name, value] of Object.entries(stats)) {
            if (typeof value !== 'number' || !Number.isFinite(value) || !name.startsWith(prefix)) continue;
            const rest = name.slice(prefix.length);
            if (isGauge(specs, rest)) readings[name] = value;
          }
        };
        if (pid !== undefined) {
          add('', this.control.specOf(id)?.stats ?? {});
          for (const [index, plug] of this.control.plugSpecsOf(id).entries())
            add(`${plugs[index]?.name ?? plug.type}.`, plug.stats ?? {});
        }
        return [id, readings];
      }),
    );
  }

  private guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.log.error(`the figures could not be read: ${errorText(error)}`);
    }
  }
}

/** Whether a figure, or that of one of several things, is declared as a gauge. */
function isGauge(specs: Readonly<Record<string, StatSpec>>, name: string): boolean {
  const declared = (key: string): StatSpec | undefined =>
    Object.hasOwn(specs, key) ? specs[key] : undefined;
  const own = declared(name);
  if (own) return own.kind === 'gauge' && own.each === undefined;
  const each = declared(name.slice(0, Math.max(0, name.indexOf('.'))));
  return each?.kind === 'gauge' && each.each !== undefined;
}
