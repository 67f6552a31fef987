import { errorText } from '../errors';
import type { Logger } from '../log/logger';
import { freshStatus, type ComponentMood, type ComponentStatus } from './component-status';
import { failureMessage } from './job-actions';

/** Milliseconds before the first new try of an action that failed; doubled each time. */
const FIRST_RETRY = 1000;
const LONGEST_RETRY = 60_000;

/** What a status book needs of its supervisor. */
export interface StatusSurroundings {
  /** How a component of the planet is; undefined for one that left it. */
  readonly moodOf: (id: string) => ComponentMood | undefined;
  /** An action has ended. */
  readonly acted: () => void;
  /** Everything is to be looked at in so many milliseconds. */
  readonly later: (wait: number) => void;
  /** A component may be another than before. */
  readonly noted: (id: string) => void;
}

/** What the manager remembers of each component, and the one action on it that may be under way. */
export class StatusBook {
  private readonly statuses = new Map<string, ComponentStatus>();

  constructor(
    private readonly log: Logger,
    private readonly surroundings: StatusSurroundings,
  ) {}

  /** The status of a component; a fresh one when nothing was known. */
  of(id: string): ComponentStatus {
    const status = this.statuses.get(id) ?? freshStatus();
    this.statuses.set(id, status);
    return status;
  }

  /** The status of a component of which something is known. */
  peek(id: string): ComponentStatus | undefined {
    return this.statuses.get(id);
  }

  /** Forgets components that left the planet, and the failures of the others. */
  forgiveOnly(inPlanet: (id: string) => boolean): void {
    for (const [id, status] of this.statuses) {
      if (inPlanet(id)) Object.assign(status, { failure: undefined, failures: 0, retryAt: 0 });
      // Its last action may still be under way; forgetting it would allow a second one.
      else if (!status.busy) this.statuses.delete(id);
    }
  }

  /** Lets the actions that failed on some components be tried again at once. */
  forgiveFailed(which: (component: { readonly id: string }) => boolean): void {
    for (const [id, status] of this.statuses) {
      if (status.failure && which({ id }))
        Object.assign(status, { failure: undefined, failures: 0, retryAt: 0 });
    }
  }

  /** Whether an action may be tried now; otherwise there will be a look when it may. */
  mayTry(status: ComponentStatus): boolean {
    const wait = status.retryAt - Date.now();
    if (wait > 0) this.surroundings.later(wait);
    return wait <= 0;
  }

  /** Has an action done. Its failure becomes the component's, and puts off the next try. */
  act(id: string, what: ComponentStatus['busy'], work: () => Promise<void>): void {
    const status = this.of(id);
    status.busy = what;
    const ended = (failure: ComponentStatus['failure']): void => {
      status.busy = undefined;
      status.failure = failure;
      status.failures = failure ? status.failures + 1 : 0;
      const wait = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(status.failures - 1, 10));
      status.retryAt = failure ? Date.now() + wait : 0;
      this.noteMood(id);
      this.surroundings.acted();
    };
    work().then(
      () => {
        ended(undefined);
      },
      (error: unknown) => {
        this.log.warn(`${id}: ${errorText(error)}`);
        ended(failureMessage(error));
      },
    );
  }

  /** Tells that a component may have changed, and writes its mood to the log when it is another one than before. */
  noteMood(id: string): void {
    this.surroundings.noted(id);
    const found = this.surroundings.moodOf(id);
    if (!found) return;
    const { mood, reason } = found;
    const line = reason === undefined ? mood : `${mood}: ${reason}`;
    const status = this.of(id);
    if (status.logged === line) return;
    status.logged = line;
    if (mood === 'sad' || mood === 'lost') this.log.warn(`component ${id} is ${line}`);
    else this.log.info(`component ${id} is ${line}`);
  }
}
