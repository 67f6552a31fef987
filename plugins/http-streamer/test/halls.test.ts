import { readdirSync, readFileSync } from 'node:fs';
import type { Behaviour, FeedBuffer } from '@flumotion/core/plugin';
import { waitUntil } from '../../../test/support/wait-until';
import { httpStreamer } from '../src';
import type { Properties } from '../src/declaration';
import { answered, feed, get, gets, parts, rig, send, stopAll, type Client, type Rig } from './rig';

type Row = Readonly<Record<string, unknown>>;
const behaviour = httpStreamer.behaviour as unknown as Behaviour<Properties>;

afterEach(async () => {
  await stopAll();
  await waitUntil('their processes are gone', () => halls().length === 0);
});

const { caps, headers, buffers } = parts(feed('ogg-av'));
const join = (all: readonly FeedBuffer[]): Buffer => Buffer.concat(all.map(({ data }) => data));

/** Processes of this one that serve listeners. */
function halls(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
        return command.includes('halls/main.js') && Number(parent) === process.pid;
      } catch {
        return false;
      }
    });
}

async function ready(rigged: Rig, count: number): Promise<void> {
  await waitUntil('its processes are there', () => rigged.context.stats['processes-current'] === count);
}

async function figure({ context }: Rig, name: string, holds: (value: number) => boolean): Promise<void> {
  await waitUntil(
    () => `${name} is ${String(context.stats[name])}`,
    () => holds(Number(context.stats[name])),
  );
}

/** A streamer with the stream begun, in two processes. */
async function begun(properties: Parameters<typeof rig>[0] = {}): Promise<Rig> {
  const rigged = await rig({ processes: 2, 'burst-on-connect': true, 'burst-time': 30, ...properties });
  rigged.tap.caps(caps);
  for (const buffer of buffers.slice(0, 20)) rigged.tap.buffer(buffer);
  await ready(rigged, 2);
  return rigged;
}

test('listeners in two processes get the same bytes, and are one figure', async () => {
  const rigged = await begun();
  const early = [
    get(rigged.port),
    get(rigged.port),
    send(rigged.port, 'GET / HTTP/1.0\r\n\r\n'),
    get(rigged.port),
  ];
  for (const client of early) await answered(client);
  for (const buffer of buffers.slice(20)) rigged.tap.buffer(buffer);
  const all = Buffer.concat([headers, join(buffers)]);
  for (const client of early) await gets(client, all);
  await figure(rigged, 'clients-current', (clients) => clients === 4);
  await figure(rigged, 'consumption-totalbytes', (bytes) => bytes >= 4 * all.length);
  expect(rigged.context.stats['clients-peak']).toBe(4);
  early[0]?.socket.destroy();
  await figure(rigged, 'clients-current', (clients) => clients === 3);
  await waitUntil('it is logged', () =>
    rigged.context.logged.some((line) => line.includes('"GET / HTTP/1.1" 200')),
  );
  const [line = ''] = rigged.context.logged.filter((each) => each.includes('"GET / HTTP/1.1" 200'));
  const bytes = Number(/ 200 (\d+) /.exec(line)?.[1]);
  expect(bytes).toBeGreaterThanOrEqual(all.length);
});

test('limits count the listeners of all processes', async () => {
  const rigged = await begun({ 'client-limit': 3 });
  for (let count = 0; count < 3; count++) await answered(get(rigged.port));
  expect((await answered(get(rigged.port))).head()).toMatch(/^HTTP\/1.1 503 /);
});

