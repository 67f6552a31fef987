import type { WebSocket } from 'ws';
import { textOf } from '../../core/src/rpc/websocket';

/** A message of the events. */
export interface SeenEvent {
  readonly id: string;
  readonly time: number;
  readonly type: string;
  readonly data: unknown;
  /** When it was read, milliseconds since 1970. */
  readonly at: number;
}

/** Listens to the events of a manager and keeps what it hears. */
export class EventReader {
  readonly seen: SeenEvent[] = [];
  readonly opened: Promise<void>;
  /** Resolves with the code of WebSocket when the connection has ended. */
  readonly closed: Promise<number>;
  pings = 0;

  constructor(private readonly socket: WebSocket) {
    this.opened = new Promise((resolve, reject) => {
      socket.once('open', resolve).once('error', reject);
    });
    this.closed = new Promise((resolve) => {
      socket.once('close', resolve);
    });
    socket.on('error', () => undefined);
    socket.on('ping', () => (this.pings += 1));
    socket.on('message', (data) => {
      this.seen.push({ ...(JSON.parse(textOf(data)) as SeenEvent), at: Date.now() });
    });
  }

  /** Of one type. */
  of(type: string): SeenEvent[] {
    return this.seen.filter((one) => one.type === type);
  }

  send(message: object): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(text);
  }

  /** Reads nothing from now on. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** Ends without a word, as a network does; what was not read yet is gone. */
  break(): void {
    this.socket.removeAllListeners('message');
    this.socket.terminate();
  }
}
