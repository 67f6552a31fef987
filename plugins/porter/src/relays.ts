import { randomBytes } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import { connect, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { listenPrivately } from './private-socket';

/** Bytes by which the two ends of a relay find each other. */
const MARK = 16;
/** Milliseconds for that. */
const DEADLINE = 5000;

/** The two ends of a local connection: what is written to `near` comes out of `far`, whose descriptor is given away. */
export interface RelayPair {
  readonly near: Socket;
  readonly far: Socket;
}

const ignore = (): void => undefined;

/**
 * Local connections for clients that speak TLS: the porter decrypts on one end, and the streamer is handed the other as
 * if it were the client's. What waits in between is bounded by the buffers of two sockets, and whoever is slow holds
 * up the other side.
 */
export class Relays {
  private readonly waiting = new Map<string, { resolve: (near: Socket) => void; timer: NodeJS.Timeout }>();
  private readonly open = new Set<Socket>();
  private server: Server | undefined;
  private bytes = 0;

  /** @param path - of the socket by which this process connects to itself. */
  constructor(private readonly path: string) {}

  /** Relays now. */
  get size(): number {
    return this.open.size;
  }

  /** Bytes that clients have been sent. */
  get sent(): number {
    let sent = this.bytes;
    for (const near of this.open) sent += near.bytesRead - MARK;
    return sent;
  }

  /** Gets ready to make pairs. @throws Error when the socket cannot be used. */
  async begin(): Promise<void> {
    this.server = await listenPrivately(this.path, (socket) => this.accepted(socket));
  }

  /** Makes a pair. @throws Error when the system has none left, or within 5 s. */
  async pair(): Promise<RelayPair> {
    const mark = randomBytes(MARK);
    const near = this.nearEnd(mark.toString('hex'));
    near.catch(ignore);
    const far = connect({ path: this.path }).on('error', ignore);
    try {
      await new Promise<void>((resolve, reject) => {
        far.once('error', reject);
        far.write(mark, () => resolve());
      });
      return { near: await near, far };
    } catch (error) {
      far.destroy();
      throw error;
    }
  }

  /** Joins a client with its near end until either closes. */
  join(client: Socket, near: Socket): void {
    this.open.add(near);
    const done = (): void => {
      if (!this.open.delete(near)) return;
      this.bytes += near.bytesRead - MARK;
      near.destroy();
      client.destroy();
    };
    // The streamer ends what it has to say by closing, and the client has it all when the pipe has ended.
    pipeline(near, client, (error) => {
      if (error) done();
      else this.part(client, done);
    });
    pipeline(client, near, ignore);
    client.once('close', done);
  }

  /** Ends all. */
  close(): void {
    this.server?.close();
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
    for (const near of this.open) near.destroy();
    void unlink(this.path).catch(ignore);
  }

  /** Gives the client a moment to take what it was sent last. */
  private part(client: Socket, done: () => void): void {
    const timer = setTimeout(done, DEADLINE);
    client.once('close', () => clearTimeout(timer));
  }

  private nearEnd(mark: string): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(mark);
        reject(new Error('a local connection did not come to stand'));
      }, DEADLINE);
      this.waiting.set(mark, { resolve, timer });
    });
  }

  /** Only this process knows marks that are awaited; whoever comes with another is closed. */
  private accepted(socket: Socket): void {
    socket.on('error', ignore);
    const late = setTimeout(() => socket.destroy(), DEADLINE);
    const read = (): void => {
      const mark = socket.read(MARK) as Buffer | null;
      if (!mark) return;
      clearTimeout(late);
      socket.off('readable', read);
      const entry = this.waiting.get(mark.toString('hex'));
      this.waiting.delete(mark.toString('hex'));
      if (!entry) {
        socket.destroy();
        return;
      }
      clearTimeout(entry.timer);
      entry.resolve(socket);
    };
    socket.on('readable', read);
    socket.once('close', () => clearTimeout(late));
  }
}
