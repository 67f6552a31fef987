import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Closes a connection at once and, where that can be, gives the kernel's buffers back whatever is still in them. */
export function cut(socket: Socket): void {
  // Node resets TCP connections alone, not what is inside TLS or came through a porter's; and not one that is being
  // ended: that fails, never gives the descriptor back and does not let the process exit.
  if (socket instanceof TLSSocket || socket.remoteAddress === undefined || socket.writableEnded)
    socket.destroy();
  else socket.resetAndDestroy();
}
