import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { ownCertificate } from '../../core/src/rpc/certificate';
import { Connection } from '../../core/src/rpc/connection';
import { logLine, readClock } from '../../core/src/rpc/messages';
import { connectManager, SOCKET_OPTIONS, socketTransport, WORKER_PATH } from '../../core/src/rpc/websocket';
import { keepingLogger } from '../support/feed-ends';
import { freePort } from '../support/free-port';

const folder = mkdtempSync(join(tmpdir(), 'flumotion-websocket-test-'));
const { log } = keepingLogger();
const closers: (() => unknown)[] = [];
const pin = jest.fn();

afterEach(() => {
  for (const close of closers.splice(0)) close();
  pin.mockReset();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function listen(server: { listen: Server['listen']; close: () => unknown }): Promise<number> {
  const port = await freePort();
  closers.push(() => server.close());
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  return port;
}

async function manager(transport: 'tcp' | 'ssl'): Promise<{ port: number; served: Promise<Connection> }> {
  const server =
    transport === 'tcp' ? createHttp() : createHttps(await ownCertificate(join(folder, 'pem'), 'test'));
  const sockets = new WebSocketServer({ server, path: WORKER_PATH, ...SOCKET_OPTIONS });
  const served = new Promise<Connection>((resolve) => {
    sockets.on('connection', (socket) => {
      const connection = new Connection(...socketTransport(socket), 'worker', log);
      connection.onRequest(readClock, () => ({ time: '5' }));
      connection.listen();
      resolve(connection);
    });
  });
  closers.push(() => sockets.clients.forEach((client) => client.terminate()));
  return { port: await listen(server), served };
}

test.each(['tcp', 'ssl'] as const)('requests go both ways over %s', async (transport) => {
  const { port, served } = await manager(transport);
  const connection = await connectManager({ host: '127.0.0.1', port, transport, pin }, log);
  connection.onRequest(readClock, () => ({ time: '7' }));
  connection.listen();
  expect(await connection.request(readClock, {})).toEqual({ time: '5' });
  expect(await (await served).request(readClock, {})).toEqual({ time: '7' });
  connection.close('done');
  expect(await (await served).closed).toBe('the other side closed it');
  const { fingerprint } = await ownCertificate(join(folder, 'pem'), 'test');
  expect(pin.mock.calls).toEqual(transport === 'ssl' ? [[fingerprint]] : []);
});

test('a certificate the pin refuses ends the attempt before anything is sent', async () => {
  const { port, served } = await manager('ssl');
  let reached = false;
  void served.then(() => (reached = true));
  pin.mockImplementation(() => {
    throw new Error('another certificate');
  });
  const target = { host: '127.0.0.1', port, transport: 'ssl' as const, pin };
  await expect(connectManager(target, log)).rejects.toThrow('another certificate');
  expect(reached).toBe(false);
});

test('a message above the limit closes the connection', async () => {
  const { port, served } = await manager('tcp');
  const connection = await connectManager({ host: '127.0.0.1', port, transport: 'tcp', pin }, log);
  connection.listen();
  const far = await served;
  const text = 'x'.repeat(17 * 1024 * 1024);
  connection.notify(logLine, { level: 1, category: 'a', object: 'b', text, time: 0 });
  // It does not even leave.
  expect(await connection.request(readClock, {})).toEqual({ time: '5' });
  expect(far.malformed).toBe(0);
});

test.each([
  ['nothing listens', 'tcp' as const, undefined, /nothing listens there/],
  ['a manager of plain tcp is asked for ssl', 'ssl' as const, 'http', /perhaps it wants -T tcp/],
  ['a manager of ssl is asked for tcp', 'tcp' as const, 'https', /perhaps it wants -T ssl/],
  ['another server', 'tcp' as const, 'http', /Unexpected server response: 404/],
  ['one that hangs up', 'tcp' as const, 'rude', /cannot be reached/],
])('%s: the error says so', async (_, transport, kind, text) => {
  const answer404 = (_request: unknown, response: { writeHead(code: number): { end(): void } }): void =>
    response.writeHead(404).end();
  const servers = {
    http: () => createHttp(answer404),
    https: async () => createHttps(await ownCertificate(join(folder, 'pem'), 'test'), answer404),
    rude: () => createTcp((socket) => socket.destroy()) as unknown as Server,
  };
  const port =
    kind === undefined ? await freePort() : await listen(await servers[kind as keyof typeof servers]());
  const error = connectManager({ host: '127.0.0.1', port, transport, pin }, log);
  await expect(error).rejects.toMatchObject({
    code: 'manager-unreachable',
    message: expect.stringMatching(text),
  });
});

test('an unknown host is named', async () => {
  const target = { host: 'no-such-host.invalid', port: 1, transport: 'tcp' as const, pin };
  await expect(connectManager(target, log)).rejects.toMatchObject({
    message: expect.stringContaining('no-such-host.invalid:1'),
  });
});
