import type { Socket } from 'node:net';
import type { FeederSink } from '../gst/gst';
import type { FeederState } from '../rpc/job-state';

type FeedClientState = FeederState['clients'][number];

/** Most eaters connected to one feeder at a time; each costs a descriptor and a queue in the sink. */
export const MAX_CLIENTS = 256;

/** Most clients whose figures are kept, connected or gone; the longest gone are forgotten first. */
const MAX_FIGURES = 2 * MAX_CLIENTS;

/** Milliseconds between looks at the sink's figures: it forgets those of a connection that ended. */
const MEASURE_INTERVAL = 1_000;

interface Figures {
  connected: number;
  since: number;
  /** Bytes and drops of connections that ended. */
  bytes: number;
  dropped: number;
  connections: number;
}

interface Held {
  readonly client: string;
  readonly socket: Socket;
  /** Last figures the sink gave for this connection. */
  bytes: number;
  dropped: number;
  behind: number;
  /** Would rather have its stream in shared memory. */
  readonly asksMemory: boolean;
}

/**
 * The sockets whose descriptors a feeder's sink holds, and the figures of each client over all its connections.
 * A socket is destroyed only after the sink let go of its descriptor: before that, its number could be given to
 * another file while C still writes to it.
 */
export class FeederClients {
  private readonly held = new Map<number, Held>();
  private readonly figures = new Map<string, Figures>();
  private measureNext = 0;

  constructor(private readonly sink: FeederSink) {}

  /** Connections that the sink still holds. */
  get size(): number {
    return this.held.size;
  }

  /**
   * Gives a connection to the sink. An older connection of the same client is taken out: its eater is gone.
   * @param asksMemory whether the client is to come anew once the sink has something for it in shared memory.
   * @throws what the sink throws when it is not ready; the socket is then still the caller's.
   */
  add(client: string, fd: number, socket: Socket, asksMemory = false): void {
    this.removeOlder(client);
    this.sink.add(fd);
    this.hold(client, fd, socket, asksMemory);
  }

  /**
   * Offers the stream to a client in shared memory instead, for as long as its connection lasts. An older connection of the
   * same client is taken out.
   * @param path beginning of the paths of sockets by which that may be done.
   * @returns the path of the one to connect to; undefined when the sink cannot, and the socket is then still the caller's.
   */
  share(client: string, fd: number, socket: Socket, path: string): string | undefined {
    this.removeOlder(client);
    const shared = this.sink.share(fd, path);
    if (shared === undefined) return undefined;
    const held = this.hold(client, fd, socket, false);
    socket.once('close', () => {
      if (this.held.get(fd) !== held) return;
      this.remove(fd, held);
      this.poll();
    });
    // Only a connection that is read tells of its end.
    socket.on('data', () => socket.destroy()).resume();
    return shared;
  }

  /** Destroys the sockets the sink let go of, and reads its figures once a second. */
  poll(): void {
    const now = performance.now();
    if (now >= this.measureNext) {
      this.measureNext = now + MEASURE_INTERVAL;
      this.measureAll();
      this.offerAnew();
    }
    for (const fd of this.sink.released()) {
      const held = this.held.get(fd);
      if (!held) continue;
      this.held.delete(fd);
      const figures = this.figures.get(held.client);
      if (figures) {
        figures.connected -= 1;
        figures.bytes += held.bytes;
        figures.dropped += held.dropped;
        if (figures.connected === 0) figures.since = Date.now();
      }
      held.socket.destroy();
    }
  }

  /** Asks the sink to let go of every descriptor. */
  removeAll(): void {
    for (const [fd, held] of this.held) this.remove(fd, held);
  }

  /** One row a client, oldest connection first. */
  states(): FeedClientState[] {
    this.measureAll();
    const running = new Map<string, { bytes: number; dropped: number; behind: number }>();
    for (const { client, bytes, dropped, behind } of this.held.values()) {
      const sum = running.get(client);
      running.set(client, {
        bytes: bytes + (sum?.bytes ?? 0),
        dropped: dropped + (sum?.dropped ?? 0),
        behind: Math.max(behind, sum?.behind ?? 0),
      });
    }
    return [...this.figures].map(([client, { connected, since, bytes, dropped, connections }]) => ({
      client,
      connected: connected > 0,
      since,
      bytes: bytes + (running.get(client)?.bytes ?? 0),
      dropped: dropped + (running.get(client)?.dropped ?? 0),
      ...(connected > 0 ? { behind: running.get(client)?.behind ?? 0 } : {}),
      reconnects: connections - 1,
    }));
  }

  private hold(client: string, fd: number, socket: Socket, asksMemory: boolean): Held {
    const held = { client, socket, bytes: 0, dropped: 0, behind: 0, asksMemory };
    this.held.set(fd, held);
    const figures = this.figures.get(client) ?? {
      connected: 0,
      since: 0,
      bytes: 0,
      dropped: 0,
      connections: 0,
    };
    figures.connected += 1;
    figures.connections += 1;
    figures.since = Date.now();
    this.figures.delete(client);
    this.figures.set(client, figures);
    this.forget();
    return held;
  }

  /** Who came before there was anything to see of the feed was not offered memory. */
  private offerAnew(): void {
    if (![...this.held.values()].some(({ asksMemory }) => asksMemory) || !this.sink.shares()) return;
    for (const [fd, held] of this.held) if (held.asksMemory) this.remove(fd, held);
  }

  private removeOlder(client: string): void {
    for (const [fd, held] of this.held) if (held.client === client) this.remove(fd, held);
  }

  private remove(fd: number, held: Held): void {
    this.measure(fd, held);
    this.sink.remove(fd);
  }

  private measureAll(): void {
    for (const [fd, held] of this.held) this.measure(fd, held);
  }

  private measure(fd: number, held: Held): void {
    const stats = this.sink.stats(fd);
    if (!stats) return;
    held.bytes = stats.bytes;
    held.dropped = stats.dropped;
    held.behind = stats.behind;
  }

  private forget(): void {
    if (this.figures.size <= MAX_FIGURES) return;
    for (const [client, { connected }] of this.figures) {
      if (connected > 0) continue;
      this.figures.delete(client);
      return;
    }
  }
}
