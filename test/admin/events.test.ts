import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { ManagerClient } from '../../admin/src/client/client';
import { hearEvents } from '../../admin/src/client/events';
import { connectSettings } from '../../admin/src/connect/settings';
import { waitUntil } from '../support/wait-until';

let server: Server;
const connections: Socket[] = [];

beforeEach(async () => {
  server = createServer((socket) => {
    connections.push(socket);
    socket.on('error', () => undefined).resume();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => {
  for (const socket of connections.splice(0)) socket.destroy();
  server.close();
});

test('who ends it while the manager is being dialled does not wait for the manager', async () => {
  const { port } = server.address() as { port: number };
  const manager = { host: '127.0.0.1', port, transport: 'tcp' as const };
  const client = new ManagerClient(
    connectSettings({ manager, password: 'test', username: 'user', timeout: 20 }, () => undefined),
  );
  const ending = new AbortController();
  const listener = { hear: () => undefined, lost: () => undefined };
  const heard = hearEvents(client, [], listener, ending.signal);
  ending.abort();
  await heard;
  client.close();
  await waitUntil('the connection to be closed', () =>
    connections.every((socket) => socket.readableEnded || socket.destroyed),
  );
  expect(connections.length).toBeLessThanOrEqual(1);
});
