import type { Socket } from 'node:net';
import type { Message } from '@flumotion/core/plugin';
import { Handover } from './handover';
import {
  parsePorterLine,
  type HandedClient,
  type PublicPlace,
  type ServedPath,
  type StreamerLine,
} from './porter-protocol';

/** Milliseconds of the first wait for a porter that is away; it grows to the second. An attempt costs next to nothing. */
const FIRST_WAIT = 50;
const LAST_WAIT = 500;
/** Milliseconds until a porter that refused is asked again. */
const REFUSED_WAIT = 5000;
/** Milliseconds a porter may be away before people are told. */
const PATIENCE = 5000;

/** How a streamer is known to its porter. */
export interface PorterLogin {
  /** Path of the porter's socket. */
  readonly path: string;
  /** Full id of the component. */
  readonly id: string;
  readonly username: string;
  readonly password: string;
  readonly serves: readonly ServedPath[];
}

/** Who is told what comes of it. */
export interface PorterHost {
  message(message: Message): void;
  clear(id: string): void;
  readonly log: { info(text: string): void };
  /** Takes each connection; what has been read of it comes out of it first. */
  readonly onClient: (socket: Socket, client: { readonly address: string; readonly secure: boolean }) => void;
  /** Told each time the porter has let it in. */
  readonly onWelcome: (place: PublicPlace) => void;
}

/**
 * Keeps a streamer registered at a porter. The porter may go and come: those who listen already have connections of
 * their own, and within a second of its return new ones come again.
 */
export class PorterClient {
  private handover: Handover | undefined;
  private timer: NodeJS.Timeout | undefined;
  private failures = 0;
  private awaySince = performance.now();
  private refused = false;
  private closed = false;
  private attempted: (() => void) | undefined;

  constructor(
    private readonly login: PorterLogin,
    private readonly host: PorterHost,
  ) {}

  /**
   * Makes the first attempt; resolves when it has succeeded or failed.
   * @throws Error when this Node cannot take over connections.
   */
  open(): Promise<void> {
    return new Promise((resolve) => {
      this.attempted = resolve;
      this.attempt();
    });
  }

  /** Takes its paths out of the porter and makes no more attempts. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.say({ bye: true });
    this.handover?.finish();
  }

  private attempt(): void {
    const { path, id, username, password, serves } = this.login;
    this.refused = false;
    this.handover = Handover.connect(
      path,
      (line, connection) => this.take(line, connection),
      (reason) => this.lost(reason),
    );
    this.say({ hello: 1, id, username, password, serves });
  }

  private say(line: StreamerLine): void {
    this.handover?.send(JSON.stringify(line));
  }

  private take(text: string, connection: Socket | undefined): void {
    const line = parsePorterLine(text);
    if (line && 'client' in line && connection) this.receive(line, connection);
    else {
      connection?.destroy();
      if (line && 'welcome' in line) this.welcomed(line.welcome);
      else if (line && 'refused' in line) this.refusedWith(line.refused);
    }
  }

  private receive({ client, address, secure, data }: HandedClient, socket: Socket): void {
    this.say({ taken: client });
    if (this.closed) {
      socket.destroy();
      return;
    }
    if (data !== '') socket.unshift(Buffer.from(data, 'base64'));
    this.host.onClient(socket, { address, secure });
  }

  private welcomed(place: PublicPlace): void {
    this.failures = 0;
    this.awaySince = Infinity;
    this.host.clear('porter');
    this.host.log.info(`the porter at ${this.login.path} knows it now`);
    this.host.onWelcome(place);
    this.done();
  }

  private refusedWith(reason: string): void {
    this.refused = true;
    this.host.message({
      level: 'error',
      id: 'porter',
      text: `the porter at ${this.login.path} does not take it: ${reason}`,
      advice: `Give porter-username and porter-password the values that the porter has as username and password. It is tried again every ${REFUSED_WAIT / 1000} s.`,
    });
  }

  private lost(reason: string): void {
    if (this.closed) return;
    const now = performance.now();
    if (this.awaySince === Infinity) {
      this.awaySince = now;
      this.host.log.info(`the porter is away: ${reason}`);
    }
    if (!this.refused && now - this.awaySince >= PATIENCE) {
      this.host.message({
        level: 'warning',
        id: 'porter',
        text: `no porter answers at ${this.login.path}, so nobody new can come in`,
        advice:
          'Start the porter on the same worker, with the socket-path that is porter-socket-path here. It is tried again all the time.',
        debug: reason,
      });
    }
    const wait = this.refused ? REFUSED_WAIT : Math.min(LAST_WAIT, FIRST_WAIT * 2 ** this.failures++);
    this.timer = setTimeout(() => this.attempt(), wait * (0.5 + Math.random() / 2));
    this.done();
  }

  private done(): void {
    this.attempted?.();
    this.attempted = undefined;
  }
}
