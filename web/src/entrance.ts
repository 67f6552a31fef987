import { createServer, type BlockList, type Server, type Socket } from 'node:net';
import type { Context } from '@flumotion/core/plugin';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import { isWithin, parseBlocks, plainAddress } from './address';
import { Certificate } from './certificate';
import { cut } from './cut';
import { clientAddress } from './forwarded';
import { Listening } from './listening';
import { Pending } from './pending';
import { PorterClient } from './porter-client';
import type { PublicPlace, ServedPath } from './porter-protocol';
import { parseProxyHeader } from './proxy-protocol';
import { mountPath, type EntranceValues } from './settings';
import { guessHost, streamUrl } from './url';

/** A connection that has come in. */
export interface Arrival {
  /** Carries plain bytes: a `TLSSocket` where the client speaks TLS. Whoever takes it must listen for its errors. */
  readonly socket: Socket;
  /** Address of the client; that of the connection, or what a porter or a proxy's PROXY header says. */
  readonly address: string;
  /** Whether the client speaks TLS. */
  readonly secure: boolean;
}

/** How the entrance is to be. */
export interface EntranceOptions {
  readonly port: number;
  readonly properties: EntranceValues & { readonly 'mount-point'?: string };
  /** What a porter is told to send here; by default all that begins with `mount-point`. */
  readonly serves?: readonly ServedPath[];
  /** Most connections at a time; beyond, new ones are closed at once. */
  readonly maxConnections: number;
  /**
   * Whether a client that has sent its request and closed its half of the connection is still answered, as RFC 9112 (9.6)
   * allows. Whoever takes the connections then ends each itself; one that left is only noticed by sending to it.
   */
  readonly halfOpen?: boolean;
  readonly host: Pick<Context, 'id' | 'message' | 'clear' | 'log' | 'localSocket'>;
  /** Takes each connection. */
  readonly onArrival: (arrival: Arrival) => void;
  /** Told when connections can come, also again after a port could not be had or a porter was away. */
  readonly onOpen: (port: number) => void;
}

/** Milliseconds until a connection that carries nothing is asked whether it still stands. */
const KEEP_ALIVE = 60_000;
/** Milliseconds for a PROXY header and a TLS handshake. */
const GREETING_DEADLINE = 10_000;

const ignore = (): void => undefined;

/** Where a component's connections come from: a port of its own, or the porter's. */
export class Entrance {
  private readonly server: Server;
  private readonly source: { open(): Promise<void>; close(): void };
  private readonly certificate: Certificate | undefined;
  private readonly proxies: BlockList;
  private readonly forwarders: BlockList;
  private readonly greeting = new Pending({
    deadline: GREETING_DEADLINE,
    most: 1024,
    mostOfOne: 64,
    hardLimit: 4096,
  });
  private secure: SecureContext | undefined;
  private porter: PublicPlace | undefined;
  private ticker: NodeJS.Timeout | undefined;

  constructor(private readonly options: EntranceOptions) {
    const { properties, host, port, maxConnections } = options;
    this.proxies = parseBlocks(properties['proxy-protocol-from']).list;
    this.forwarders = parseBlocks(properties['forwarded-from']).list;
    const { 'tls-certificate': certificate, 'tls-key': key } = properties;
    if (certificate !== undefined && key !== undefined)
      this.certificate = new Certificate({ certificate, key }, host, (pair) => {
        this.secure = createSecureContext(pair);
      });
    this.server = createServer(
      {
        noDelay: true,
        keepAlive: true,
        keepAliveInitialDelay: KEEP_ALIVE,
        allowHalfOpen: options.halfOpen === true,
      },
      (socket) => this.connected(socket),
    );
    this.server.maxConnections = maxConnections;
    this.source =
      properties.type === 'slave'
        ? this.porterClient()
        : new Listening(this.server, port, properties.interface, host, options.onOpen);
  }

  /**
   * Begins to take connections; a port that cannot be had and a porter that is away are shown as a message and tried again.
   * @throws Error when the certificate cannot be used, or this Node cannot take connections from a porter.
   */
  async open(): Promise<void> {
    if (this.certificate) {
      try {
        this.secure = createSecureContext(await this.certificate.open());
      } catch (error) {
        throw new Error(
          `tls-certificate and tls-key cannot be used: ${error instanceof Error ? error.message : String(error)}`,
          { cause: error },
        );
      }
    }
    await this.source.open();
  }

