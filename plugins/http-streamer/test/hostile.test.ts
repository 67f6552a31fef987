import { connect, type Socket } from 'node:net';
import { MOST_PENDING } from '@flumotion/web';
import { waitUntil } from '../../../test/support/wait-until';
import { answered, feed, parts, rig, send, stopAll, type Client, type Rig } from './rig';

const { caps, buffers } = parts(feed('ogg-av'));
/** Another address of this machine than that of the attackers. */
const GOOD = '127.0.0.66';
const REQUEST = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
const attackers = new Set<Socket>();

afterEach(async () => {
  for (const socket of attackers) socket.destroy();
  attackers.clear();
  await stopAll();
});

interface Scene extends Rig {
  readonly listener: Client;
  /** Sends media on and waits until the listener that behaves has got it; then somebody new is answered. */
  unharmed(): Promise<void>;
}

async function scene(): Promise<Scene> {
  const made = await rig({ 'burst-on-connect': true });
  made.tap.caps(caps);
  made.tap.buffer(buffers[0]!);
  const listener = await answered(send(made.port, REQUEST, GOOD));
  let next = 1;
  return {
    ...made,
    listener,
    unharmed: async () => {
      const before = listener.body().length;
      const buffer = buffers[next++ % buffers.length]!;
      made.tap.buffer(buffer);
      await waitUntil('the media', () => listener.body().length >= before + buffer.data.length);
      const other = await answered(send(made.port, REQUEST, GOOD));
      expect(other.head()).toMatch(/^HTTP\/1\.1 200 /);
      other.socket.destroy();
      await waitUntil('it to be gone', () => other.closed());
    },
  };
}

/** Connects from the attackers' address. */
function attack(port: number, text = ''): Socket {
  const socket = connect(port, '127.0.0.1');
  attackers.add(socket);
  socket.on('error', () => undefined);
  socket.on('close', () => attackers.delete(socket));
  socket.on('connect', () => socket.write(text));
  socket.resume();
  return socket;
}

it('stands 20,000 connections that say nothing', async () => {
  const { port, unharmed } = await scene();
  for (let wave = 0; wave < 40; wave++) {
    const silent = Array.from({ length: 500 }, () => attack(port));
    await unharmed();
    // Most hang up, or the test would wait for the streamer to close each of them.
    for (const socket of silent.slice(100)) socket.destroy();
    await waitUntil('room', () => attackers.size < 1000, 60_000);
  }
  await waitUntil('few to be left', () => attackers.size <= MOST_PENDING, 60_000);
});

it('stands a thousand that never finish their heads', async () => {
  const { port, unharmed } = await scene();
  const slow = Array.from({ length: 1000 }, () => attack(port, 'GET / HTTP/1.1\r\n'));
  const drip = setInterval(() => {
    for (const socket of slow) if (socket.writable) socket.write('X: y\r\n');
  }, 200);
  await unharmed();
  await waitUntil('few to be left', () => attackers.size <= MOST_PENDING, 60_000);
  await unharmed();
  clearInterval(drip);
});

it('stands a thousand that send bodies slowly', async () => {
  const { port, unharmed, context } = await scene();
  const post = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n';
  const slow = Array.from({ length: 1000 }, () => attack(port, post));
  const drip = setInterval(() => {
    for (const socket of slow) if (socket.writable) socket.write('x');
  }, 200);
  await waitUntil('all to be refused', () => context.stats['refused-invalid'] === 1000, 60_000);
  await unharmed();
  await waitUntil('all to be gone', () => attackers.size === 0, 60_000);
  clearInterval(drip);
});

it('stands resets in the middle of the burst, and halves that are closed', async () => {
  const { port, unharmed, context } = await scene();
  let halves = 0;
  for (let index = 0; index < 500; index++) {
    const socket = attack(port, REQUEST);
    socket.once('data', () => (index % 2 === 0 ? socket.resetAndDestroy() : socket.end(() => halves++)));
  }
  await waitUntil('all to have done so', () => halves === 250, 60_000);
  await unharmed();
  for (const socket of attackers) socket.destroy();
  await waitUntil(
    'all to be gone',
    async () => {
      await unharmed();
      return Number(context.stats['left-by-themselves']) >= 500;
    },
    60_000,
  );
});

it('drops who sends on and on after the request', async () => {
  const { port, unharmed, context } = await scene();
  const socket = attack(port, REQUEST);
  socket.once('data', () => socket.write(Buffer.alloc(256 * 1024)));
  await waitUntil('the end', () => context.stats['dropped-abuse'] === 1);
  await unharmed();
});

it.each([
  ['HTTP/0.9', 'GET /\r\n\r\n', 400],
  ['noise', '\0\xff\x01\xfe'.repeat(100) + '\r\n\r\n', 400],
  ['a TLS greeting', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 400],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
  [
    'a second request in the first',
    'GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n\tGET /other HTTP/1.1\r\n\r\n',
    400,
  ],
  ['a range bomb', `GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=${'0-,'.repeat(1000)}0-\r\n\r\n`, 200],
  ['a path upwards', 'GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n', 404],
  ['the same in percents', 'GET /%2e%2e/%2e%2e%2fetc%5cpasswd HTTP/1.1\r\nHost: x\r\n\r\n', 404],
  ['the same twice in percents', 'GET /%252e%252e/etc HTTP/1.1\r\nHost: x\r\n\r\n', 404],
  ['an overlong dot', 'GET /%c0%ae%c0%ae/etc HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['a NUL', 'GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n', 404],
  ['many fields', `GET / HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(500)}\r\n`, 431],
  ['a long line', `GET /${'x'.repeat(100_000)} HTTP/1.1\r\n\r\n`, 431],
])('answers %s as it should', async (_what, text, status) => {
  const { port, unharmed } = await scene();
  const client = await answered(send(port, text));
  expect(client.head()).toMatch(new RegExp(`^HTTP/1\\.[01] ${status} `));
  client.socket.destroy();
  await unharmed();
});
