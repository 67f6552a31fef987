import { writeSync } from 'node:fs';
import type { Socket } from 'node:net';

/** Descriptor of a connected socket; undefined where the platform has none or the socket is closed. */
function descriptor(socket: Socket): number | undefined {
  const fd = (socket as unknown as { _handle?: { fd?: number } | null })._handle?.fd;
  return fd !== undefined && fd >= 0 ? fd : undefined;
}

/**
 * Offers bytes to the kernel at once, past the stream machinery of the socket, which costs more CPU time than the
 * copying itself when thousands of sockets get the same buffer. Sockets of Node never block, so this does not either.
 * Only to be used while nothing waits in the socket's own queue.
 * @returns bytes taken, 0 when the kernel's buffer is full or the platform has no descriptors; -1 when the connection
 * is broken.
 */
export function directWrite(socket: Socket, data: Buffer): number {
  const fd = descriptor(socket);
  if (fd === undefined) return socket.destroyed ? -1 : 0;
  try {
    return writeSync(fd, data, 0, data.length, null);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : -1;
  }
}
