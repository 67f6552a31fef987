import type { Socket } from 'node:net';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc/node';
import { WebSocket, type RawData } from 'ws';
import type { Logger } from '../log/logger';
import { Connection } from './connection';
import { CONNECT_DEADLINE, dialManager, unreachable, type ManagerTarget } from './dial';
import { deliver, MAX_MESSAGE, MAX_QUEUE, queueFull, tooLarge } from './framing';

/** Path of the WebSocket on the manager's port. */
export const WORKER_PATH = '/worker';
/** Options every WebSocket of the system has, on both sides. */
export const SOCKET_OPTIONS = { maxPayload: MAX_MESSAGE, perMessageDeflate: false } as const;

/**
 * Connects to a manager and, with `ssl`, judges its certificate before anything is sent. Register handlers on the
 * connection, then call its `listen`.
 * @throws FlumotionError `manager-unreachable`, or what `pin` throws.
 */
export async function connectManager(target: ManagerTarget, log: Logger): Promise<Connection> {
  const socket = await dialManager(target);
  try {
    const webSocket = await upgrade(socket, target);
    return new Connection(...socketTransport(webSocket), `manager at ${target.host}:${target.port}`, log);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Reader and writer on a WebSocket, for `new Connection(...socketTransport(socket), peer, log)`. */
export function socketTransport(socket: WebSocket): [MessageReader, MessageWriter] {
  return [new SocketReader(socket), new SocketWriter(socket)];
}

function upgrade(socket: Socket, target: ManagerTarget): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const webSocket = new WebSocket(`ws://${target.host}:${target.port}${WORKER_PATH}`, {
      ...SOCKET_OPTIONS,
      handshakeTimeout: CONNECT_DEADLINE,
      createConnection: () => socket,
    });
    webSocket.once('error', (error) => {
      reject(unreachable(target, error));
    });
    webSocket.once('open', () => {
      webSocket.pause();
      resolve(webSocket);
    });
  });
}

class SocketReader extends AbstractMessageReader implements MessageReader {
  constructor(private readonly socket: WebSocket) {
    super();
    socket.on('error', (error) => {
      this.fireError(error);
    });
    socket.on('close', () => {
      this.fireClose();
    });
    socket.pause();
  }

  listen(callback: DataCallback): Disposable {
    this.socket.on('message', (data: RawData) => {
      deliver(textOf(data), callback);
    });
    this.socket.resume();
    return {
      dispose: () => {
        this.socket.terminate();
      },
    };
  }
}

/** What a message of a WebSocket says. */
export function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');
}

class SocketWriter extends AbstractMessageWriter implements MessageWriter {
  constructor(private readonly socket: WebSocket) {
    super();
  }

  write(message: Message): Promise<void> {
    const text = Buffer.from(JSON.stringify(message));
    if (text.length > MAX_MESSAGE) return Promise.reject(tooLarge(text.length, MAX_MESSAGE));
    if (this.socket.bufferedAmount + text.length > MAX_QUEUE) {
      const error = queueFull(MAX_QUEUE);
      this.fireError(error, message);
      return Promise.reject(error);
    }
    this.socket.send(text, { binary: false }, () => undefined);
    return Promise.resolve();
  }

  /** Says goodbye; a peer that does not answer is cut off after a second. */
  end(): void {
    this.socket.close();
    setTimeout(() => {
      this.socket.terminate();
    }, 1_000).unref();
  }
}
