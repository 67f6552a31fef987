import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Handover, handoverFault, stopReading } from '../../web/src/handover';
import { waitUntil } from '../support/wait-until';

let folder: string;
let path: string;
const servers: Server[] = [];
const ends: Handover[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flumotion-handover-'));
  path = join(folder, 's');
});

afterEach(() => {
  for (const end of ends.splice(0)) end.close();
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true });
});

interface End {
  handover: Handover;
  readonly lines: string[];
  readonly got: Socket[];
  over: string | undefined;
}

function end(
  make: (line: (text: string, socket?: Socket) => void, over: (why: string) => void) => Handover,
): End {
  const it: Omit<End, 'handover'> = { lines: [], got: [], over: undefined };
  const made = it as End;
  made.handover = make(
    (line, socket) => {
      it.lines.push(line);
      if (socket) it.got.push(socket);
    },
    (why) => (it.over = why),
  );
  ends.push(made.handover);
  return made;
}

/** Both ends of a connection. */
async function pair(): Promise<{ giver: End; taker: End }> {
  let giver: End | undefined;
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    giver = end((line, over) => Handover.accept(socket, line, over));
  });
  servers.push(server.listen(path));
  const taker = end((line, over) => Handover.connect(path, line, over));
  await waitUntil('the connection is accepted', () => giver !== undefined);
  return { giver: giver as End, taker };
}

/** A port whose connections are handed over once their first bytes have come. */
async function port(giver: End): Promise<{ port: number; given: Socket[] }> {
  const given: Socket[] = [];
  const server = createServer((socket) => {
    socket.once('data', (data: Buffer) => {
      stopReading(socket);
      given.push(socket);
      giver.handover.send(data.toString(), socket);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, given };
}

/** Descriptors of this process. */
const descriptors = (): number => readdirSync('/proc/self/fd').length;

test('this Node can hand connections over', () => {
  expect(handoverFault()).toBeUndefined();
});

test('lines go both ways, in order and whole', async () => {
  const { giver, taker } = await pair();
  const long = 'ü'.repeat(100_000);
  for (const line of ['one', long, '', 'three']) giver.handover.send(line);
  taker.handover.send('back');
  await waitUntil('all lines are there', () => taker.lines.length === 4 && giver.lines.length === 1);
  expect(taker.lines).toEqual(['one', long, '', 'three']);
  expect(giver.lines).toEqual(['back']);
});

test('a connection is handed over with every byte from there on, and lives when the giver is gone', async () => {
  const { giver, taker } = await pair();
  const place = await port(giver);
  const client = connect(place.port, '127.0.0.1', () => client.write('first'));
  await waitUntil('it came', () => taker.got.length === 1);
  client.write('second');
  for (const socket of place.given) socket.destroy();
  giver.handover.close();
  await waitUntil('the taker has seen it', () => taker.over !== undefined);
  const [socket] = taker.got;
  expect(taker.lines).toEqual(['first']);
  expect(socket?.remotePort).toBe(client.localPort);
  const heard = text(client);
  const more = await new Promise((resolve) => socket?.once('data', resolve));
  expect(String(more)).toBe('second');
  socket?.end('answer');
  expect(await heard).toBe('answer');
});

test('two hundred at once each get their own answer', async () => {
  const { giver, taker } = await pair();
  const place = await port(giver);
  const answers = Array.from({ length: 200 }, (_, index) => {
    const client = connect(place.port, '127.0.0.1', () => client.write(`number ${index}`));
    return text(client);
  });
  await waitUntil('all came', () => taker.got.length === 200);
  taker.got.forEach((socket, index) => socket.end(`hello ${taker.lines[index]}`));
  expect(await Promise.all(answers)).toEqual(answers.map((_, index) => `hello number ${index}`));
  for (const socket of place.given) socket.destroy();
});

test('an end that closes takes no descriptor of anybody else with it, and leaves none', async () => {
  const { giver, taker } = await pair();
  taker.handover.close();
  await waitUntil('the giver has seen it', () => giver.over !== undefined);
  const before = descriptors();
  for (let round = 0; round < 50; round++) {
    const again = end((line, over) => Handover.connect(path, line, over));
    const count = ends.length;
    await waitUntil('it is accepted', () => ends.length === count + 1);
    const mine = ends.at(-1);
    mine?.send('x');
    await waitUntil('its line came', () => again.lines.length === 1);
    again.handover.close();
    mine?.close();
  }
  expect(descriptors()).toBe(before);
});

test('connections that nobody took are closed with the end they came to', async () => {
  const { giver, taker } = await pair();
  const place = await port(giver);
  taker.handover.send('stop');
  const client = connect(place.port, '127.0.0.1', () => client.write('first'));
  await waitUntil('it came', () => taker.got.length === 1);
  const heard = text(client);
  for (const socket of [...place.given, ...taker.got]) socket.destroy();
  expect(await heard).toBe('');
});

test('a path that is not there is told', async () => {
  const alone = end((line, over) => Handover.connect(join(folder, 'none'), line, over));
  alone.handover.send('x');
  await waitUntil('it is told', () => alone.over !== undefined);
  expect(alone.over).toMatch(/ENOENT/);
});

test.each([
  ['no line of a hand-over', 'GET / HTTP/1.1\n', /no line of a hand-over/],
  ['a line that wants a connection and has none', '+{}\n', /no line of a hand-over/],
  ['a line without end', `-${'x'.repeat(300_000)}`, /longer than 262144 bytes/],
])('%s ends it', async (_, sent, why) => {
  const accepted: End[] = [];
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    accepted.push(end((line, over) => Handover.accept(socket, line, over)));
  });
  servers.push(server.listen(path));
  const stranger = connect(path).on('error', () => undefined);
  const closed = new Promise((resolve) => stranger.once('close', resolve));
  stranger.write(sent);
  await closed;
  expect(accepted[0]?.over).toMatch(why);
  expect(accepted[0]?.lines).toEqual([]);
});
