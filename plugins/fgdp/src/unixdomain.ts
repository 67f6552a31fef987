import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { defineComponent } from '@flumotion/core/plugin';
import { Receiver, RECEIVED } from './receiver';

/** Most bytes of the path of a unix socket. */
const MAX_PATH = 107;

const OWNER_ONLY = 0o600;

const servers = new WeakMap<object, { readonly server: Server; socket: Socket | undefined }>();

/** Takes GDP from a program on the same machine. */
export const unixdomain = defineComponent(
  {
    type: 'unixdomain-producer',
    kind: 'producer',
    description: 'Takes a stream as GDP from a program on the same machine, over a unix socket.',
    feeders: { default: { caps: 'ANY', description: 'The stream as the program sends it.' } },
    stats: RECEIVED,
    clock: { priority: 0 },
    properties: {
      path: {
        type: 'string',
        required: true,
        description: 'Where the socket is made; a socket that is there is replaced.',
      },
    },
    pipeline: '@inlet:stream@',
  },
  {
    check({ path }) {
      if (!path.startsWith('/')) return `path ${path} must begin with a slash`;
      return Buffer.byteLength(path) > MAX_PATH ? `path is longer than ${MAX_PATH} bytes` : undefined;
    },
    async start(context) {
      const { path } = context.properties;
      const receiver = new Receiver(context);
      const server = createServer((socket) => {
        socket.on('error', (error) => {
          context.log.warn(`the connection failed: ${error.message}`);
        });
        if (listening.socket) {
          socket.destroy();
          return;
        }
        listening.socket = socket;
        socket.once('close', () => {
          listening.socket = undefined;
          context.waitFor(`waiting for a program to connect to ${path}`);
        });
        context.waitFor(undefined);
        receiver.take(socket);
      });
      const listening: { readonly server: Server; socket: Socket | undefined } = {
        server,
        socket: undefined,
      };
      servers.set(context, listening);
      removeSocket(path);
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen({ path }, resolve);
      });
      chmodSync(path, OWNER_ONLY);
      context.waitFor(`waiting for a program to connect to ${path}`);
    },
    stop(context) {
      const listening = servers.get(context);
      listening?.server.close();
      listening?.socket?.destroy();
    },
  },
);

/** Removes what an earlier run has left. @throws Error when there is something else than a socket. */
function removeSocket(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isSocket()) throw new Error(`${path} is there and no socket; choose another path`);
  rmSync(path);
}
