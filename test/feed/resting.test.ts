import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExactSocket } from '../../core/src/feed/exact-socket';
import { connectedPair } from '../../core/src/feed/socket-pair';
import { waitUntil } from '../support/wait-until';

const folder = mkdtempSync(join(tmpdir(), 'flumotion-resting-'));
let server: Server;
let feeder: Socket | undefined;
let connection: ExactSocket;
const chunks: string[] = [];
let rests: number[];
let asked: number;

beforeEach(async () => {
  feeder = undefined;
  chunks.length = 0;
  asked = 0;
  rests = [];
  const path = join(folder, 'feed');
  server = createServer((socket) => (feeder = socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  connection = new ExactSocket({ path });
  connection.read(
    (chunk) => chunks.push(chunk.toString()),
    () => rests[asked++] ?? 0,
  );
  await waitUntil('a connection', () => feeder !== undefined);
  // The first byte is read alone, as those of a greeting are: it fills the memory for it, so more might be there.
  await write('_');
  await waitUntil('the question after it', () => asked === 1);
  expect(chunks).toEqual(['_']);
  chunks.length = asked = 0;
});

afterEach(() => {
  connection.destroy();
  feeder?.destroy();
  server.close();
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Writes and waits until the kernel has it. */
function write(text: string): Promise<void> {
  return new Promise((resolve) => feeder?.write(text, () => resolve()));
}

it('reads what came during a rest in one piece, at its end', async () => {
  rests = [400, 0];
  await write('a');
  await waitUntil('the first byte', () => chunks.length === 1);
  for (const text of ['b', 'c', 'd']) await write(text);
  await waitUntil('the rest of it', () => chunks.length === 2);
  expect(chunks).toEqual(['a', 'bcd']);
  expect(asked).toBe(2);
});

it('asks again after a rest during which nothing came, and then hears of the next byte', async () => {
  rests = [10, 10, 10, 0, 0];
  await write('a');
  await waitUntil('three rests', () => asked === 4);
  await write('b');
  await waitUntil('the next byte', () => chunks.length === 2);
  expect(asked).toBe(5);
});

it('notices the end of a feed after its rest', async () => {
  rests = [50];
  const reasons: string[] = [];
  connection.onEnd((reason) => reasons.push(reason));
  await write('a');
  await waitUntil('the first byte', () => chunks.length === 1);
  feeder?.end('z');
  await waitUntil('the end', () => reasons.length === 1);
  expect(chunks.join('')).toBe('az');
});

it('rests no more once it is destroyed', async () => {
  rests = [20, 20, 20];
  await write('a');
  await waitUntil('the first byte', () => chunks.length === 1);
  connection.destroy();
  await write('b').catch(() => undefined);
  expect(asked).toBe(1);
});

it('gives all of a feed in order that is quicker than its rests', async () => {
  rests = Array.from({ length: 1000 }, (_, index) => index % 3);
  const sent = Buffer.alloc(3 * 1024 * 1024, 'a quick feed, ');
  feeder?.end(sent);
  const reasons: string[] = [];
  connection.onEnd((reason) => reasons.push(reason));
  await waitUntil('the end', () => reasons.length === 1);
  expect(chunks.join('') === sent.toString()).toBe(true);
});

it('lets what comes out of a pipeline rest as well', async () => {
  const [ours, theirs] = await connectedPair();
  const seen: string[] = [];
  let questions = 0;
  try {
    ours.read(
      (chunk) => seen.push(chunk.toString()),
      () => (questions++ === 0 ? 1000 : 0),
    );
    theirs.socket.write('a');
    await waitUntil('the question', () => questions === 1);
    await Promise.all(['b', 'c'].map((text) => new Promise((done) => theirs.socket.write(text, done))));
    await waitUntil('the end of the rest', () => questions > 1);
    expect(seen).toEqual(['a', 'bc']);
  } finally {
    ours.close();
    theirs.close();
  }
});
