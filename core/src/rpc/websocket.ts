import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
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
import { errorText, FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { Connection } from './connection';
import { deliver, MAX_MESSAGE, MAX_QUEUE, queueFull, tooLarge } from './framing';

/** Path of the WebSocket on the manager's port. */
export const WORKER_PATH = '/worker';
/** Options every WebSocket of the system has, on both sides. */
export const SOCKET_OPTIONS = { maxPayload: MAX_MESSAGE, perMessageDeflate: false } as const;

const CONNECT_DEADLINE = 10_000;

/** A manager to connect to. */
export interface ManagerTarget {
  readonly host: string;
  readonly port: number;
  readonly transport: 'tcp' | 'ssl';
  /** Judges the fingerprint (SHA-256, hex) of the manager's certificate; throws to refuse it. */
  readonly pin: (fingerprint: string) => void;
}

/**
 * Connects to a manager and, with `ssl`, judges its certificate before anything is sent. Register handlers on the
 * connection, then call its `listen`.
 * @throws FlumotionError `manager-unreachable`, or what `pin` throws.
 */
export async function connectManager(target: ManagerTarget, log: Logger): Promise<Connection> {
  const { host, port, transport } = target;
  const place = `${host}:${port}`;
  const abort = (reason: unknown): FlumotionError =>
    FlumotionError.of('manager-unreachable', { manager: place, reason: explain(reason, transport) });
  let socket: Socket | undefined;
  try {
    socket = await dial(target);
    if (transport === 'ssl') target.pin(fingerprintOf(socket as TLSSocket));
    const webSocket = await upgrade(socket, place);
    return new Connection(...socketTransport(webSocket), `manager at ${place}`, log);
  } catch (error) {
    socket?.destroy();
    throw error instanceof DialError ? abort(error.cause) : error;
  }
}

/** Reader and writer on a WebSocket, for `new Connection(...socketTransport(socket), peer, log)`. */
export function socketTransport(socket: WebSocket): [MessageReader, MessageWriter] {
  return [new SocketReader(socket), new SocketWriter(socket)];
}

class DialError extends Error {
  constructor(override readonly cause: unknown) {
    super(errorText(cause));
  }
}

function dial({ host, port, transport }: ManagerTarget): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const bare = host.replace(/^\[(.*)\]$/, '$1');
    // The certificate is judged by its fingerprint, learnt on first contact, and not by its issuer.
    const socket =
      transport === 'ssl'
        ? connectTls({ host: bare, port, rejectUnauthorized: false, minVersion: 'TLSv1.2' })
        : connectPlain({ host: bare, port });
    const fail = (error: unknown): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new DialError(error));
    };
    const timer = setTimeout(() => {
      fail(`no answer within ${CONNECT_DEADLINE / 1000} s`);
    }, CONNECT_DEADLINE);
    const early = (): void => {
      fail('it closed the connection at once');
    };
    socket.once('error', fail);
    socket.once('close', early);
    socket.once(transport === 'ssl' ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('error', fail).off('close', early);
      resolve(socket);
    });
  });
}

function upgrade(socket: Socket, place: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const webSocket = new WebSocket(`ws://${place}${WORKER_PATH}`, {
      ...SOCKET_OPTIONS,
      handshakeTimeout: CONNECT_DEADLINE,
      createConnection: () => socket,
    });
    webSocket.once('error', (error) => {
      reject(new DialError(error));
    });
    webSocket.once('open', () => {
      webSocket.pause();
      resolve(webSocket);
    });
  });
}

function fingerprintOf(socket: TLSSocket): string {
  return socket.getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase();
}

function explain(error: unknown, transport: 'tcp' | 'ssl'): string {
  const { code } = Object(error) as { code?: unknown };
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host name is not known';
  if (
    transport === 'ssl' &&
    (code === 'EPROTO' || /wrong version number|packet length/.test(errorText(error)))
  )
    return 'it does not speak TLS; perhaps it wants -T tcp';
  if (transport === 'tcp' && /hang up|ECONNRESET|Parse Error/.test(`${String(code)} ${errorText(error)}`))
    return 'it does not speak plain HTTP; perhaps it wants -T ssl';
  return errorText(error);
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

function textOf(data: RawData): string {
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
