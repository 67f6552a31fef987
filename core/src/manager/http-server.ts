import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { inject, injectable } from 'tsyringe';
import { WebSocketServer } from 'ws';
import { errorText, FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import type { Certificate } from '../rpc/certificate';
import { Connection } from '../rpc/connection';
import { SOCKET_OPTIONS, socketTransport, WORKER_PATH } from '../rpc/websocket';
import { EVENT_GATE, HTTP_HANDLER, IDENTITY, LOGGER, MANAGER_SETTINGS } from '../tokens';
import { plainAddress } from './address';
import type { Caller, ControlTransport } from './control-transport';
import type { ManagerSettings } from './settings';

/** Limits of the manager's port; times in milliseconds. */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 5000,
} as const;
const MAX_HEADERS = 100;
/** Connections at one time: of all, and of one address. */
const MAX_CONNECTIONS = 4096;
const MAX_PER_ADDRESS = 1024;
/** Milliseconds for which the end waits for WebSockets to take leave: a page that sleeps, a machine without its cable, never do. */
const LEAVE_WITHIN = 1000;

/** Takes those WebSockets that are not for workers. */
export interface Upgrades {
  /** Whether a path is one of its own. */
  takes(pathname: string): boolean;
  serve(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** How the manager's port is encrypted. */
export interface Identity {
  /** Absent: it is not. */
  readonly certificate?: Certificate;
}

/** The manager's one port: the API over HTTP, and WebSockets for the workers. */
@injectable()
export class HttpServer implements ControlTransport {
  private readonly server: Server;
  private readonly sockets = new WebSocketServer({ noServer: true, ...SOCKET_OPTIONS });
  private readonly connected = new Set<Socket>();
  private readonly perAddress = new Map<string, number>();
  private readonly callers = new Set<Connection>();

  constructor(
    @inject(MANAGER_SETTINGS) private readonly settings: ManagerSettings,
    @inject(IDENTITY) { certificate }: Identity,
    @inject(HTTP_HANDLER) handler: RequestListener,
    @inject(LOGGER) private readonly log: Logger,
    @inject(EVENT_GATE) private readonly events: Upgrades,
  ) {
    this.server = certificate
      ? createTlsServer(
          { ...LIMITS, cert: certificate.cert, key: certificate.key, minVersion: 'TLSv1.2' },
          handler,
        )
      : createServer(LIMITS, handler);
    this.server.maxHeadersCount = MAX_HEADERS;
    this.server.maxConnections = MAX_CONNECTIONS;
    this.server.on('connection', (socket) => {
      this.limit(socket);
    });
  }

  /** The port it listens on; the one asked for until it does. */
  get port(): number {
    return (this.server.address() as AddressInfo | null)?.port ?? this.settings.port;
  }

  async open(arrived: (caller: Caller) => void): Promise<void> {
    this.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.upgrade(request, socket, head, arrived);
    });
    const { host, port } = this.settings;
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) => {
        reject(listenError(error, host, port));
      });
      this.server.listen({ port, ...(host === undefined ? {} : { host }) }, resolve);
    });
    this.server.removeAllListeners('error');
    this.server.on('error', (error) => {
      this.log.error(`the manager's port: ${errorText(error)}`);
    });
  }

  async close(): Promise<void> {
    for (const connection of this.callers) connection.close('the manager ends');
    this.events.close();
    this.sockets.close();
    const late = setTimeout(() => {
      for (const socket of this.connected) socket.destroy();
    }, LEAVE_WITHIN);
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
    clearTimeout(late);
  }

  private upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    arrived: (caller: Caller) => void,
  ): void {
    socket.on('error', (error) => {
      this.log.debug(`an upgrade failed: ${errorText(error)}`);
    });
    const { pathname } = new URL(request.url ?? '/', 'http://manager');
    if (this.events.takes(pathname)) {
      this.events.serve(request, socket, head);
      return;
    }
    // Workers send no Origin; a page in a browser cannot leave it out.
    if (pathname !== WORKER_PATH || request.headers.origin !== undefined) {
      socket.end(
        `HTTP/1.1 ${pathname === WORKER_PATH ? '403 Forbidden' : '404 Not Found'}\r\nConnection: close\r\n\r\n`,
      );
      return;
    }
    const address = plainAddress(request.socket.remoteAddress);
    const via = plainAddress(request.socket.localAddress);
    this.sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new Connection(...socketTransport(webSocket), `worker at ${address}`, this.log);
      this.callers.add(connection);
      void connection.closed.then(() => this.callers.delete(connection));
      arrived({ connection, address, via });
      connection.listen();
    });
  }

  private limit(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress);
    const count = (this.perAddress.get(address) ?? 0) + 1;
    if (count > MAX_PER_ADDRESS) {
      this.log.warn(`${address} has ${MAX_PER_ADDRESS} connections; one more is refused`);
      socket.destroy();
      return;
    }
    this.perAddress.set(address, count);
    this.connected.add(socket);
    socket.once('close', () => {
      this.connected.delete(socket);
      const left = (this.perAddress.get(address) ?? 1) - 1;
      if (left > 0) this.perAddress.set(address, left);
      else this.perAddress.delete(address);
    });
  }
}

function listenError(error: NodeJS.ErrnoException, host: string | undefined, port: number): Error {
  const options = { cause: error };
  if (error.code === 'EADDRINUSE')
    return FlumotionError.of('port-in-use', { port, option: '--port' }, options);
  if (error.code === 'EACCES') return FlumotionError.of('port-forbidden', { port }, options);
  const place = `${host ?? '*'}:${port}`;
  return FlumotionError.of('cannot-listen', { place, reason: errorText(error) }, options);
}
