import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { EaterConnector, type EaterEvents, type FeedSocket } from '../../core/src/feed/eater-connector';
import { FeederListener } from '../../core/src/feed/feeder-listener';
import { answerHello } from '../../core/src/feed/handshake';
import { readLine } from '../../core/src/feed/lines';
import { release, releaseAll, reserve } from '../../core/src/gst/shared-memory';
import { FakeSink } from '../support/fake-sink';
import { CLIENT, FEED, FeedEnds, keepingLogger, SECRET } from '../support/feed-ends';
import { waitUntil } from '../support/wait-until';

/** Has something to share once it is told so. */
class SharingSink extends FakeSink {
  ready = true;
  readonly shared: number[] = [];
  override share(fd: number, path: string): string | undefined {
    if (!this.ready) return undefined;
    this.shared.push(fd);
    this.held.set(fd, { bytes: 7, dropped: 0, behind: 0 });
    return `${path}.m${String(this.shared.length)}`;
  }
  override shares(): boolean {
    return this.ready;
  }
}

let ends: FeedEnds;
let connectors: EaterConnector[];
beforeEach(() => {
  ends = new FeedEnds();
  connectors = [];
});
afterEach(async () => {
  for (const connector of connectors) connector.close();
  await ends.close();
});

function eater(over: Partial<EaterEvents> = {}, link = ends.eaterLink()): FeedSocket[] {
  const feeds: FeedSocket[] = [];
  const events: EaterEvents = {
    connected: (feed) => {
      feeds.push(feed);
      // As a pipeline reads it.
      if (feed.memory === undefined) feed.read(() => undefined);
    },
    disconnected: () => undefined,
    takesMemory: () => true,
    ...over,
  };
  const connector = new EaterConnector(CLIENT, link, events, keepingLogger().log);
  connectors.push(connector);
  connector.start();
  return feeds;
}

test('who asks for shared memory is told where it is, and its connection stands for it', async () => {
  const sink = new SharingSink();
  const { listener } = await ends.feeder({}, sink);
  const feeds = eater();
  await waitUntil('the feed', () => feeds.length === 1);
  expect(feeds[0]?.memory).toBe(`${ends.path}.m1`);
  expect(listener.state().clients).toMatchObject([{ client: CLIENT, connected: true, bytes: 7 }]);
  connectors[0]?.close();
  await waitUntil('the end is known', () => !sink.held.has(sink.shared[0] as number));
  await waitUntil('the client is gone', () => listener.state().clients[0]?.connected === false);
});

test('an eater knows when its feeder lets it go, and comes anew', async () => {
  const sink = new SharingSink();
  await ends.feeder({}, sink);
  const feeds = eater();
  await waitUntil('the feed', () => feeds.length === 1);
  sink.release(sink.shared[0] as number);
  await waitUntil('the feed, anew', () => feeds.length === 2);
  expect(feeds[1]?.memory).toBe(`${ends.path}.m2`);
});

test('who does not ask gets the stream over its connection', async () => {
  const sink = new SharingSink();
  await ends.feeder({}, sink);
  const feeds = eater({ takesMemory: () => false });
  await waitUntil('the feed', () => feeds.length === 1);
  expect(feeds[0]?.memory).toBeUndefined();
  expect(sink.shared).toEqual([]);
});

test('who came before there was anything to see is let go once there is, and only then', async () => {
  const sink = new SharingSink();
  sink.ready = false;
  sink.capsText = undefined;
  const { listener } = await ends.feeder({}, sink);
  const feeds = eater();
  await waitUntil('the feed', () => feeds.length === 1, 10_000);
  expect(feeds[0]?.memory).toBeUndefined();
  sink.capsText = 'video/x-raw';
  sink.ready = true;
  await waitUntil('the feed in shared memory', () => feeds.at(-1)?.memory !== undefined, 10_000);
  expect(listener.state().clients).toMatchObject([{ client: CLIENT, reconnects: feeds.length - 1 }]);
});

test('nothing is shared over TCP, whatever is asked', async () => {
  const sink = new SharingSink();
  const listener = new FeederListener(
    { ...ends.feederLink(), port: 0, host: '127.0.0.1' },
    sink,
    keepingLogger().log,
  );
  await listener.listen();
  const socket = connect({ host: '127.0.0.1', port: listener.state().port ?? 0 });
  try {
    const answer = answerHello(await readLine(socket), {
      feed: FEED,
      client: CLIENT,
      secret: SECRET,
      memory: true,
    });
    socket.write(answer.line);
    expect(answer.accept(await readLine(socket))).toEqual({ caps: 'application/ogg', memory: undefined });
    expect(sink.shared).toEqual([]);
  } finally {
    socket.destroy();
    sink.letGo();
    await listener.close();
  }
});

test('an area that is not there, or larger than what is left, is not reserved', () => {
  const socket = `${ends.path}.m0`;
  expect(reserve('shmpipe.nothing', 1, socket)).toBe(false);
  expect(reserve('shmpipe.nothing', Number.MAX_SAFE_INTEGER, socket)).toBe(false);
  release(socket);
  expect(readdirSync(ends.folder)).toEqual([]);
});

test('what a feeder left is removed, and nothing else, whatever its notes say', () => {
  const area = `shmpipe.${String(process.pid).padStart(5)}.77777`;
  writeFileSync(join('/dev/shm', area), 'pictures');
  writeFileSync(join(ends.folder, 'precious'), 'precious');
  const note = (name: string, text: string): void => writeFileSync(join(ends.folder, `${name}.area`), text);
  note('feed.m0', area);
  note('feed.m1', '../precious');
  note('feed.m2', `../..${ends.folder}/precious`);
  note('other.m0', area);
  releaseAll(ends.path);
  expect(existsSync(join('/dev/shm', area))).toBe(false);
  expect(readdirSync(ends.folder).sort()).toEqual(['other.m0.area', 'precious']);
});
