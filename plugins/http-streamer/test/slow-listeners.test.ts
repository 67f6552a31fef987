import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import type { FeedBuffer, FeedCaps } from '@flumotion/core/plugin';
import { waitUntil } from '../../../test/support/wait-until';
import { answered, get, rig, stopAll, type Rig } from './rig';

const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await stopAll();
});

const caps: FeedCaps = {
  text: 'application/x-test',
  mediaType: 'application/x-test',
  streamHeader: [Buffer.from('H')],
};
const SIZE = 64 * 1024;
const MARK = 8;

/** A buffer that says its number, and whether it is a keyframe, at both ends. */
function buffer(number: number): FeedBuffer {
  const key = number % 10 === 0;
  const mark = `${key ? 'K' : 'd'}${String(number).padStart(MARK - 1, '0')}`;
  const data = Buffer.alloc(SIZE, mark);
  return { data, delta: !key, header: false, discont: false };
}

/** Plays numbered buffers, about 10 MB/s, until a condition holds; returns the number after the last. */
async function playUntil({ tap }: Rig, from: number, holds: () => boolean): Promise<number> {
  const deadline = Date.now() + 15_000;
  let number = from;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('the condition does not come true');
    tap.buffer(buffer(number++));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return number;
}

/** A listener that checks each buffer as it comes and keeps its number only. */
class Reader {
  readonly numbers: number[] = [];
  /** Pieces that are not a whole buffer as it was sent. */
  torn = 0;
  bytes = 0;
  readonly socket: Socket;
  private rest = Buffer.alloc(0);
  private begun = false;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1', () => this.socket.write('GET / HTTP/1.0\r\n\r\n'));
    this.socket.on('error', () => undefined);
    this.socket.on('data', (data) => this.take(data));
    sockets.add(this.socket);
  }

  private take(data: Buffer): void {
    this.bytes += data.length;
    this.rest = Buffer.concat([this.rest, data]);
    if (!this.begun) {
      const end = this.rest.indexOf('\r\n\r\nH');
      if (end < 0) return;
      this.begun = true;
      this.rest = this.rest.subarray(end + 5);
    }
    for (; this.rest.length >= SIZE; this.rest = this.rest.subarray(SIZE)) {
      const number = Number(this.rest.toString('latin1', 1, MARK));
      if (!this.rest.subarray(0, SIZE).equals(buffer(number).data)) this.torn++;
      this.numbers.push(number);
    }
  }
}

/** Numbers that do not follow the one before. */
const jumps = (numbers: readonly number[]): number[] =>
  numbers.filter((number, index) => index > 0 && number !== Number(numbers[index - 1]) + 1);

it('drops a listener that does not read, says why, and lets nobody else feel it', async () => {
  const running = await rig({ timeout: 1, 'max-lag': 2 });
  const { tap, port, context } = running;
  tap.caps(caps);
  tap.buffer(buffer(0));
  const good = new Reader(port);
  const bad = new Reader(port);
  await waitUntil('two listeners', () => context.stats['clients-current'] === 2 && bad.bytes > 0);
  bad.socket.pause();
  const next = await playUntil(running, 10, () => context.stats['dropped-slow'] === 1);
  expect(context.logged.find((line) => line.includes('too slow'))).toMatch(
    /"too-slow: too slow by \d+\.\d s"$/,
  );
  await waitUntil('the last buffer', () => good.numbers.at(-1) === next - 1);
  expect(good.numbers).toHaveLength(next - 10);
  expect([jumps(good.numbers), good.torn]).toEqual([[], 0]);
  // About 10 MB/s for 2 s of lag, whatever the stalled listener missed.
  expect(Number(context.stats['history-bytes'])).toBeLessThan(32 * 1024 * 1024);
  await waitUntil('one listener', () => context.stats['clients-current'] === 1);
});

it('goes on at the newest keyframe when a stall ends, with whole buffers only', async () => {
  const running = await rig({ timeout: 60, 'max-lag': 1 });
  const { tap, port, context } = running;
  tap.caps(caps);
  tap.buffer(buffer(0));
  const reader = new Reader(port);
  await waitUntil('the headers', () => reader.bytes > 0);
  let next = await playUntil(running, 10, () => reader.numbers.length > 3);
  reader.socket.pause();
  next = await playUntil(running, next, () => Number(context.stats['lag-max']) > 1.5);
  reader.socket.resume();
  next = await playUntil(
    running,
    next,
    () => Number(context.stats['resyncs']) > 0 && jumps(reader.numbers).length > 0,
  );
  await waitUntil('the last buffer', () => reader.numbers.at(-1) === next - 1);
  expect(reader.torn).toBe(0);
  // One stall; a busy machine may make a second one of it, before anything is sent or after. Each ends at a keyframe.
  expect(jumps(reader.numbers).length).toBeLessThanOrEqual(Number(context.stats['resyncs']));
  expect(jumps(reader.numbers).filter((number) => number % 10 !== 0)).toEqual([]);
  expect(context.stats['dropped-slow'] ?? 0).toBe(0);
});

it('drops a listener that sends what nobody asked for', async () => {
  const { tap, port, context } = await rig();
  tap.caps(caps);
  tap.buffer(buffer(0));
  const client = await answered(get(port));
  client.socket.write(Buffer.alloc(200 * 1024));
  await waitUntil('the drop', () => context.stats['dropped-abuse'] === 1);
  expect(context.logged.at(-1)).toContain('sent data that nobody asked for');
});

it('leaves no descriptor behind after 500 joins and leaves', async () => {
  const { tap, port, context } = await rig({ 'burst-on-connect': true });
  tap.caps(caps);
  tap.buffer(buffer(0));
  const descriptors = (): number => readdirSync('/proc/self/fd').length;
  const before = descriptors();
  for (let round = 0; round < 10; round++) {
    const clients = await Promise.all(Array.from({ length: 50 }, () => answered(get(port))));
    tap.buffer(buffer(round + 1));
    // Some leave politely, some in the middle of a write.
    clients.forEach((client, index) =>
      index % 2 === 0 ? client.socket.destroy() : client.socket.resetAndDestroy(),
    );
    await waitUntil('all to be gone', () => {
      tap.buffer(buffer(round + 1));
      return context.stats['left-by-themselves'] === (round + 1) * 50;
    });
  }
  await waitUntil('the descriptors', () => descriptors() <= before);
  await waitUntil(
    'the figures, which are told once a second',
    () => context.stats['clients-current'] === 0 && context.stats['clients-peak'] === 50,
  );
});

it('ends every response when it stops, and frees the port', async () => {
  const running = await rig();
  running.tap.caps(caps);
  running.tap.buffer(buffer(0));
  const client = await answered(get(running.port));
  await running.stop();
  await waitUntil('the end', client.closed);
  const again = await rig({ port: running.port });
  expect(again.context.said).toEqual([]);
});
