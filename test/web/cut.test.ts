import { readdirSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { cut } from '../../web/src';
import { waitUntil } from '../support/wait-until';

const descriptors = (): number => readdirSync('/proc/self/fd').length;

it.each([
  ['that is open', () => undefined],
  ['that is being ended', (socket: Socket) => void socket.end('the last words')],
])('gives the descriptor of a connection back %s', async (_what, prepare) => {
  const server = createServer((socket) => {
    socket.on('error', (error) => errors.push(error));
    prepare(socket);
    cut(socket);
  });
  const errors: Error[] = [];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const before = descriptors();
  const clients = Array.from({ length: 20 }, () =>
    connect((server.address() as AddressInfo).port, '127.0.0.1'),
  );
  for (const client of clients) client.on('error', () => undefined).resume();
  await waitUntil('all to be closed', () => clients.every(({ closed }) => closed));
  await waitUntil('the descriptors', () => descriptors() <= before);
  expect(errors).toEqual([]);
  server.close();
});
