import { inject, injectable } from 'tsyringe';
import { errorText } from '../../errors';
import type { Logger } from '../../log/logger';
import { EVENTS, LOGGER, MANAGER_CONTROL, MESSAGES, SUPERVISOR } from '../../tokens';
import type { Change } from '../changes';
import type { ManagerControl } from '../control';
import type { Supervisor } from '../supervisor';
import type { Events } from './events';
import { lasting, lastingWorker } from './lasting';
import type { MessageBook } from './message-book';

/** Milliseconds between two events of one component or worker. */
const PACE = 250;

/** How a thing was told last. */
interface Told {
  readonly text: string;
  /** When, by `performance.now()`. */
  readonly at: number;
}

/** Makes events of what changes: describes what may have changed, and tells what is another than it was told last. */
@injectable()
export class PlanetWatch {
  private readonly components = new Map<string, Told>();
  private readonly workers = new Map<string, Told>();
  private readonly dirtyComponents = new Set<string>();
  private readonly dirtyWorkers = new Set<string>();
  private soon: NodeJS.Immediate | undefined;
  private later: NodeJS.Timeout | undefined;
  private unlisten: () => void = () => undefined;

  constructor(
    @inject(SUPERVISOR) private readonly supervisor: Pick<Supervisor, 'changes' | 'current' | 'workers'>,
    @inject(MANAGER_CONTROL) private readonly control: Pick<ManagerControl, 'shown' | 'worker'>,
    @inject(EVENTS) private readonly events: Events,
    @inject(MESSAGES) private readonly messages: MessageBook,
    @inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Begins to watch; what is there already is taken as told. */
  start(): void {
    for (const { id } of this.supervisor.current.components) {
      const state = this.control.shown(id);
      if (!state) continue;
      this.messages.note(id, state.messages);
      this.components.set(id, { text: JSON.stringify(lasting(state)), at: -PACE });
    }
    this.unlisten = this.supervisor.changes.listen((change) => {
      this.note(change);
    });
  }

  /** Ends it. */
  stop(): void {
    this.unlisten();
    clearImmediate(this.soon);
    clearTimeout(this.later);
  }

  private note(change: Change): void {
    if (change.kind === 'component') this.dirtyComponents.add(change.id);
    else if (change.kind === 'worker') {
      // One that logs in may push out the one that was longest away.
      for (const name of [change.name, ...this.workers.keys()])
        if (name === change.name || !this.supervisor.workers.facts.has(name)) this.dirtyWorkers.add(name);
    } else this.notePlanet();
    this.soon ??= setImmediate(() => {
      this.flush();
    });
  }

  private notePlanet(): void {
    const { current } = this.supervisor;
    for (const { id } of current.components) this.dirtyComponents.add(id);
    for (const id of this.components.keys()) if (!current.find(id)) this.dirtyComponents.add(id);
  }

  private flush(): void {
    clearImmediate(this.soon);
    this.soon = undefined;
    const now = performance.now();
    const waits = [
      ...this.each(this.dirtyComponents, this.components, now, (id) => {
        this.tellComponent(id, now);
      }),
      ...this.each(this.dirtyWorkers, this.workers, now, (name) => {
        this.tellWorker(name, now);
      }),
    ];
    clearTimeout(this.later);
    if (waits.length === 0) return;
    const first = waits.reduce((least, wait) => Math.min(least, wait));
    this.later = setTimeout(() => {
      this.flush();
    }, first + 1);
    this.later.unref();
  }

  /** Looks at what is dirty and may be told of. @returns milliseconds until the others may. */
  private each(
    dirty: Set<string>,
    told: ReadonlyMap<string, Told>,
    now: number,
    tell: (key: string) => void,
  ): number[] {
    const waits: number[] = [];
    for (const key of dirty) {
      const wait = (told.get(key)?.at ?? -PACE) + PACE - now;
      if (wait > 0) {
        waits.push(wait);
        continue;
      }
      dirty.delete(key);
      try {
        tell(key);
      } catch (error) {
        this.log.error(`a change of ${key} could not be told: ${errorText(error)}`);
      }
    }
    return waits;
  }

  private tellComponent(id: string, now: number): void {
    const state = this.control.shown(id);
    if (!state) {
      this.messages.note(id, []);
      if (this.components.delete(id)) this.events.publish('component-removed', { id });
      return;
    }
    const text = JSON.stringify(lasting(state));
    const fresh = this.messages.note(id, state.messages);
    if (this.components.get(id)?.text === text) return;
    this.components.set(id, { text, at: now });
    this.events.publishText('component', text);
    for (const message of fresh) this.events.publish('message', message);
  }

  private tellWorker(name: string, now: number): void {
    const state = this.control.worker(name);
    if (!state) {
      if (this.workers.delete(name)) this.events.publish('worker-removed', { name });
      return;
    }
    const text = JSON.stringify(lastingWorker(state));
    if (this.workers.get(name)?.text === text) return;
    this.workers.set(name, { text, at: now });
    this.events.publishText('worker', text);
  }
}
