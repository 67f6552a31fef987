import { readFile } from 'node:fs/promises';
import { connect, createServer, isIP, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from 'node:tls';
import type { Context } from '@flumotion/core/plugin';
import { admit, logIn, refuse, type Login } from './handshake';
import { KNOWN_PASSWORD, type LinkValues } from './properties';

/** Milliseconds the connection and its handshake may take. */
const DEADLINE = 10_000;
/** Milliseconds before the second attempt; doubled from attempt to attempt. */
const FIRST_DELAY = 500;
/** Milliseconds without traffic after which the system asks whether the other end still lives. */
const KEEPALIVE = 5000;

/** The connection to the other planet: made, proven, and made again when it is lost. */
export class Link {
  private server: Server | undefined;
  private socket: Socket | undefined;
  private timer: NodeJS.Timeout | undefined;
  private delay = FIRST_DELAY;
  private closed = false;

  /** @param connected - called with each connection whose ends have proven themselves; it is closed by destroying it. */
  constructor(
    private readonly context: Context<LinkValues>,
    private readonly connected: (socket: Socket) => void,
  ) {}

  /**
   * Begins to connect or to listen.
   * @throws Error when the port cannot be had, or a file of the certificate cannot be read.
   */
  async open(): Promise<void> {
    const { mode } = this.context.properties;
    if (this.login.password === KNOWN_PASSWORD) {
      this.context.message({
        level: 'warning',
        id: 'known-password',
        text: 'The password is the one that Flumotion once used by itself, and that everybody knows.',
        advice: 'Set the property password at both ends.',
      });
    }
    if (mode === 'push') this.dial();
    else await this.listen();
  }

  /** Ends the connection, and all attempts to make one. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.server?.close();
    this.socket?.destroy();
  }

  private get login(): Login {
    const { username, password = KNOWN_PASSWORD } = this.context.properties;
    return { username, password };
  }

  private get peer(): string {
    const { host, port } = this.context.properties;
    return `${host}:${String(port)}`;
  }

  private dial(): void {
    if (this.closed) return;
    this.context.waitFor(`connecting to ${this.peer}`);
    const { host, port, tls, fingerprint } = this.context.properties;
    const socket = tls
      ? connectTls({
          host,
          port,
          ...(isIP(host) ? {} : { servername: host }),
          rejectUnauthorized: fingerprint === undefined,
        })
      : connect({ host, port });
    let reason = '';
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      const wrong = tls && fingerprint !== undefined && !fits(socket as TLSSocket, fingerprint);
      if (wrong) socket.destroy(new Error('its certificate has another fingerprint'));
      else void this.greet(socket, (one) => logIn(one, this.login));
    });
    socket.on('error', (error: Error) => (reason = error.message));
    socket.once('close', () => {
      this.lost(reason);
      this.timer = setTimeout(() => {
        this.dial();
      }, this.delay);
      const most = this.context.properties['max-reconnection-delay'] * 1000;
      this.delay = Math.min(this.delay * 2, most);
    });
  }

  private async listen(): Promise<void> {
    const { host, port, tls, certificate = '', key = '' } = this.context.properties;
    const taken = (socket: Socket): void => void this.welcome(socket);
    const server = tls
      ? createTlsServer({ cert: await readFile(certificate), key: await readFile(key) }, taken)
      : createServer(taken);
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen({ host, port }, resolve);
    });
    server.on('error', (error: Error) => {
      this.context.log.warn(`the listener on ${this.peer} failed: ${error.message}`);
    });
    this.context.waitFor(`waiting on ${this.peer} for the other end to connect`);
  }

  private async welcome(socket: Socket): Promise<void> {
    socket.on('error', () => undefined);
    if (this.socket !== undefined) {
      refuse(socket, 'already connected');
      return;
    }
    let reason = '';
    socket.on('error', (error: Error) => (reason = error.message));
    socket.once('close', () => {
      if (this.socket === socket) this.lost(reason);
    });
    await this.greet(socket, (one) => admit(one, this.login));
  }

  /** Proves both ends to each other within the deadline. */
  private async greet(socket: Socket, prove: (socket: Socket) => Promise<void>): Promise<void> {
    socket.setKeepAlive(true, KEEPALIVE).setNoDelay(true);
    const timer = setTimeout(() => socket.destroy(new Error('it does not answer')), DEADLINE);
    try {
      await prove(socket);
    } catch (error) {
      this.tell((error as Error).message);
      // What says why may still have to go out.
      if (!socket.writableEnded) socket.destroy();
      return;
    } finally {
      clearTimeout(timer);
    }
    if (this.closed || this.socket !== undefined) {
      socket.destroy();
      return;
    }
    this.socket = socket;
    this.delay = FIRST_DELAY;
    this.context.clear('not-connected');
    this.context.waitFor(undefined);
    this.context.log.info(`connected to ${socket.remoteAddress ?? 'the other end'}`);
    this.connected(socket);
  }

  private lost(reason: string): void {
    if (this.closed) return;
    const was = this.socket !== undefined;
    this.socket = undefined;
    if (reason !== '' || was) this.tell(reason === '' ? 'it ended' : reason);
    this.context.waitFor(`no connection with ${this.peer}`);
  }

  private tell(reason: string): void {
    if (this.closed) return;
    this.context.message({
      level: 'warning',
      id: 'not-connected',
      text: `The connection with ${this.peer} does not stand: ${reason}.`,
      advice:
        'It is tried again. Check that the other end runs, and that host, port, username, password and tls agree.',
    });
  }
}

function fits(socket: TLSSocket, fingerprint: string): boolean {
  const plain = (text: string): string => text.replaceAll(':', '').toLowerCase();
  return plain(socket.getPeerCertificate().fingerprint256) === plain(fingerprint);
}
