import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Closes a connection at once and gives the kernel's buffers back, whatever is still in them. */
export function cut(socket: Socket): void {
  // Node resets TCP connections alone; what is inside TLS or came through a porter's can only be dropped.
  if (socket instanceof TLSSocket || socket.remoteAddress === undefined) socket.destroy();
  else socket.resetAndDestroy();
}
