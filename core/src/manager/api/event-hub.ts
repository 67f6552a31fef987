import type { WebSocket } from 'ws';
import { inject, injectable } from 'tsyringe';
import { EVENTS, FIGURES, LOGS, MANAGER_CONTROL } from '../../tokens';
import type { ManagerControl } from '../control';
import type { Events } from '../events/events';
import type { FigureKeeper } from '../events/figures';
import type { LogBook } from '../events/log-book';
import { EventClient, type EventListener } from './event-client';

/** Listeners at one time. */
export const MAX_LISTENERS = 250;
/** Milliseconds between pings. */
const PING = 20_000;
/** Milliseconds for which one snapshot is good for all who ask. */
const SNAPSHOT_AGE = 1000;

interface Snapshot {
  /** Of the last event that is in it. */
  readonly number: number;
  readonly data: string;
  readonly at: number;
}

/** Everybody who listens to the events. */
@injectable()
export class EventHub {
  private readonly clients = new Map<EventClient, () => Promise<boolean>>();
  private snapshot: Snapshot | undefined;
  private readonly timer: NodeJS.Timeout;

  constructor(
    @inject(EVENTS) private readonly events: Events,
    @inject(FIGURES) private readonly figures: FigureKeeper,
    @inject(LOGS) private readonly logs: LogBook,
    @inject(MANAGER_CONTROL) private readonly control: Pick<ManagerControl, 'planet'>,
  ) {
    this.timer = setInterval(() => {
      this.look();
    }, PING);
    this.timer.unref();
  }

  /** Whether there is no room for one more. */
  get full(): boolean {
    return this.clients.size >= MAX_LISTENERS;
  }

  /**
   * Takes in a listener.
   * @param welcome - whether it may still listen; asked from time to time.
   */
  add(socket: WebSocket, listener: EventListener, welcome: () => Promise<boolean>): void {
    const { events, figures, logs } = this;
    const snapshot = (): Snapshot => this.planet();
    const client = new EventClient(socket, { events, figures, logs, snapshot }, listener);
    this.clients.set(client, welcome);
    socket.once('close', () => this.clients.delete(client));
  }

  /** Sends everybody away. */
  close(): void {
    clearInterval(this.timer);
    for (const client of this.clients.keys()) client.close();
  }

  private look(): void {
    for (const [client, welcome] of this.clients) {
      client.ping();
      void welcome()
        .catch(() => false)
        .then((may) => {
          if (!may) client.close(1008, 'the login has ended');
        });
    }
  }

  private planet(): Snapshot {
    const { ring } = this.events;
    const old = this.snapshot;
    if (old && performance.now() - old.at < SNAPSHOT_AGE && ring.after(old.number) !== 'lost') return old;
    const number = ring.last;
    this.snapshot = { number, data: JSON.stringify(this.control.planet()), at: performance.now() };
    return this.snapshot;
  }
}
