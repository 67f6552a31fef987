import { connect, type Socket } from 'node:net';
import { failure, refusal, type Trouble } from './trouble';

/** Milliseconds until the server must have agreed. */
const AGREE_DEADLINE = 10_000;
/** Milliseconds a server that refuses may take to say why. */
const REASON_DEADLINE = 1000;
/** Milliseconds in which the server must take something while bytes wait. */
const STALL_DEADLINE = 10_000;
/** Most bytes of an answer that are read. */
const MAX_ANSWER = 16_384;

/** Where a stream goes. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly mount: string;
  /** The request, with secrets. */
  readonly head: string;
}

/** What a connection tells. */
export interface ConnectionEvents {
  /** The server takes the stream from now on. */
  agreed(): void;
  /** Once, at the end. */
  ended(trouble: Trouble): void;
}

/** One connection to the server, from the request to the end. */
export class SourceConnection {
  private readonly socket: Socket;
  private readonly peer: string;
  private answer = '';
  private status: number | undefined;
  private open = false;
  private over = false;
  private timer: NodeJS.Timeout;

  constructor(
    private readonly to: Destination,
    private readonly events: ConnectionEvents,
  ) {
    this.peer = `${to.host}:${String(to.port)}`;
    this.socket = connect({ host: to.host, port: to.port, noDelay: true });
    this.timer = this.after(AGREE_DEADLINE, 'does not answer');
    this.socket.on('connect', () => this.socket.write(to.head));
    this.socket.on('data', (chunk) => {
      this.read(chunk);
    });
    let error: Error | undefined;
    this.socket.on('error', (broken) => {
      error = broken;
    });
    this.socket.on('close', () => {
      this.end(this.refused() ?? failure(this.peer, error));
    });
  }

  /** The server takes the stream. */
  get agreed(): boolean {
    return this.open && !this.over;
  }

  /** Bytes that the server has not taken yet. */
  get waiting(): number {
    return this.socket.writableLength;
  }

  write(data: Buffer): void {
    this.socket.write(data);
    this.watch();
  }

  /** Ends the connection, without a word to the events. */
  close(): void {
    this.over = true;
    clearTimeout(this.timer);
    this.socket.end();
    this.socket.destroySoon();
  }

  private read(chunk: Buffer): void {
    if (this.open || this.answer.length > MAX_ANSWER) return;
    this.answer += chunk.toString('latin1');
    const [, digits] = /^HTTP\/1\.[01] (\d{3})[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n/.exec(this.answer) ?? [];
    if (digits === undefined || this.status !== undefined) return;
    this.status = Number(digits);
    clearTimeout(this.timer);
    if (this.status === 100 || this.status === 200) {
      this.open = true;
      this.events.agreed();
    } else this.timer = this.after(REASON_DEADLINE, 'refuses');
  }

  private refused(): Trouble | undefined {
    if (this.open || this.status === undefined) return undefined;
    return refusal(this.peer, this.to.mount, this.status, this.answer);
  }

  /** A server that takes nothing for long is gone. */
  private watch(): void {
    if (this.socket.writableLength === 0) {
      clearTimeout(this.timer);
      this.timer = this.after(STALL_DEADLINE, 'takes nothing any more');
    }
  }

  private after(delay: number, what: string): NodeJS.Timeout {
    return setTimeout(() => {
      if (this.open && this.socket.writableLength === 0) return;
      this.end(this.refused() ?? { lasting: false, text: `${this.peer} ${what}` });
      this.socket.destroy();
    }, delay).unref();
  }

  private end(trouble: Trouble): void {
    clearTimeout(this.timer);
    if (this.over) return;
    this.over = true;
    this.events.ended(trouble);
  }
}
