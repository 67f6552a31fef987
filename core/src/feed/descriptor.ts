import { readSync } from 'node:fs';
import type { Socket } from 'node:net';

interface StreamHandle {
  readonly fd: number;
  reading: boolean;
  readStop(): number;
}

/**
 * The file descriptor of a connected socket, to be given to C code, or −1 when it is closed. Node has no public way
 * to ask; this is the only place that looks behind it. Valid until the socket is destroyed.
 */
export function descriptorOf(socket: Socket): number {
  return handleOf(socket)?.fd ?? -1;
}

/**
 * Ends reading of a socket in Node for good, so that whoever holds the descriptor gets every byte and the end.
 * `pause()` alone leaves the descriptor polled until Node's own buffer is full.
 */
export function stopReading(socket: Socket): void {
  socket.pause();
  const handle = handleOf(socket);
  if (!handle) return;
  handle.reading = false;
  handle.readStop();
}

/**
 * Reads what is there from a socket that Node does not read at the moment. Sockets of Node never block, so this does not either.
 * @returns bytes read; 0 when nothing is there; −1 when the connection ended, is broken or destroyed.
 */
export function readNow(socket: Socket, into: Buffer): number {
  const fd = descriptorOf(socket);
  if (fd < 0) return -1;
  try {
    return readSync(fd, into) || -1;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : -1;
  }
}

function handleOf(socket: Socket): StreamHandle | undefined {
  return (socket as unknown as { _handle?: StreamHandle | null })._handle ?? undefined;
}