  /** Takes no more connections. Those that were handed out stay. */
  close(): void {
    clearInterval(this.ticker);
    this.ticker = undefined;
    this.source.close();
    this.certificate?.close();
    this.greeting.clear();
  }

  /** URL of a path here, as people can open it. */
  url(port: number, path: string): string {
    const { hostname, interface: boundTo } = this.options.properties;
    const host = hostname ?? this.porter?.host ?? guessHost(boundTo);
    return streamUrl(host, port, path, this.certificate || this.porter?.secure ? 'https' : 'http');
  }

  /** Address of the client behind proxies that are trusted to tell it with X-Forwarded-For. */
  client(address: string, forwarded: string | undefined): string {
    return clientAddress(address, forwarded, this.forwarders);
  }

  /** Whether the client behind trusted proxies speaks TLS, given whether this connection does and X-Forwarded-Proto. */
  isSecure(address: string, secure: boolean, forwarded: string | undefined): boolean {
    return secure || (forwarded?.trim().toLowerCase() === 'https' && isWithin(this.forwarders, address));
  }

  private porterClient(): PorterClient {
    const { properties, host, serves, halfOpen, onArrival, onOpen } = this.options;
    const mount = mountPath(properties['mount-point'] ?? '/');
    return new PorterClient(
      {
        path: host.localSocket(properties['porter-socket-path'] ?? ''),
        id: host.id,
        username: properties['porter-username'] ?? '',
        password: properties['porter-password'] ?? '',
        serves: serves ?? [{ path: mount, prefix: true }],
      },
      {
        message: (message) => host.message(message),
        clear: (id) => host.clear(id),
        log: host.log,
        onClient: (socket, client) => {
          socket.on('error', ignore);
          socket.allowHalfOpen = halfOpen === true;
          onArrival({ socket, ...client });
        },
        onWelcome: (place) => {
          this.porter = place;
          onOpen(place.port);
        },
      },
    );
  }

  private connected(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress);
    if (!isWithin(this.proxies, address)) {
      this.greeted(socket, address);
      return;
    }
    this.readProxyHeader(socket, address, (client) => this.greeted(socket, client));
  }

  private greeted(socket: Socket, address: string): void {
    if (!this.secure) {
      this.options.onArrival({ socket, address, secure: false });
      return;
    }
    const secured = new TLSSocket(socket, {
      isServer: true,
      secureContext: this.secure,
      ALPNProtocols: ['http/1.1', 'http/1.0'],
    });
    const done = (): void => this.greeting.remove(secured);
    const hangUp = (): void => void secured.destroy();
    this.hold(secured, address, hangUp);
    secured.on('error', ignore);
    secured.once('end', hangUp);
    secured.once('close', done);
    secured.once('secure', () => {
      done();
      secured.off('end', hangUp);
      secured.off('close', done);
      this.options.onArrival({ socket: secured, address, secure: true });
    });
  }

  private readProxyHeader(socket: Socket, proxy: string, onClient: (address: string) => void): void {
    let data = Buffer.alloc(0);
    const end = (): void => {
      this.greeting.remove(socket);
      socket.off('readable', read);
      socket.off('end', hangUp);
      socket.off('close', end);
    };
    const hangUp = (): void => void socket.destroy();
    const read = (): void => {
      for (let more = socket.read() as Buffer | null; more; more = socket.read() as Buffer | null)
        data = Buffer.concat([data, more]);
      const header = parseProxyHeader(data);
      if (header.kind === 'more') return;
      end();
      if (header.kind === 'bad') {
        this.options.host.log.debug(`closed a connection of the proxy ${proxy}: ${header.reason}`);
        cut(socket);
        return;
      }
      if (data.length > header.length) socket.unshift(data.subarray(header.length));
      onClient(header.address ?? proxy);
    };
    socket.on('error', ignore);
    socket.on('readable', read);
    socket.once('end', hangUp);
    socket.once('close', end);
    this.hold(socket, proxy, hangUp);
  }

  /** Holds a connection until it has greeted or is late. A timer runs only while there is somebody to be late. */
  private hold(socket: Socket, address: string, late: () => void): void {
    this.greeting.add(socket, address, late);
    this.ticker ??= setInterval(() => {
      this.greeting.check();
      if (this.greeting.size > 0) return;
      clearInterval(this.ticker);
      this.ticker = undefined;
    }, 1000);
  }
}
