import type { Duplex } from 'node:stream';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc/node';

/** Largest message taken in or sent, bytes. */
export const MAX_MESSAGE = 16 * 1024 * 1024;
/** Most bytes that wait for a slow peer; beyond it the connection closes. */
export const MAX_QUEUE = 32 * 1024 * 1024;

/** Milliseconds between the end of sending and the cut. */
const LINGER = 1_000;
const NEWLINE = 0x0a;

/** Reads messages from a stream socket: JSON, one message a line. A message too large or unreadable is an error event. */
export class LineReader extends AbstractMessageReader implements MessageReader {
  private parts: Buffer[] = [];
  private size = 0;

  constructor(
    private readonly stream: Duplex,
    private readonly limit: number = MAX_MESSAGE,
  ) {
    super();
    // Listened to from the start: an error nobody listens to would end the process.
    stream.on('error', (error) => {
      this.fireError(error);
    });
    stream.on('close', () => {
      this.fireClose();
    });
  }

  listen(callback: DataCallback): Disposable {
    this.stream.on('data', (chunk: Buffer) => {
      this.take(chunk, callback);
    });
    return { dispose: () => this.stream.destroy() };
  }

  private take(chunk: Buffer, callback: DataCallback): void {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      if (!this.keep(chunk.subarray(from, at))) return;
      const line = Buffer.concat(this.parts).toString('utf8');
      this.parts = [];
      this.size = 0;
      from = at + 1;
      if (line.trim() !== '') deliver(line, callback);
    }
    this.keep(chunk.subarray(from));
  }

  private keep(part: Buffer): boolean {
    this.size += part.length;
    if (this.size > this.limit) {
      this.fireError(tooLarge(this.size, this.limit));
      this.stream.destroy();
      return false;
    }
    if (part.length > 0) this.parts.push(part);
    return true;
  }
}

/** Writes messages to a stream socket, one JSON line each, and refuses to queue more than a bound. */
export class LineWriter extends AbstractMessageWriter implements MessageWriter {
  constructor(
    private readonly stream: Duplex,
    private readonly bound: number = MAX_QUEUE,
  ) {
    super();
  }

  write(message: Message): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(message)}\n`);
    if (line.length > MAX_MESSAGE) return Promise.reject(tooLarge(line.length, MAX_MESSAGE));
    if (this.stream.writableLength + line.length > this.bound) {
      const error = queueFull(this.bound);
      this.fireError(error, message);
      return Promise.reject(error);
    }
    this.stream.write(line);
    return Promise.resolve();
  }

  /** Sends what is queued, then ends the stream; a peer that does not end its side is cut off after a second. */
  end(): void {
    this.stream.end();
    setTimeout(() => this.stream.destroy(), LINGER).unref();
  }
}

/** Parses one message and passes it on; text that is not JSON is passed on as text, for the connection to count. */
export function deliver(text: string, callback: DataCallback): void {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    message = text;
  }
  callback(message as Message);
}

/** The error of a message above the bound. */
export function tooLarge(size: number, limit: number): Error {
  return new Error(`a message of ${size} bytes or more is above the limit of ${limit} bytes`);
}

/** The error of a peer that reads too slowly. */
export function queueFull(bound: number): Error {
  return new Error(`the peer reads too slowly: more than ${bound} bytes wait for it`);
}
