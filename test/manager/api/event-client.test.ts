import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { EventClient, type EventListener } from '../../../core/src/manager/api/event-client';
import { Events } from '../../../core/src/manager/events/events';
import { LogBook } from '../../../core/src/manager/events/log-book';
import { EventRing } from '../../../core/src/manager/events/ring';
import { EventReader } from '../../support/event-reader';
import { waitUntil } from '../../support/wait-until';

let server: Server;
let sockets: WebSocketServer;
let events: Events;
let logs: LogBook;
let figureListeners: Set<(text: string) => void>;
let clients: EventClient[];
let snapshots: number;
const readers: EventReader[] = [];

beforeEach(async () => {
  events = new Events(new EventRing(50));
  logs = new LogBook();
  figureListeners = new Set();
  clients = [];
  snapshots = 0;
  server = createServer();
  sockets = new WebSocketServer({ server });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.break();
  for (const client of clients) client.close();
  sockets.close();
  await new Promise((resolve) => server.close(resolve));
});

async function listen(listener: EventListener = { admin: false }): Promise<EventReader> {
  sockets.once('connection', (socket) => {
    const snapshot = (): { number: number; data: string } => {
      snapshots += 1;
      return { number: events.ring.last, data: JSON.stringify({ name: 'test', at: events.ring.last }) };
    };
    const figures = {
      listen: (one: (text: string) => void) => {
        figureListeners.add(one);
        return () => figureListeners.delete(one);
      },
    };
    clients.push(new EventClient(socket, { events, figures, logs, snapshot }, listener));
  });
  const reader = new EventReader(new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`));
  readers.push(reader);
  await reader.opened;
  return reader;
}

const numbers = (reader: EventReader): number[] =>
  reader.seen.filter(({ type }) => type === 'thing').map(({ data }) => data as number);

it('begins with the whole planet, then tells what happens', async () => {
  events.publish('thing', 1);
  const reader = await listen();
  await waitUntil('the snapshot', () => reader.seen.length === 1);
  events.publish('thing', 2);
  await waitUntil('the event', () => reader.seen.length === 2);
  expect(reader.seen.map(({ id, type, data }) => [id, type, data])).toEqual([
    [`${events.ring.epoch}:1`, 'snapshot', { name: 'test', at: 1 }],
    [`${events.ring.epoch}:2`, 'thing', 2],
  ]);
});

it('over connections that break nothing is lost and nothing comes twice', async () => {
  let number = 0;
  const timer = setInterval(() => events.publish('thing', ++number), 2);
  const heard: number[] = [];
  let since = events.ring.id();
  for (let round = 0; round < 8; round++) {
    const reader = await listen({ admin: false, since });
    await waitUntil('some events', () => numbers(reader).length >= 5);
    reader.break();
    heard.push(...numbers(reader));
    since = reader.seen.at(-1)?.id ?? '';
  }
  clearInterval(timer);
  expect(heard).toEqual(Array.from({ length: heard.length }, (_, index) => index + 1));
  expect(snapshots).toBe(0);
});

it('who comes back too late, or to another manager, gets the whole planet', async () => {
  const old = events.ring.id();
  for (let index = 0; index < 60; index++) events.publish('thing', index);
  for (const since of [old, 'abc123:5', 'nonsense']) {
    const reader = await listen({ admin: false, since });
    await waitUntil('the snapshot', () => reader.seen.length > 0);
    expect(reader.seen[0]?.type).toBe('snapshot');
  }
});

it('a slow reader is not queued for, and gets the planet afresh', async () => {
  const reader = await listen();
  await waitUntil('the snapshot', () => reader.seen.length === 1);
  reader.pause();
  const big = 'x'.repeat(200_000);
  for (let index = 0; index < 500; index++) {
    events.publish('big', { index, big });
    await new Promise(setImmediate);
  }
  const [socket] = sockets.clients;
  expect(socket?.bufferedAmount).toBeLessThan(1_000_000);
  events.publish('thing', 7);
  reader.resume();
  await waitUntil('the last event', () => numbers(reader).includes(7) || snapshots > 1);
  await waitUntil('all of it', () => reader.seen.at(-1)?.id === events.ring.id());
  expect(snapshots).toBeGreaterThan(1);
  // Behind the last snapshot nothing is missing.
  const after = reader.seen.slice(reader.seen.map(({ type }) => type).lastIndexOf('snapshot'));
  const ids = after.map(({ id }) => Number(id.split(':')[1]));
  expect(ids).toEqual(Array.from({ length: ids.length }, (_, index) => (ids[0] ?? 0) + index));
});

it('what is for admins alone is told to them alone', async () => {
  const [viewer, admin] = [await listen(), await listen({ admin: true })];
  events.publish('audit', { who: 'me' }, { secret: true });
  events.publish('thing', 1);
  await waitUntil('the event', () => numbers(viewer).length === 1 && numbers(admin).length === 1);
  expect(viewer.seen.map(({ type }) => type)).toEqual(['snapshot', 'thing']);
  expect(admin.seen.map(({ type }) => type)).toEqual(['snapshot', 'audit', 'thing']);
});

it('figures and logs come to those who asked, as long as they want them', async () => {
  const reader = await listen();
  reader.send({ subscribe: ['figures', 'log:/main/a'] });
  await waitUntil('it listens', () => figureListeners.size === 1);
  for (const listener of figureListeners) listener('{"components":{}}');
  const line = { level: 3, category: 'job', object: '/main/a', text: 'hello', time: 1 } as const;
  logs.add({ ...line, object: '/main/b' });
  logs.add(line, 'one');
  await waitUntil('both', () => reader.seen.length === 3);
  expect(reader.seen.slice(1).map(({ type, data }) => [type, data])).toEqual([
    ['figures', { components: {} }],
    ['log', { ...line, number: 2, worker: 'one' }],
  ]);
  reader.send({ subscribe: ['log'], unsubscribe: ['figures', 'log:/main/a'] });
  await waitUntil('it does not listen', () => figureListeners.size === 0);
  logs.add({ ...line, object: 'test', text: 'of the manager' });
  await waitUntil('the line', () => reader.seen.length === 4);
  reader.break();
  reader.send({ subscribe: ['figures'] });
});

it('says what it does not understand, and has enough of it at last', async () => {
  const reader = await listen();
  for (const told of ['{', '{"subscribe":"figures"}', '{"subscribe":["weather"]}', '{"more":1}'])
    reader.sendText(told);
  await waitUntil('the complaints', () => reader.seen.length === 5);
  expect(reader.seen.slice(1).every(({ type }) => type === 'error')).toBe(true);
  expect(JSON.stringify(reader.seen[3]?.data)).toContain('weather');
  for (let index = 0; index < 10; index++) reader.sendText('nonsense');
  expect(await reader.closed).toBe(1008);
  expect(figureListeners.size).toBe(0);
});

it('who does not answer a ping and does not read is cut off', async () => {
  const reader = await listen();
  await waitUntil('the snapshot', () => reader.seen.length === 1);
  const [client] = clients;
  client?.ping();
  await waitUntil('the answer', () => reader.pings === 1);
  reader.pause();
  await waitUntil('cut off', () => {
    client?.ping();
    return sockets.clients.size === 0;
  });
});
