import { expect } from '@jest/globals';
import { existsSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { answerHello, LINE_DEADLINE } from '../../core/src/feed/handshake';
import { CLIENT, FEED, FeedEnds, SECRET } from '../support/feed-ends';
import { waitUntil } from '../support/wait-until';

let ends: FeedEnds;
beforeEach(() => void (ends = new FeedEnds()));
afterEach(() => ends.close());

/** A raw connection with the feeder's hello. */
async function visit(): Promise<{
  socket: Socket;
  hello: string;
  closed: () => boolean;
  rest: () => string;
}> {
  const socket = connect({ path: ends.path });
  let [closed, text] = [false, ''];
  socket.on('close', () => (closed = true)).on('error', () => undefined);
  socket.on('data', (chunk) => (text += chunk.toString()));
  await waitUntil('the hello', () => text.includes('\n'));
  const hello = text;
  return { socket, hello, closed: () => closed, rest: () => text.slice(hello.length) };
}

function greeting(hello: string, secret = SECRET): string {
  return answerHello(hello, { feed: FEED, client: CLIENT, secret }).line;
}

test.each<[string, (hello: string) => string]>([
  ['a wrong secret', (hello) => greeting(hello, 'wrong')],
  ['garbage', () => '\0\u0001garbage\n'],
  ['HTTP', () => 'GET / HTTP/1.1\r\n\r\n'],
  ['an oversized line', () => 'x'.repeat(5000)],
  ['bytes behind the greeting', (hello) => `${greeting(hello)}more`],
])('%s is closed without an answer and counted', async (_, make) => {
  const { listener, sink } = await ends.feeder();
  const { socket, hello, closed, rest } = await visit();
  socket.write(make(hello));
  await waitUntil('the feeder closes', closed);
  expect(rest()).toBe('');
  expect(listener.state().refused).toBe(1);
  expect(sink.held.size).toBe(0);
});

test('a replayed greeting is closed and counted', async () => {
  const { listener, sink } = await ends.feeder();
  const first = await visit();
  const recorded = greeting(first.hello);
  first.socket.write(recorded);
  await waitUntil('the first is admitted', () => sink.held.size === 1);
  const second = await visit();
  second.socket.write(recorded);
  await waitUntil('the second is closed', second.closed);
  expect(listener.state().refused).toBe(1);
  expect(sink.held.size).toBe(1);
  first.socket.destroy();
});

test('a greeting that stays away or stays half is closed in time and counted', async () => {
  const { listener } = await ends.feeder();
  const silent = await visit();
  const half = await visit();
  half.socket.write(greeting(half.hello).slice(0, 40));
  await waitUntil('both are closed', () => silent.closed() && half.closed(), LINE_DEADLINE + 10_000);
  expect(listener.state().refused).toBe(2);
});

test('an eater that ends its side during the greeting is closed and counted', async () => {
  const { listener } = await ends.feeder();
  const { socket, closed } = await visit();
  socket.end();
  await waitUntil('the feeder closes', closed);
  await waitUntil('it is counted', () => listener.state().refused === 1);
});

test('the greeted are not held up by many who say nothing, and those are bounded', async () => {
  const { listener, sink } = await ends.feeder();
  const silent = Array.from({ length: 63 }, () => connect({ path: ends.path }).on('error', () => undefined));
  await Promise.all(silent.map((socket) => once(socket, 'data')));
  const { feeds } = ends.eater();
  await waitUntil('the eater connects', () => feeds.length === 1 && sink.held.size === 1);
  const more = Array.from({ length: 10 }, () => connect({ path: ends.path }).on('error', () => undefined));
  await Promise.all(more.map((socket) => once(socket, 'close')).slice(1));
  expect(listener.state().refused).toBe(9);
  expect(ends.lines.filter((line) => line.includes('wait to be greeted'))).toHaveLength(1);
  for (const socket of [...silent, ...more]) socket.destroy();
});

test('a fake feeder that sends garbage, too much or nothing gets no secret out of an eater', async () => {
  const received: string[] = [];
  const says = ['garbage\n', 'x'.repeat(6000), '{"flumotion":"feed/1","nonce":"00"}\n'];
  let visits = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined).on('data', (chunk) => received.push(chunk.toString()));
    socket.write(says[visits % says.length] as string);
    visits += 1;
  }).listen(ends.path);
  const { feeds, connector } = ends.eater();
  await waitUntil('every lie is tried', () => visits >= 4);
  expect(feeds).toEqual([]);
  expect(received).toEqual([]);
  connector.close();
  server.close();
});

test('the socket file of a dead process is replaced', async () => {
  const script = `require('net').createServer().listen(${JSON.stringify(ends.path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
  expect(existsSync(ends.path)).toBe(true);
  await ends.feeder();
  const { feeds } = ends.eater();
  await waitUntil('the eater connects', () => feeds.length === 1);
});

test('the socket of a living process and a file that is no socket are left alone', async () => {
  await ends.feeder();
  const taken = expect.objectContaining({ code: 'feed-socket-taken' });
  await expect(ends.feeder()).rejects.toThrow(taken);
  const { feeds } = ends.eater();
  await waitUntil('the first one still serves', () => feeds.length === 1);
  const file = `${ends.path}.txt`;
  writeFileSync(file, 'precious');
  await expect(ends.feeder({ path: file })).rejects.toThrow(taken);
  expect(existsSync(file)).toBe(true);
});

test('a port in use is named', async () => {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(ends.feeder({ port })).rejects.toThrow(
    expect.objectContaining({ code: 'port-in-use', message: expect.stringContaining(String(port)) }),
  );
  server.close();
});
