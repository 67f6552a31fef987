import { X509Certificate } from 'node:crypto';
import { readFileSync, readSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { generate } from 'selfsigned';
import { makeSocketPair } from '../../core/src/feed/socket-pair';
import { FakeSink } from '../support/fake-sink';
import { FeedEnds, openDescriptors } from '../support/feed-ends';
import { waitUntil } from '../support/wait-until';

let ends: FeedEnds;
let tls: { cert: string; key: string };
let fingerprint: string;
beforeAll(async () => {
  const made = await generate([{ name: 'commonName', value: 'flumotion' }], { keySize: 2048 });
  tls = { cert: made.cert, key: made.private };
  fingerprint = new X509Certificate(made.cert).fingerprint256;
});
beforeEach(() => void (ends = new FeedEnds()));
afterEach(() => ends.close());

/** An eater's link over the network. */
function remote(port: number, pinned?: string): ReturnType<FeedEnds['eaterLink']> {
  const link = ends.eaterLink({ host: '127.0.0.1', port, ...(pinned ? { fingerprint: pinned } : {}) });
  delete link.source?.path;
  return link;
}

test.each<[string, boolean]>([
  ['plain TCP', false],
  ['TLS', true],
])('a feed over %s carries every byte both ways of opening the port', async (_, encrypted) => {
  const sink = new FakeSink();
  sink.greeting = Buffer.from('headers');
  const { listener } = await ends.feeder({}, sink);
  const port = await listener.openTcp(0, encrypted ? tls : undefined);
  expect(await listener.openTcp(0)).toBe(port);
  expect(listener.state().port).toBe(port);
  const { feeds, losses, connector } = ends.eater(remote(port, encrypted ? fingerprint : undefined));
  await waitUntil('the eater connects', () => feeds.length === 1 && sink.held.size === 1);
  const parts: Buffer[] = [];
  feeds[0]?.read((chunk) => void parts.push(Buffer.from(chunk)));
  const piece = Buffer.alloc(50_000, 'abc');
  sink.send(piece);
  await waitUntil('all is there', () => Buffer.concat(parts).length === 50_007);
  expect(Buffer.concat(parts).equals(Buffer.concat([Buffer.from('headers'), piece]))).toBe(true);

  sink.release([...sink.held.keys()][0] as number);
  await waitUntil('the loss is seen', () => losses.length === 1);
  await waitUntil('the eater is back', () => feeds.length === 2 && sink.held.size === 1);
  connector.lost('test');
  await waitUntil('again', () => feeds.length === 3);
});

test('an eater that ends an idle TLS feed ends the descriptor at the feeder', async () => {
  const sink = new FakeSink();
  const { listener } = await ends.feeder({ port: 0, tls }, sink);
  const { feeds, connector } = ends.eater(remote(listener.state().port as number, fingerprint));
  await waitUntil('the eater connects', () => feeds.length === 1 && sink.held.size === 1);
  const [fd = -1] = sink.held.keys();
  connector.close();
  await waitUntil('the end is there to be read', () => {
    try {
      return readSync(fd, Buffer.alloc(1)) === 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false;
      throw error;
    }
  });
});

test('a peer that vanishes without a word will be noticed: both ends of a TCP feed probe it', async () => {
  const { listener, sink } = await ends.feeder({ port: 0 });
  const port = listener.state().port as number;
  const { feeds } = ends.eater(remote(port));
  await waitUntil('the eater connects', () => feeds.length === 1 && sink.held.size === 1);
  const hex = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
  // Established connections of the port; a timer of kind 02 is the keepalive.
  const timers = (): unknown =>
    ['/proc/net/tcp', '/proc/net/tcp6']
      .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
      .filter((line) => line.includes(hex) && / 01 [0-9A-F]+:[0-9A-F]+ /.test(line))
      .map((line) => / 01 [0-9A-F]+:[0-9A-F]+ ([0-9A-F]{2}):/.exec(line)?.[1]);
  await waitUntil('both probe', () => isDeepStrictEqual(timers(), ['02', '02']));
});

test('another certificate is refused before a word is said', async () => {
  const { listener } = await ends.feeder({ port: 0, tls });
  const { connector, feeds } = ends.eater(remote(listener.state().port as number, 'AB:'.repeat(31) + 'AB'));
  await waitUntil('a reason', () => connector.state().reason?.includes('shows certificate') === true);
  expect(feeds).toEqual([]);
});

test('somebody who does not speak TLS is closed and counted', async () => {
  const { listener } = await ends.feeder({ port: 0, tls });
  const socket = connect({ host: '127.0.0.1', port: listener.state().port as number });
  socket.on('error', () => undefined).write('GET / HTTP/1.1\r\n\r\n');
  await once(socket, 'close');
  await waitUntil('it is counted', () => listener.state().refused === 1);
});

test('a pair of sockets carries bytes, and its folder is gone', async () => {
  const before = openDescriptors();
  const { near, far } = await makeSocketPair();
  near.write('through');
  far.resume();
  const seen = await new Promise<Buffer>((resolve) => far.once('data', resolve));
  expect(seen.toString()).toBe('through');
  near.destroy();
  far.destroy();
  await waitUntil('both are closed', () => openDescriptors() <= before);
});

test.each<[string, number]>([
  ['unix', 1000],
  ['tls', 100],
])('%s: %d connects and disconnects leave no descriptor', async (kind, times) => {
  const { listener, sink } = await ends.feeder({ port: 0, tls });
  const link = kind === 'tls' ? remote(listener.state().port as number, fingerprint) : ends.eaterLink();
  const { feeds, connector } = ends.eater(link);
  await waitUntil('the first connection', () => feeds.length === 1 && sink.held.size === 1);
  connector.close();
  for (const fd of [...sink.held.keys()]) sink.release(fd);
  await waitUntil('it is closed', () => sink.held.size === 0);
  const before = openDescriptors();
  for (let i = 0; i < times; i += 1) {
    const eater = ends.eater(link, `/default/c${i % 7}:default`);
    for (let turn = 0; eater.feeds.length === 0 && turn < 1e6; turn += 1) await new Promise(setImmediate);
    eater.connector.close();
    if (i % 2 === 0) for (const fd of [...sink.held.keys()]) sink.release(fd);
  }
  await waitUntil('the sink holds what it was given', () => {
    for (const fd of [...sink.held.keys()]) sink.release(fd);
    listener.poll();
    return openDescriptors() <= before + 1;
  });
  expect(listener.state().clients).toHaveLength(8);
  expect(listener.state().refused).toBe(0);
});
