import { createHash, timingSafeEqual } from 'node:crypto';
import type { Server, Socket } from 'node:net';
import { Handover, parseStreamerLine, type Hello, type PublicPlace, type StreamerLine } from '@flumotion/web';
import { listenPrivately } from './private-socket';
import type { Routes } from './routes';
import { Streamer } from './streamer';

/** Milliseconds a streamer has to say who it is. */
const HELLO_DEADLINE = 5000;
/** Most connections of streamers at a time. */
const MOST_CONNECTIONS = 1000;

/** What the reception needs of the rest. */
export interface ReceptionParts {
  readonly path: string;
  /** Name and password that a streamer has to give; undefined when anybody may register. */
  readonly login: { readonly username: string; readonly password: string } | undefined;
  readonly routes: Routes<Streamer>;
  /** Where the porter listens; undefined until it does. */
  readonly place: () => PublicPlace | undefined;
  readonly onRefused: () => void;
  readonly log: { info(text: string): void; warn(text: string): void };
}

/** Where streamers register: a private socket. */
export class Reception {
  private readonly streamers = new Map<Streamer, Handover>();
  private readonly unknown = new Set<Handover>();
  private server: Server | undefined;

  constructor(private readonly parts: ReceptionParts) {}

  /** Streamers registered. */
  get size(): number {
    return this.streamers.size;
  }

  /** Those who are registered. */
  all(): Iterable<Streamer> {
    return this.streamers.keys();
  }

  /** Begins to take streamers. @throws Error when the socket cannot be used. */
  async open(): Promise<void> {
    this.server = await listenPrivately(this.parts.path, (socket) => this.accept(socket));
    this.server.maxConnections = MOST_CONNECTIONS;
  }

  /** Tells all streamers where the porter listens now. */
  announce(): void {
    const welcome = this.parts.place();
    if (welcome) for (const streamer of this.streamers.keys()) streamer.say({ welcome });
  }

  /** Takes back what streamers have not taken; call it about once a second. */
  check(): void {
    for (const streamer of this.streamers.keys()) streamer.check();
  }

  /** Lets all streamers go; they keep what they were handed. */
  close(): void {
    this.server?.close();
    for (const handover of this.unknown) handover.close();
    for (const [streamer, handover] of this.streamers) {
      handover.close();
      streamer.end();
    }
    this.unknown.clear();
    this.streamers.clear();
  }

  private accept(socket: Socket): void {
    let streamer: Streamer | undefined;
    let handover: Handover;
    try {
      handover = Handover.accept(
        socket,
        (text, connection) => {
          connection?.destroy();
          const line = parseStreamerLine(text);
          if (streamer && line) this.hear(streamer, line);
          else if (line && 'hello' in line) {
            clearTimeout(late);
            streamer = this.greet(line, handover);
          } else handover.close();
        },
        () => {
          clearTimeout(late);
          this.unknown.delete(handover);
          if (streamer) this.lose(streamer, true);
        },
      );
    } catch {
      // It has gone again already.
      return;
    }
    this.unknown.add(handover);
    const late = setTimeout(() => {
      this.unknown.delete(handover);
      handover.close();
    }, HELLO_DEADLINE);
  }

  private greet(hello: Hello, handover: Handover): Streamer | undefined {
    this.unknown.delete(handover);
    if (!this.admits(hello)) {
      this.parts.onRefused();
      this.parts.log.warn(`refused ${JSON.stringify(hello.id)}: it gave a wrong name or password`);
      handover.send(JSON.stringify({ refused: 'the name or password is wrong' }));
      handover.finish();
      return undefined;
    }
    const streamer = new Streamer(hello.id, hello.serves, handover);
    this.streamers.set(streamer, handover);
    this.parts.routes.add(streamer, hello.serves);
    const welcome = this.parts.place();
    if (welcome) streamer.say({ welcome });
    const paths = hello.serves.map(({ path, prefix }) => JSON.stringify(prefix ? `${path}…` : path));
    this.parts.log.info(`${JSON.stringify(hello.id)} serves ${paths.join(', ')}`);
    return streamer;
  }

  private hear(streamer: Streamer, line: StreamerLine): void {
    if ('taken' in line) streamer.taken(line.taken);
    else if ('bye' in line) {
      const handover = this.streamers.get(streamer);
      this.lose(streamer, false);
      handover?.close();
    }
  }

  private lose(streamer: Streamer, died: boolean): void {
    if (!this.streamers.delete(streamer)) return;
    this.parts.routes.remove(streamer, died);
    streamer.end();
    this.parts.log.info(`${JSON.stringify(streamer.id)} ${died ? 'is gone' : 'has left'}`);
  }

  /** Compares in a time that does not depend on what was given. */
  private admits({ username, password }: Hello): boolean {
    const { login } = this.parts;
    if (!login) return true;
    const [name, word] = [same(username, login.username), same(password, login.password)];
    return name && word;
  }
}

function same(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
