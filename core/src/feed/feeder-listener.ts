import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { FlumotionError, errorText, isFlumotionError } from '../errors';
import type { FeederSink } from '../gst/gst';
import type { Logger } from '../log/logger';
import type { FeederLink } from '../rpc/job-spec';
import type { FeederState } from '../rpc/job-state';
import { briefCaps } from './caps';
import { carry } from './carry';
import { descriptorOf, stopReading } from './descriptor';
import { KEEPALIVE_DELAY } from './exact-socket';
import { FeederClients, MAX_CLIENTS } from './feeder-clients';
import { checkGreeting, makeHello, LINE_DEADLINE, MAX_GREETING_CAPS, type Guest } from './handshake';
import { readLine } from './lines';
import { Throttle } from './throttle';
import { listenUnix } from './unix-listen';

/** Most connections that have not proven themselves yet; each lives at most 5 s and costs a descriptor and one line. */
const MAX_PENDING = 64;

/** Milliseconds a greeted eater waits for caps that the pipeline does not know yet. */
const CAPS_WAIT = 2_000;
const CAPS_POLL = 50;

/** Milliseconds `close` waits for the sink to let go of its descriptors. */
const RELEASE_WAIT = 2_000;

/**
 * Takes the connections of one feeder's eaters, has each prove the feed's secret, and gives its descriptor to the sink.
 * The host calls `poll` every 20 to 1,000 ms.
 */
export class FeederListener {
  private readonly servers: Server[] = [];
  private readonly pending = new Set<Socket>();
  private readonly clients: FeederClients;
  private readonly refusals: Throttle;
  private refused = 0;
  private port: number | undefined;
  private closing = false;

  constructor(
    private readonly link: FeederLink,
    private readonly sink: FeederSink,
    private readonly log: Logger,
  ) {
    this.clients = new FeederClients(sink);
    this.refusals = new Throttle((text) => log.warn(text));
  }

  /**
   * Opens the unix socket, and the TCP port when the link names one.
   * @throws FlumotionError `feed-socket-taken`, `port-in-use`.
   */
  async listen(): Promise<void> {
    await listenUnix(this.serve(createServer({ pauseOnConnect: true })), this.link.path);
    if (this.link.port !== undefined) await this.openTcp(this.link.port, this.link.tls);
  }

  /**
   * Opens the TCP port for eaters on other machines (0: the system chooses) and answers its number. One that is open
   * already is answered as it is.
   * @throws FlumotionError `port-in-use`; other system errors as they are.
   */
  async openTcp(port: number, tls?: { cert: string; key: string }): Promise<number> {
    if (this.port !== undefined) return this.port;
    const server = tls
      ? createTlsServer({ ...tls, minVersion: 'TLSv1.2', handshakeTimeout: LINE_DEADLINE })
      : createServer({ pauseOnConnect: true });
    await listenTcp(this.serve(server), port, this.link.host);
    const address = server.address();
    this.port = typeof address === 'object' && address ? address.port : port;
    this.log.info(`feed ${this.link.feed} is offered on TCP port ${this.port}${tls ? ', encrypted' : ''}`);
    return this.port;
  }

  /** Reads the sink's figures and closes what it let go of. */
  poll(): void {
    this.clients.poll();
  }

  /** Figures as they travel to the manager. */
  state(): FeederState {
    const caps = this.sink.caps();
    return {
      feeder: this.link.feeder,
      buffers: this.sink.buffers(),
      clients: this.clients.states(),
      refused: this.refused,
      ...(caps === undefined ? {} : { caps }),
      ...(this.port === undefined ? {} : { port: this.port }),
    };
  }

  /** Stops listening, takes every eater out of the sink and waits up to 2 s for their descriptors. */
  async close(): Promise<void> {
    this.closing = true;
    for (const server of this.servers.splice(0)) server.close();
    for (const socket of this.pending) socket.destroy();
    this.clients.removeAll();
    const until = performance.now() + RELEASE_WAIT;
    this.poll();
    while (this.clients.size > 0 && performance.now() < until) {
      await delay(10);
      this.poll();
    }
    if (this.clients.size > 0) {
      this.log.warn(
        `feed ${this.link.feed}: the sink still holds ${this.clients.size} descriptors; they stay open`,
      );
    }
  }