test('a process that dies takes its own listeners along, is replaced, and the next ones get the whole burst', async () => {
  const rigged = await begun();
  const clients: Client[] = [];
  for (let count = 0; count < 4; count++) clients.push(await answered(get(rigged.port)));
  await figure(rigged, 'clients-current', (count) => count === 4);
  const [victim = 0] = halls();
  process.kill(victim, 'SIGKILL');
  await waitUntil('its listeners are gone', () => clients.filter((client) => client.closed()).length === 2);
  await figure(rigged, 'clients-current', (count) => count === 2);
  await waitUntil('another is there', () => halls().length === 2 && !halls().includes(victim));
  await ready(rigged, 2);
  const next = [get(rigged.port), get(rigged.port)];
  for (const client of next) await answered(client);
  for (const buffer of buffers.slice(20)) rigged.tap.buffer(buffer);
  for (const client of next) await gets(client, Buffer.concat([headers, join(buffers)]));
  for (const client of clients.filter((each) => !each.closed())) {
    await gets(client, Buffer.concat([headers, join(buffers)]));
  }
  expect(rigged.context.logged.join('\n')).toMatch(/a process that served 2 listeners ended \(SIGKILL\)/);
});

test('people see the listeners of all processes, and have them leave', async () => {
  const rigged = await begun();
  for (let count = 0; count < 3; count++) await answered(get(rigged.port));
  const table = async (name: string): Promise<Row[]> => [
    ...((await behaviour.tables?.[name]?.(rigged.context)) ?? []),
  ];
  let rows: Row[] = [];
  await waitUntil('their bytes are known', async () => {
    rows = await table('listeners');
    return rows.length === 3 && rows.every(({ bytes }) => Number(bytes) > 0);
  });
  for (const row of rows) expect(row).toMatchObject({ address: '127.0.0.1', state: 'streaming', lag: 0 });
  const id = String(rows[0]?.['id']);
  const eject = behaviour.actions?.['eject-listener'];
  expect(await eject?.(rigged.context, { id } as never)).toEqual({ ejected: 1 });
  await waitUntil('it has left', async () => (await table('listeners')).length === 2);
  expect(await table('departures')).toMatchObject([{ id, reason: 'ejected' }]);
});

test('changed settings reach all processes', async () => {
  const rigged = await begun({ timeout: 30 });
  await rigged.change({ 'burst-on-connect': false });
  const clients = [await answered(get(rigged.port)), await answered(get(rigged.port))];
  for (const client of clients) await gets(client, headers);
  await new Promise((resolve) => setImmediate(resolve));
  for (const client of clients) expect(client.body().includes(buffers[0]!.data)).toBe(false);
});

test('a listener in another process stays for as long as the bouncer says that judges again', async () => {
  let grant: ((seconds: number) => void) | undefined;
  const rigged = await rig({ processes: 2, 'burst-on-connect': true, bouncer: 'door' }, (context) => {
    context.authenticate = () => Promise.resolve({ admitted: true, duration: 60 });
    context.stay = (_bouncer, _keycard, _duration, _ejected, granted) => {
      grant = granted;
      return { leave: () => undefined };
    };
  });
  rigged.tap.caps(caps);
  for (const buffer of buffers.slice(0, 20)) rigged.tap.buffer(buffer);
  await ready(rigged, 2);
  const client = await answered(get(rigged.port));
  grant?.(0.1);
  await waitUntil('it is ended', () => client.closed());
});

test('a listener whose time is up is ended in its process', async () => {
  const rigged = await begun({ duration: 1 });
  const client = await answered(get(rigged.port));
  await waitUntil('it is ended', () => client.closed());
  await figure(rigged, 'clients-current', (count) => count === 0);
});

test('who stops ends all responses and all processes', async () => {
  const rigged = await begun();
  const client = await answered(get(rigged.port));
  expect(halls()).toHaveLength(2);
  await rigged.stop();
  await waitUntil('the response has ended', () => client.closed());
});

test('who leaves while nothing is sent is noticed, and so is who sends too much', async () => {
  const rigged = await begun();
  const leaving = await answered(get(rigged.port));
  leaving.socket.end();
  await figure(rigged, 'clients-current', (count) => count === 0);
  const loud = await answered(get(rigged.port));
  loud.socket.write(Buffer.alloc(200_000));
  await figure(rigged, 'dropped-abuse', (count) => count === 1);
});
