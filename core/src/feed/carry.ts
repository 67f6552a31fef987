import type { Socket } from 'node:net';
import { makeSocketPair } from './socket-pair';

/** A local socket whose bytes Node encrypts; what waits in between is bounded by both sockets' buffers. */
export async function carry(socket: Socket): Promise<Socket> {
  const { near, far } = await makeSocketPair();
  near.on('error', () => undefined).on('close', () => socket.destroy());
  far.on('error', () => undefined).on('close', () => near.destroy());
  socket.on('close', () => near.destroy());
  if (socket.destroyed) near.destroy();
  // An eater says nothing more, but only a socket that is read tells that it was closed.
  socket.on('data', () => socket.destroy()).resume();
  near.pipe(socket);
  return far;
}
