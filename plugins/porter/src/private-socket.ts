import { lstat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Milliseconds for whoever holds the socket to answer; a process that is stopped counts as alive. */
const PROBE = 1000;

/**
 * Listens on a unix socket for this user alone (0600). The file that a dead process left is replaced.
 * @param onConnection - given each connection before anything is read of it.
 * @throws Error when a living process listens there, or the path cannot be used.
 */
export async function listenPrivately(path: string, onConnection: (socket: Socket) => void): Promise<Server> {
  const there = await lstat(path).catch(() => undefined);
  if (there && !there.isSocket()) throw unusable(path, 'there is a file of that name that is no socket');
  if (there && (await alive(path))) throw unusable(path, 'another process listens there');
  if (there) await unlink(path);
  const server = createServer({ pauseOnConnect: true }, onConnection);
  return new Promise((resolve, reject) => {
    server.once('error', ({ message }) => reject(unusable(path, message)));
    // The file is made within the call, so that at no time others may connect.
    const before = process.umask(0o177);
    try {
      server.listen(path, () => resolve(server));
    } finally {
      process.umask(before);
    }
  });
}

function alive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    const answer = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(PROBE, () => answer(true));
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

function unusable(path: string, reason: string): Error {
  return new Error(
    `the socket-path ${path} cannot be used: ${reason}; give this porter another, or end what listens there`,
  );
}
