import { connect, type Socket } from 'node:net';
import { waitUntil } from '../../../test/support/wait-until';
import { feed, parts, rig, stopAll, type Rig } from './rig';

const { caps, buffers } = parts(feed('ogg-audio'));
const REQUEST = 'GET / HTTP/1.0\r\n\r\n';
const sockets: Socket[] = [];

afterEach(async () => {
  jest.restoreAllMocks();
  for (const socket of sockets.splice(0)) socket.destroy();
  await stopAll();
});

async function onAir(...given: Parameters<typeof rig>): Promise<Rig & { play: () => void }> {
  const made = await rig(...given);
  let next = 0;
  const play = (): void => made.tap.buffer(buffers[next++ % buffers.length]!);
  made.tap.caps(caps);
  play();
  return { ...made, play };
}

/** Connects, asks, and closes its half of the connection, at once unless it is told otherwise. */
function ask(port: number, atOnce = true): { socket: Socket; heard: () => number; over: () => boolean } {
  let heard = 0;
  let over = false;
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  if (atOnce) socket.end(REQUEST);
  else socket.write(REQUEST);
  socket.on('data', ({ length }: Buffer) => (heard += length));
  socket.on('error', () => undefined);
  socket.on('end', () => (over = true));
  sockets.push(socket);
  return { socket, heard: () => heard, over: () => over };
}

it.each([1, 2])(
  'who has closed its half after the request listens on, served by %i processes',
  async (processes) => {
    const { port, play, context } = await onAir({ processes });
    await waitUntil(
      'the processes',
      () => processes === 1 || context.stats['processes-current'] === processes,
    );
    const { heard, over, socket } = ask(port);
    await waitUntil('the head', () => heard() > 0);
    for (let round = 0; round < 5; round++) {
      const before = heard();
      play();
      await waitUntil('media', () => heard() > before);
    }
    expect(over()).toBe(false);
    socket.destroy();
    await waitUntil('it to be noticed', () => {
      play();
      return context.stats['left-by-themselves'] === 1;
    });
  },
);

it('one that had to wait for a bouncer too', async () => {
  let admit: () => void = () => undefined;
  const { port, play } = await onAir({ bouncer: 'slow' }, (context) => {
    context.authenticate = () => new Promise((resolve) => (admit = () => resolve({ admitted: true })));
  });
  const before = admit;
  const { heard, socket } = ask(port);
  await waitUntil('the question', () => admit !== before && socket.writableFinished);
  admit();
  await waitUntil('media', () => {
    play();
    return heard() > 2 * caps.streamHeader.reduce((sum, { length }) => sum + length, 0);
  });
});

it('who closes its half later has left', async () => {
  const { port, play, context } = await onAir();
  const { heard, over, socket } = ask(port, false);
  await waitUntil('the head', () => heard() > 0);
  const now = performance.now.bind(performance);
  jest.spyOn(performance, 'now').mockImplementation(() => now() + 3000);
  socket.end();
  await waitUntil('the end', over);
  play();
  await waitUntil('it to be noticed', () => context.stats['left-by-themselves'] === 1);
});

it('who closes its half later has left too when it is behind', async () => {
  const { port, play, context } = await onAir();
  const { heard, socket } = ask(port, false);
  await waitUntil('the head', () => heard() > 0);
  socket.pause();
  await waitUntil('it to be behind', () => {
    for (let count = 0; count < 500; count++) play();
    return Number(context.stats['lag-max']) > 0;
  });
  const now = performance.now.bind(performance);
  jest.spyOn(performance, 'now').mockImplementation(() => now() + 3000);
  socket.end();
  await waitUntil('it to be noticed', () => context.stats['left-by-themselves'] === 1);
  expect(context.stats['left-error']).toBe(0);
});

it('one that may have left while nothing comes that could be sent does not keep its place', async () => {
  const { port, context } = await onAir();
  const { heard, over } = ask(port);
  await waitUntil('the head', () => heard() > 0);
  await waitUntil('the end', () => over() || context.stats['left-by-themselves'] === 1);
});

it('a request that never becomes whole ends at once', async () => {
  const { port } = await onAir();
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  sockets.push(socket);
  let over = false;
  socket.on('end', () => (over = true)).resume();
  socket.end('GET / HTTP/1.0\r\n');
  await waitUntil('the end', () => over, 5000);
});
