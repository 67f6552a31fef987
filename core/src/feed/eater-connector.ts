import { errorText } from '../errors';
import type { Logger } from '../log/logger';
import type { EaterLink } from '../rpc/job-spec';
import type { EaterState } from '../rpc/job-state';
import { Backoff } from './backoff';
import { descriptorOf } from './descriptor';
import { dial, sourceKey, type DialedFeed } from './dial';
import type { FeedConnection, FeedSocket } from './feed-socket';
import { Throttle } from './throttle';

export type { FeedSocket } from './feed-socket';

/** What an eater's connector tells its host, and asks it. No call may throw. */
export interface EaterEvents {
  /** The feed is here; `caps` is what the feeder said it carries, without stream headers. */
  connected(feed: FeedSocket, caps: string | undefined): void;
  /** Whether the next connection may bring its stream in shared memory; it may not where nobody says so. */
  takesMemory?(): boolean;
  /** The feed is away. When this returns, nobody may use the descriptor any more: it is closed next. */
  disconnected(reason: string): void;
}

/** Milliseconds a connection must have lasted for its loss to be retried without waiting. */
const STEADY = 2_000;

/**
 * Keeps one eater connected to its feed: connects, greets, hands the socket to the host, and does it again when the
 * feed is lost. One connection, one attempt and one timer at most at any time; attempts never end, waits are at most 2 s.
 */
export class EaterConnector {
  private readonly backoff = new Backoff();
  private readonly failures: Throttle;
  private attempt: AbortController | undefined;
  private retry: NodeJS.Timeout | undefined;
  private current:
    { readonly connection: FeedConnection; readonly since: number; readonly began: number } | undefined;
  private reason: string | undefined = 'not connected yet';
  private connections = 0;
  private running = false;

  /** @param client full id of the eating component and alias, `/flow/component:alias` */
  constructor(
    private readonly client: string,
    private link: EaterLink,
    private readonly events: EaterEvents,
    private readonly log: Logger,
  ) {
    this.failures = new Throttle((text) => log.info(text));
  }

  /** Begins to connect. */
  start(): void {
    if (this.running) return;
    this.running = true;
    this.connect();
  }

  /** Takes a changed link. A source that leads to the same feed in the same way changes nothing. */
  relink(link: EaterLink): void {
    const same = sourceKey(link.source) === sourceKey(this.link.source);
    this.link = link;
    if (same || !this.running) return;
    this.stopAttempt();
    this.backoff.reset();
    this.drop(link.source ? 'the feed moved' : 'nobody offers the feed');
    this.connect();
  }

  /** The host found the descriptor dead: closes the connection, reports it and makes a new one. */
  lost(reason: string): void {
    if (!this.current) return;
    if (performance.now() - this.current.began >= STEADY) this.backoff.reset();
    this.log.info(`feed ${this.link.wants} lost: ${reason}`);
    this.drop(reason);
    if (this.running) this.retryLater();
  }

  /** Ends for good; a present connection is reported as disconnected. */
  close(): void {
    this.running = false;
    this.stopAttempt();
    this.drop('the eater closed');
  }

  /** Figures as they travel to the manager. */
  state(): EaterState {
    const { eater, alias, wants } = this.link;
    return {
      eater,
      alias,
      feed: wants,
      connected: this.current !== undefined,
      connections: this.connections,
      ...(this.current ? { since: this.current.since } : {}),
      ...(this.current || this.reason === undefined ? {} : { reason: this.reason }),
    };
  }

  private connect(): void {
    const source = this.link.source;
    if (!source) {
      this.reason = 'nobody offers the feed';
      return;
    }
    const attempt = new AbortController();
    this.attempt = attempt;
    dial(source, this.client, attempt.signal, this.events.takesMemory?.()).then(
      (feed) => {
        if (attempt.signal.aborted) feed.connection.destroy();
        else this.take(feed);
      },
      (error: unknown) => {
        if (!attempt.signal.aborted) this.failed(errorText(error));
      },
    );
  }

  private take({ connection, stream, caps, memory }: DialedFeed): void {
    this.attempt = undefined;
    this.connections += 1;
    this.current = { connection, since: Date.now(), began: performance.now() };
    this.reason = undefined;
    const way = memory === undefined ? '' : ' in shared memory';
    this.log.info(`feed ${this.link.wants} connected${way}`);
    const lost = (reason: string): void => {
      if (this.current?.connection === connection) this.lost(reason);
    };
    this.events.connected(
      {
        fd: descriptorOf(stream),
        socket: stream,
        ...(memory === undefined ? {} : { memory }),
        read: (onBytes, rest) => connection.read(onBytes, rest),
        close: (reason = 'the reader gave the connection up') => lost(reason),
      },
      caps,
    );
    // Only a connection that is read tells of its end.
    if (memory !== undefined) connection.read(() => undefined);
    connection.onEnd(lost);
  }

  private failed(reason: string): void {
    this.attempt = undefined;
    this.reason = reason;
    this.failures.say(`feed ${this.link.wants} is not there: ${reason}`);
    this.retryLater();
  }

  private retryLater(): void {
    this.retry = setTimeout(() => this.connect(), this.backoff.next());
  }

  private stopAttempt(): void {
    clearTimeout(this.retry);
    this.attempt?.abort();
    this.attempt = undefined;
  }

  private drop(reason: string): void {
    const current = this.current;
    this.current = undefined;
    this.reason = reason;
    if (!current) return;
    this.events.disconnected(reason);
    current.connection.destroy();
  }
}
