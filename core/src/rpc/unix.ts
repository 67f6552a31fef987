import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { errorText, FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { Connection } from './connection';
import { LineReader, LineWriter } from './framing';

/** A listening unix socket. */
export interface UnixListener {
  /** Stops listening and removes the socket file; connections made stay. */
  close(): Promise<void>;
  /** Lets the process end although it listens. */
  unref(): void;
}

/** Longest path a unix socket can have on Linux, bytes. */
const MAX_PATH = 107;

/**
 * Listens on a unix socket of mode 0600. A file left by a dead process is removed first; a live listener is not.
 * `onConnection` registers handlers on each new connection (`peer` names it in messages) and calls its `listen`.
 * @throws FlumotionError `socket-in-use` when somebody listens there, `socket-failed` when the path cannot be used.
 */
export async function listenUnix(
  path: string,
  peer: string,
  log: Logger,
  onConnection: (connection: Connection) => void,
): Promise<UnixListener> {
  checkPath(path);
  if (await answers(path)) throw FlumotionError.of('socket-in-use', { path });
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    onConnection(connectionOn(socket, peer, log));
  });
  await listening(server, path);
  chmodSync(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close();
        rmSync(path, { force: true });
        resolve();
      }),
    unref: () => void server.unref(),
  };
}

/**
 * Connects to a unix socket. Register handlers on the connection, then call its `listen`.
 * @throws FlumotionError `socket-failed` when nobody listens there or the answer takes more than 5 s.
 */
export async function connectUnix(path: string, peer: string, log: Logger): Promise<Connection> {
  checkPath(path);
  return connectionOn(await open(path), peer, log);
}

/** Whether somebody listens on the unix socket. */
export async function answers(path: string): Promise<boolean> {
  try {
    (await open(path)).destroy();
    return true;
  } catch {
    return false;
  }
}

function connectionOn(socket: Socket, peer: string, log: Logger): Connection {
  return new Connection(new LineReader(socket), new LineWriter(socket), peer, log);
}

function open(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const fail = (error: unknown): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(FlumotionError.of('socket-failed', { path, reason: errorText(error) }));
    };
    const timer = setTimeout(() => {
      fail('no answer within 5 s');
    }, 5_000);
    socket.once('error', fail);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(FlumotionError.of('socket-failed', { path, reason: error.message }));
    });
    // Between bind and chmod nobody but us may connect.
    const mask = process.umask(0o177);
    server.listen(path, resolve);
    process.umask(mask);
  });
}

function checkPath(path: string): void {
  const length = Buffer.byteLength(path);
  if (length > MAX_PATH)
    throw FlumotionError.of('socket-failed', {
      path,
      reason: `the path has ${length} bytes and the system takes ${MAX_PATH}; choose a shorter run directory`,
    });
}
