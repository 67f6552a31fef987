import { readSync } from 'node:fs';
import { connect } from 'node:net';
import { FakeSink } from '../support/fake-sink';
import { CLIENT, FEED, FeedEnds } from '../support/feed-ends';
import { waitUntil } from '../support/wait-until';

let ends: FeedEnds;
beforeEach(() => void (ends = new FeedEnds()));
afterEach(() => ends.close());

test('an eater gets caps and every stream byte, those right behind the greeting too', async () => {
  const sink = new FakeSink();
  sink.greeting = Buffer.from('first bytes\n{"not":"a line"}\n');
  await ends.feeder({}, sink);
  const { feeds, caps, connector } = ends.eater();
  await waitUntil('the eater connects', () => feeds.length === 1);
  expect(caps).toEqual(['application/ogg']);
  let seen = '';
  feeds[0]?.read((chunk) => void (seen += chunk.toString()));
  sink.send(Buffer.from('more'));
  await waitUntil('the bytes arrive', () => seen.endsWith('more'));
  expect(seen).toBe('first bytes\n{"not":"a line"}\nmore');
  expect(connector.state()).toMatchObject({ eater: 'default', feed: FEED, connected: true, connections: 1 });
});

test('bytes longer than any slab arrive in order', async () => {
  const { sink } = await ends.feeder();
  const { feeds } = ends.eater();
  await waitUntil('the eater connects', () => feeds.length === 1);
  const parts: Buffer[] = [];
  let length = 0;
  feeds[0]?.read((chunk) => {
    parts.push(chunk);
    length += chunk.length;
  });
  const piece = Buffer.from(Array.from({ length: 30_011 }, (_, i) => i % 251));
  for (let i = 1; i <= 40; i += 1) {
    sink.send(piece);
    await waitUntil(`piece ${i}`, () => length === i * piece.length);
  }
  expect(Buffer.concat(parts).equals(Buffer.concat(Array<Buffer>(40).fill(piece)))).toBe(true);
});

test('an unread feed is left alone by Node: every byte and the end are for the holder of the descriptor', async () => {
  const sink = new FakeSink();
  sink.greeting = Buffer.from('headers');
  await ends.feeder({}, sink);
  const { feeds, losses } = ends.eater();
  await waitUntil('the eater connects', () => feeds.length === 1 && sink.held.size === 1);
  sink.send(Buffer.alloc(10_000, 'x'));
  for (const fd of [...sink.held.keys()]) sink.release(fd);
  const seen = Buffer.alloc(20_000);
  let length = 0;
  await waitUntil('the end', () => {
    try {
      const more = readSync(feeds[0]?.fd ?? -1, seen, length, seen.length - length, null);
      length += more;
      return more === 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false;
      throw error;
    }
  });
  expect(seen.toString('utf8', 0, length)).toBe(`headers${'x'.repeat(10_000)}`);
  expect(losses).toEqual([]);
});

test('caps that are not known yet are waited for, but not for ever', async () => {
  const { sink } = await ends.feeder();
  sink.capsText = undefined;
  const first = ends.eater();
  setTimeout(() => (sink.capsText = 'video/x-theora, streamheader=(buffer)< 00 >, width=(int)4'), 100);
  await waitUntil('the eater connects', () => first.caps.length === 1);
  expect(first.caps).toEqual(['video/x-theora, width=(int)4']);
  sink.capsText = undefined;
  const second = ends.eater(undefined, '/default/other:default');
  await waitUntil('the eater connects without caps', () => second.caps.length === 1);
  expect(second.caps).toEqual([undefined]);
});

test('an eater that starts first connects when the feeder comes, and again when it comes back', async () => {
  const { feeds, losses, connector } = ends.eater();
  await waitUntil('a reason', () => connector.state().reason?.includes('ENOENT') === true);
  const first = await ends.feeder();
  await waitUntil('the eater connects', () => feeds.length === 1);
  feeds[0]?.read(() => undefined);
  await first.listener.close();
  await waitUntil('the loss is seen', () => losses.length === 1);
  expect(connector.state()).toMatchObject({ connected: false, reason: 'the feeder closed the connection' });
  await ends.feeder();
  await waitUntil('the eater is back', () => feeds.length === 2);
  expect(connector.state()).toMatchObject({ connected: true, connections: 2 });
});

