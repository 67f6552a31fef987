import { writeSync, writevSync } from 'node:fs';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

interface Inside {
  readonly _handle?: { readonly fd?: number } | null;
}

/** Descriptor of a connected socket, for `directWrite`; -1 where the platform has none or its bytes have to be encrypted. */
export function descriptor(socket: Socket): number {
  if (socket instanceof TLSSocket) return -1;
  return (socket as unknown as Inside)._handle?.fd ?? -1;
}

/** Has somebody told before a socket gives its descriptor back, whoever destroys it; the number may be somebody else's then. */
export function beforeClosing(socket: Socket, tell: () => void): void {
  const destroy = socket._destroy.bind(socket);
  socket._destroy = (error, done) => {
    tell();
    destroy(error, done);
  };
}

/**
 * Offers bytes to the kernel at once, past the stream machinery of the socket, which costs more CPU time than the
 * copying itself when thousands of sockets get the same buffer. Sockets of Node never block, so this does not either.
 * Pieces go out in one call, as if they were one.
 * Only to be used while nothing waits in the socket's own queue.
 * @param fd - what `descriptor` said of this socket. It is used only while the socket still has its handle.
 * @returns bytes taken, 0 when the kernel's buffer is full or the platform has no descriptors; -1 when the connection
 * is broken.
 */
export function directWrite(socket: Socket, fd: number, data: Buffer | readonly Buffer[]): number {
  if (!(socket as unknown as Inside)._handle) return -1;
  if (fd < 0) return 0;
  if (data instanceof Uint8Array) return writeNow(fd, data);
  try {
    return writevSync(fd, data);
  } catch (error) {
    return refused(error);
  }
}

/** As `directWrite`, for a descriptor that is known to be still that of its socket. */
export function writeNow(fd: number, data: Buffer): number {
  try {
    return writeSync(fd, data, 0, data.length, null);
  } catch (error) {
    return refused(error);
  }
}

const refused = (error: unknown): number => ((error as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : -1);
