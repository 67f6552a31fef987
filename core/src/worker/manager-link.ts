import { inject, injectable } from 'tsyringe';
import { errorText, isFlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import type { Connection } from '../rpc/connection';
import { login, type RequestType } from '../rpc/messages';
import { BACKOFF, CONNECTOR, LOGGER, WORKER_SETTINGS } from '../tokens';
import type { Backoff } from './backoff';
import type { WorkerSettings } from './settings';

type ParamsOf<T> = T extends RequestType<infer P, unknown> ? P : never;
/** What a worker says of itself when it logs in. */
export type LoginParams = ParamsOf<typeof login>;

/** Milliseconds in which a name that is taken may be that of our own predecessor, not yet missed by the manager. */
const NAME_PATIENCE = 5_000;

/** Connects to the manager; rejects when it is away. */
export type Connector = () => Promise<Connection>;

/** What the owner of the link does with it. */
export interface LinkParts {
  /** Registers the handlers on a new connection. */
  readonly serve: (connection: Connection) => void;
  /** What is said at login, as things are now. */
  readonly hello: () => LoginParams;
  /** Called after each login. */
  readonly loggedIn: (connection: Connection) => void;
}

/** Keeps a worker connected to its manager, for ever. */
@injectable()
export class ManagerLink {
  private connection: Connection | undefined;
  private wasIn = false;
  private closing = false;
  private wake: () => void = () => undefined;
  private lastFailure = '';

  constructor(
    @inject(WORKER_SETTINGS) private readonly settings: Pick<WorkerSettings, 'manager'>,
    @inject(CONNECTOR) private readonly connect: Connector,
    @inject(BACKOFF) private readonly backoff: Backoff,
    @inject(LOGGER) private readonly log: Logger,
  ) {}

  /** The connection while the worker is logged in. */
  get current(): Connection | undefined {
    return this.connection?.open ? this.connection : undefined;
  }

  /**
   * Connects, logs in, and does so again whenever the connection is lost. Returns after `close`.
   * @throws FlumotionError `login-refused`, `worker-name-taken` or `fingerprint-changed` when the worker was never let in.
   */
  async run(parts: LinkParts): Promise<void> {
    const patience = Date.now() + NAME_PATIENCE;
    while (!this.closing) {
      try {
        await this.session(parts);
      } catch (error) {
        if (!this.wasIn && isFinal(error, Date.now() > patience)) throw error;
        this.tellOnce(errorText(error));
      }
      if (!this.isClosing()) await this.pause(this.backoff.next());
    }
  }

  /** Ends the connection and the attempts. */
  close(reason: string): void {
    this.closing = true;
    this.connection?.close(reason);
    this.wake();
  }

  private async session(parts: LinkParts): Promise<void> {
    const { host, port, transport } = this.settings.manager;
    const place = `${host}:${port}`;
    const connection = await this.connect();
    if (this.isClosing()) {
      connection.close('the worker ends');
      return;
    }
    this.log.info(`connected to the manager at ${place} (${transport})`);
    parts.serve(connection);
    connection.listen();
    const hello = parts.hello();
    try {
      const answer = await connection.request(login, hello);
      this.connection = connection;
      this.log.info(`logged in to manager ${answer.manager} as worker ${hello.name}, user ${hello.user}`);
    } catch (error) {
      connection.close('the login failed');
      throw error;
    }
    this.wasIn = true;
    this.lastFailure = '';
    this.backoff.reset();
    parts.loggedIn(connection);
    const reason = await connection.closed;
    this.connection = undefined;
    if (!this.isClosing()) this.log.warn(`the connection to the manager at ${place} is lost: ${reason}`);
  }

  /** The same failure, repeated every few seconds, is one line at level warning. */
  private tellOnce(text: string): void {
    if (text === this.lastFailure) this.log.debug(text);
    else this.log.warn(`${text}; the worker keeps trying`);
    this.lastFailure = text;
  }

  private isClosing(): boolean {
    return this.closing;
  }

  private pause(time: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, time);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function isFinal(error: unknown, impatient: boolean): boolean {
  if (!isFlumotionError(error)) return false;
  const { code } = error;
  return (
    code === 'login-refused' || code === 'fingerprint-changed' || (code === 'worker-name-taken' && impatient)
  );
}