test('a descriptor the host found dead is replaced, and the client keeps its figures', async () => {
  const { sink, listener } = await ends.feeder();
  const { feeds, losses, connector } = ends.eater();
  await waitUntil('the eater connects', () => feeds.length === 1);
  sink.send(Buffer.from('12345'));
  await waitUntil('the bytes are counted', () => listener.state().clients[0]?.bytes === 5);
  const first = feeds[0]?.socket;
  connector.lost('dead');
  expect(losses).toEqual(['dead']);
  expect(first?.destroyed).toBe(true);
  await waitUntil('the eater is back', () => feeds.length === 2);
  await waitUntil('one descriptor is left', () => sink.held.size === 1);
  sink.send(Buffer.from('678'));
  await waitUntil('the bytes add up', () => listener.state().clients[0]?.bytes === 8);
  expect(listener.state().clients).toMatchObject([
    { client: CLIENT, connected: true, reconnects: 1, dropped: 0 },
  ]);
});

test('a client that is gone is shown as gone, with its figures', async () => {
  const { sink, listener } = await ends.feeder();
  const { feeds, connector } = ends.eater();
  await waitUntil('the eater connects', () => feeds.length === 1 && sink.held.size === 1);
  sink.send(Buffer.from('12345'));
  listener.state();
  connector.close();
  for (const fd of [...sink.held.keys()]) sink.release(fd);
  await waitUntil('it is shown as gone', () => listener.state().clients[0]?.connected === false);
  expect(listener.state().clients).toMatchObject([{ client: CLIENT, bytes: 5, reconnects: 0 }]);
});

test('a second connection of one client takes the place of the first', async () => {
  const { sink, listener } = await ends.feeder();
  const [first, second] = [ends.eater(), ends.eater()];
  await waitUntil('both were admitted', () => first.feeds.length + second.feeds.length >= 2);
  await waitUntil('one is left', () => sink.held.size === 1);
  expect(listener.state().clients).toHaveLength(1);
  expect(listener.state().clients[0]?.reconnects).toBeGreaterThan(0);
});

test('the same source changes nothing; another one moves the eater; none leaves it waiting', async () => {
  await ends.feeder();
  const other = `${ends.path}2`;
  await ends.feeder({ path: other });
  const { feeds, losses, connector } = ends.eater();
  await waitUntil('the eater connects', () => feeds.length === 1);
  connector.relink(ends.eaterLink({ caps: 'other/caps', host: '127.0.0.1', port: 1 }));
  expect(losses).toEqual([]);
  connector.relink(ends.eaterLink({ path: other }));
  expect(losses).toEqual(['the feed moved']);
  await waitUntil('the eater moves', () => feeds.length === 2);
  connector.relink({ eater: 'default', alias: 'default', wants: FEED });
  expect(losses).toEqual(['the feed moved', 'nobody offers the feed']);
  expect(connector.state()).toMatchObject({ connected: false, reason: 'nobody offers the feed' });
});

test('a socket is destroyed only after the sink let go of it', async () => {
  const { sink, listener } = await ends.feeder();
  const { feeds } = ends.eater();
  await waitUntil('the eater connects', () => feeds.length === 1 && sink.held.size === 1);
  let ended = false;
  feeds[0]?.socket.on('close', () => (ended = true));
  feeds[0]?.read(() => undefined);
  sink.clings = true;
  const closed = listener.close();
  sink.send(Buffer.from('still written'));
  await waitUntil('the last bytes', () => (feeds[0]?.socket.bytesRead ?? 0) > 0);
  expect(ended).toBe(false);
  sink.letGo();
  await closed;
  await waitUntil('the socket ends', () => ended);
});

test('a virtual feed is offered under its own id too', async () => {
  await ends.feeder({ virtual: ['/default/cam'] });
  const { feeds } = ends.eater(ends.eaterLink({ feed: '/default/cam' }));
  await waitUntil('the eater connects', () => feeds.length === 1);
});

test('the eater refuses a feeder that does not know the secret', async () => {
  await ends.feeder({ secret: 'cd'.repeat(32) });
  const { connector, feeds } = ends.eater();
  await waitUntil('a reason', () => connector.state().reason?.includes('its secret may differ') === true);
  expect(feeds).toEqual([]);
});

test('closing during an attempt leaves nothing behind', async () => {
  const { sink } = await ends.feeder();
  for (let i = 0; i < 20; i += 1) ends.eater(undefined, `/default/c${i}:default`).connector.close();
  const socket = connect({ path: ends.path });
  await new Promise((resolve) => socket.once('data', resolve));
  socket.destroy();
  expect(sink.held.size).toBe(0);
});
