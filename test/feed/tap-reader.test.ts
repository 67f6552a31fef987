import { serialiseGdp, type GdpPacket } from '../../core/src/feed/gdp';
import { TapReader } from '../../core/src/feed/tap-reader';
import type { FeedSocket } from '../../core/src/feed/eater-connector';
import type { FeedBuffer, FeedCaps, FeedTags } from '../../core/src/plugin';
import { tagEvent } from '../../core/src/feed/tags';
import { Socket } from 'node:net';

class Recorder {
  readonly calls: string[] = [];
  readonly buffers: FeedBuffer[] = [];
  caps(caps: FeedCaps): void {
    this.calls.push(`caps ${caps.mediaType} ${caps.streamHeader.length}`);
  }
  buffer(buffer: FeedBuffer): void {
    this.calls.push(`buffer ${buffer.data.toString()}`);
    this.buffers.push(buffer);
  }
  lost(reason: string): void {
    this.calls.push(`lost ${reason}`);
  }
}

function fakeFeed(): {
  feed: FeedSocket;
  send(...packets: GdpPacket[]): void;
  raw(b: Buffer): void;
  rest(): number | undefined;
  closed: string[];
} {
  const closed: string[] = [];
  let take: (chunk: Buffer) => void = () => undefined;
  let ask: (() => number) | undefined;
  const feed = {
    fd: -1,
    socket: new Socket(),
    read: (onBytes: (chunk: Buffer) => void, rest?: () => number) => void ([take, ask] = [onBytes, rest]),
    close: (reason = '') => void closed.push(reason),
  };
  const raw = (bytes: Buffer): void => take(bytes);
  const rest = (): number | undefined => ask?.();
  return { feed, closed, raw, rest, send: (...packets) => raw(Buffer.concat(packets.map(serialiseGdp))) };
}

const caps: GdpPacket = { kind: 'caps', text: 'application/ogg, streamheader=(buffer)< 00, 01 >' };
const segment: GdpPacket = {
  kind: 'event',
  type: 17934,
  text: 'GstEventSegment, segment=(GstSegment)"segment, rate=(double)1, format=(GstFormat)time, base=(guint64)0, offset=(guint64)0, start=(guint64)1000, time=(guint64)0;";',
};
function buffer(text: string, flags = 0, pts?: bigint): GdpPacket {
  return { kind: 'buffer', data: Buffer.from(text), pts, duration: 40n, offset: 1n, offsetEnd: 9n, flags };
}

test('caps come before buffers, flags and running times with them', () => {
  const handler = new Recorder();
  const { feed, send } = fakeFeed();
  new TapReader(handler).attach(feed);
  send(caps, segment, buffer('h', 0x400), buffer('k', 0x40, 1010n), buffer('d', 0x2000, 1050n));
  expect(handler.calls).toEqual(['caps application/ogg 2', 'buffer h', 'buffer k', 'buffer d']);
  expect(handler.buffers).toMatchObject([
    { header: true, delta: false, discont: false },
    { header: false, discont: true, pts: 10n, duration: 40n, offsetEnd: 9n },
    { delta: true, discont: false, pts: 50n },
  ]);
  expect(handler.buffers[0]).not.toHaveProperty('pts');
});

test('a returning feed gives caps and headers again, and a discontinuity at its first media buffer', () => {
  const handler = new Recorder();
  const tap = new TapReader(handler);
  const [first, second] = [fakeFeed(), fakeFeed()];
  tap.attach(first.feed);
  first.send(caps, buffer('h', 0x400), buffer('a'));
  first.raw(serialiseGdp(buffer('half')).subarray(0, 63));
  tap.detach('gone');
  first.send(buffer('late'));
  tap.attach(second.feed);
  second.send(caps, buffer('h', 0x400), buffer('b'), buffer('c'));
  expect(handler.calls.join()).toBe(
    'caps application/ogg 2,buffer h,buffer a,lost gone,caps application/ogg 2,buffer h,buffer b,buffer c',
  );
  expect(handler.buffers.map(({ header, discont }) => [header, discont])).toEqual([
    [true, false],
    [false, false],
    [true, false],
    [false, true],
    [false, false],
  ]);
});

test('tags come as they are from there on, those of the stream before those of all; a returning feed begins anew', () => {
  const seen: FeedTags[] = [];
  const tap = new TapReader({
    caps: () => undefined,
    buffer: () => undefined,
    tags: (tags) => void seen.push(tags),
  });
  const [first, second] = [fakeFeed(), fakeFeed()];
  const global = { ...tagEvent({ title: 'all', genre: 'Jazz' }) };
  tap.attach(first.feed);
  first.send(caps, tagEvent({ title: 'one', bitrate: 64_000 }));
  first.send({ ...global, text: global.text.replace('GstTagList-stream', 'GstTagList-global') });
  first.send(tagEvent({ bitrate: 32_000 }), segment);
  tap.detach('gone');
  tap.attach(second.feed);
  second.send(caps, tagEvent({ title: 'new' }));
  expect(seen).toEqual([
    { title: 'one', bitrate: 64_000 },
    { title: 'one', bitrate: 64_000, genre: 'Jazz' },
    { title: 'all', bitrate: 32_000, genre: 'Jazz' },
    { title: 'new' },
  ]);
});

test.each<[string, Buffer]>([
  ['garbage', Buffer.from('x'.repeat(100))],
  ['a buffer before caps', serialiseGdp(buffer('a'))],
  ['caps that are none', serialiseGdp({ kind: 'caps', text: '<>' })],
])('%s closes the feed with a reason', (_, bytes) => {
  const handler = new Recorder();
  const { feed, raw, closed } = fakeFeed();
  new TapReader(handler).attach(feed);
  raw(bytes);
  expect(closed).toHaveLength(1);
  expect(closed[0]).not.toBe('');
  expect(handler.calls).toEqual([]);
});

test('a handler that can wait is asked how long, and is not let wait for more than the kernel holds', () => {
  const handler = Object.assign(new Recorder(), { drained: () => 250 });
  const { feed, send, rest } = fakeFeed();
  const tap = new TapReader(handler);
  tap.attach(feed);
  send(caps, buffer('k'));
  expect(rest()).toBeLessThanOrEqual(250);
  send({ ...buffer(''), data: Buffer.alloc(4_000_000) } as GdpPacket);
  expect(rest()).toBeLessThan(25);
  tap.detach('gone');
  expect(rest()).toBe(0);
});

test('a handler that cannot wait is not asked', () => {
  const { feed, rest } = fakeFeed();
  new TapReader(new Recorder()).attach(feed);
  expect(rest()).toBeUndefined();
});

test('an error of the handler is not hidden', () => {
  const { feed, send } = fakeFeed();
  const broken = {
    caps: () => {
      throw new Error('plugin');
    },
    buffer: () => undefined,
  };
  new TapReader(broken).attach(feed);
  expect(() => send(caps)).toThrow('plugin');
});