  private serve(server: Server): Server {
    server.maxConnections = MAX_CLIENTS + MAX_PENDING;
    server.on('drop', () => void this.refuse(undefined, `more than ${server.maxConnections} connections`));
    server.on('tlsClientError', (error: Error, socket: Socket) => void this.refuse(socket, errorText(error)));
    server.on(isTls(server) ? 'secureConnection' : 'connection', (socket: Socket) => {
      void this.accept(socket);
    });
    this.servers.push(server);
    return server;
  }

  private async accept(socket: Socket): Promise<void> {
    socket.on('error', () => undefined);
    const full = this.fullness();
    if (full !== undefined) {
      this.refuse(socket, full);
      return;
    }
    this.pending.add(socket);
    try {
      await this.admit(socket);
    } catch (error) {
      const greeted = !isFlumotionError(error) || error.code !== 'feed-greeting-invalid';
      if (greeted) this.log.info(`feed ${this.link.feed}: an eater was not connected: ${errorText(error)}`);
      else if (!this.closing) this.refuse(socket, errorText(error));
      socket.destroy();
    } finally {
      this.pending.delete(socket);
    }
  }

  private fullness(): string | undefined {
    if (this.closing) return 'the feeder ends';
    if (this.pending.size >= MAX_PENDING) return `more than ${MAX_PENDING} connections wait to be greeted`;
    return this.clients.size >= MAX_CLIENTS ? `more than ${MAX_CLIENTS} eaters` : undefined;
  }

  private async admit(socket: Socket): Promise<void> {
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEPALIVE_DELAY);
    const { line, nonce } = makeHello();
    socket.write(line);
    const { feed, virtual, secret } = this.link;
    const guest = checkGreeting(await readLine(socket), { feeds: [feed, ...virtual], secret, nonce });
    if (socket.readableLength > 0) {
      throw FlumotionError.of('feed-greeting-invalid', { reason: 'bytes came behind the greeting' });
    }
    const encrypted = socket instanceof TLSSocket;
    const caps = await this.briefCaps();
    const memory = guest.memory ? this.share(guest, socket) : undefined;
    if (!encrypted && memory === undefined) stopReading(socket);
    await write(socket, guest.welcome(caps, memory));
    if (memory !== undefined) return;
    const late = guest.memory && caps === undefined;
    this.hand(guest, encrypted ? await carry(socket) : socket, late && isLocal(socket));
  }

  private share({ client }: Guest, socket: Socket): string | undefined {
    const fd = descriptorOf(socket);
    if (!isLocal(socket) || fd < 0 || this.closing) return undefined;
    const memory = this.clients.share(client, fd, socket, this.link.path);
    if (memory !== undefined) this.log.info(`feed ${this.link.feed}: ${client} connected in shared memory`);
    else if (this.sink.shares())
      this.log.info(
        `feed ${this.link.feed}: nothing can be shared with ${client} in /dev/shm; pictures go through a socket`,
      );
    return memory;
  }

  private hand(guest: Guest, carrier: Socket, asksMemory: boolean): void {
    const fd = descriptorOf(carrier);
    if (fd < 0 || this.closing) {
      carrier.destroy();
      return;
    }
    try {
      this.clients.add(guest.client, fd, carrier, asksMemory);
    } catch (error) {
      carrier.destroy();
      throw error;
    }
    this.log.info(`feed ${this.link.feed}: ${guest.client} connected`);
  }

  private async briefCaps(): Promise<string | undefined> {
    const until = performance.now() + CAPS_WAIT;
    let caps = this.sink.caps();
    while (caps === undefined && performance.now() < until && !this.closing) {
      await delay(CAPS_POLL);
      caps = this.sink.caps();
    }
    return caps === undefined ? undefined : briefCaps(caps, MAX_GREETING_CAPS);
  }

  private refuse(socket: Socket | undefined, reason: string): void {
    this.refused += 1;
    const from = socket?.remoteAddress === undefined ? '' : ` from ${socket.remoteAddress}`;
    this.refusals.say(`feed ${this.link.feed}: connection${from} closed: ${reason}`);
    socket?.destroy();
  }
}

/** Whether a connection came through a unix socket. */
function isLocal(socket: Socket): boolean {
  return socket.remoteAddress === undefined;
}

function isTls(server: Server): boolean {
  return 'setSecureContext' in server;
}

function write(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

function listenTcp(server: Server, port: number, host?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void =>
      reject(
        error.code === 'EADDRINUSE'
          ? FlumotionError.of('port-in-use', { port, option: 'feeder-ports' })
          : error,
      );
    server.once('error', failed).listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off('error', failed);
      resolve();
    });
  });
}
