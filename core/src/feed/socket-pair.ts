import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlumotionError } from '../errors';
import { descriptorOf } from './descriptor';
import { ExactSocket } from './exact-socket';
import type { FeedSocket } from './feed-socket';

/** Two ends of one local connection: Node uses `near`, the descriptor of `far` goes to C and is never read in Node. */
export interface SocketPair {
  readonly near: Socket;
  readonly far: Socket;
}

/** Milliseconds; a busy machine takes seconds to come to it. */
const DEADLINE = 20_000;

/**
 * Makes a pair of connected unix sockets. Node has no `socketpair`, so one end connects to the other through a listener
 * that takes a single connection, in a new folder that only this user may enter (0700) and that is gone when this
 * returns; so nobody else can be at the other end. What waits between the ends is bounded by the kernel's socket buffers.
 * @param dial - makes the near end.
 * @throws FlumotionError `deadline-passed` after 20 s; system errors (no space, no descriptors) as they are.
 */
export async function makeSocketPair(
  dial: (path: string) => Socket = (path) => connect({ path }),
): Promise<SocketPair> {
  const folder = await mkdtemp(join(tmpdir(), 'flumotion-pair-'));
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: false });
  server.maxConnections = 1;
  let near: Socket | undefined;
  try {
    const accepted = once(server);
    accepted.catch(() => undefined);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(join(folder, 's'), resolve);
    });
    near = dial(join(folder, 's'));
    const connected = new Promise<void>((resolve, reject) => {
      near?.once('connect', resolve).once('error', reject);
    });
    const [far] = await Promise.all([accepted, connected]);
    return { near, far };
  } catch (error) {
    near?.destroy();
    throw error;
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * A pair as feeds, for a tap inside a pipeline: the first is read in Node, the descriptor of the second goes to C. When
 * Node is slow the pair's kernel buffers fill and the sink drops for it, as for any slow eater.
 * @throws as `makeSocketPair`.
 */
export async function connectedPair(): Promise<[FeedSocket, FeedSocket]> {
  let exact: ExactSocket | undefined;
  const { near, far } = await makeSocketPair((path) => (exact = new ExactSocket({ path })).socket);
  const ours = endOf(near);
  // It can rest: what is read then comes from the kernel at once, and nothing has woken the process before.
  const read: FeedSocket['read'] = (onBytes, rest) => exact?.read(onBytes, rest);
  return [{ ...ours, read, close: () => exact?.destroy() }, endOf(far)];
}

function endOf(socket: Socket): FeedSocket {
  socket.on('error', () => undefined);
  return {
    fd: descriptorOf(socket),
    socket,
    read: (onBytes) => {
      socket.on('data', onBytes);
      socket.resume();
    },
    close: () => void socket.destroy(),
  };
}

function once(server: Server): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(FlumotionError.of('deadline-passed', { what: 'a local connection', seconds: DEADLINE / 1000 }));
    }, DEADLINE);
    server.once('connection', (socket) => {
      clearTimeout(timer);
      resolve(socket);
    });
    server.once('close', () => clearTimeout(timer));
  });
}
