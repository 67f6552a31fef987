import { chmod, lstat, unlink } from 'node:fs/promises';
import { connect, type Server } from 'node:net';
import { FlumotionError, errorText } from '../errors';

const PROBE = 1_000;

/**
 * Listens on a unix socket, for this user alone (0600). The file that a dead process left is replaced.
 * @throws FlumotionError `feed-socket-taken` when a living process listens there, or the file is no socket.
 */
export async function listenUnix(server: Server, path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there) {
    if (!there.isSocket()) throw taken(path, 'there is a file of that name that is no socket');
    if (await alive(path)) throw taken(path, 'another process listens there');
    await unlink(path);
  }
  await new Promise<void>((resolve, reject) => {
    const failed = (error: Error): void => reject(taken(path, errorText(error)));
    server.once('error', failed).listen(path, () => {
      server.off('error', failed);
      resolve();
    });
  });
  await chmod(path, 0o600);
}

/** Whether somebody accepts or at least holds the socket; a process that is stopped counts as alive. */
function alive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    const answer = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(PROBE, () => answer(true));
    socket.once('connect', () => answer(true));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      answer(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
    );
  });
}

function taken(path: string, reason: string): FlumotionError {
  return FlumotionError.of('feed-socket-taken', { path, reason });
}
