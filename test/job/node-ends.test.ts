import { beforeEach, expect, test } from '@jest/globals';
import type { FeedSocket } from '../../core/src/feed/feed-socket';
import type { Pipeline } from '../../core/src/gst/gst';
import { NodeEnds } from '../../core/src/job/node-ends';

/** What happened, in order. */
let events: string[];
let ends: NodeEnds;
/** Lets the connections that were asked for come about. */
let connect: (() => void)[];

function socket(name: string, fd: number): FeedSocket {
  return {
    fd,
    socket: { write: () => true, writableLength: 0 } as unknown as FeedSocket['socket'],
    read: () => void events.push(`read ${name}`),
    close: () => void events.push(`close ${name}`),
  };
}

const pipeline = {
  tap: () => ({ add: (fd: number) => void events.push(`tap takes ${String(fd)}`) }),
  inlet: () => ({ attach: (fd: number) => void events.push(`inlet takes ${String(fd)}`) }),
  decoder: () => ({
    playing: true,
    begin: (fd: number) => void events.push(`decoder takes ${String(fd)}`),
    end: () => void events.push('decoder ends'),
  }),
} as unknown as Pipeline;

beforeEach(() => {
  events = [];
  connect = [];
  let made = 0;
  ends = new NodeEnds(
    pipeline,
    { error: (text) => void events.push(text) },
    () =>
      new Promise((resolve, reject) => {
        const number = made++;
        connect.push(() => {
          if (number > 8) reject(new Error('no descriptor left'));
          else
            resolve([
              socket(`near ${String(number)}`, 100 + number),
              socket(`far ${String(number)}`, number),
            ]);
        });
      }),
  );
});

/** Lets connections come about, and what waits for them happen. */
async function connected(): Promise<void> {
  for (const one of connect.splice(0)) one();
  await new Promise((resolve) => setImmediate(resolve));
}

test('a pipeline is given descriptors once it is open', async () => {
  ends.tap('a', { caps: () => undefined, buffer: () => undefined });
  ends.inlet('b');
  await connected();
  expect(events).toEqual([]);
  await ends.open();
  expect(events).toEqual(['tap takes 0', 'read near 0', 'inlet takes 1']);
});

test('it is open once all are connected that were asked for', async () => {
  ends.tap('a', { caps: () => undefined, buffer: () => undefined });
  const open = ends.open().then(() => events.push('open'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(events).toEqual([]);
  await connected();
  await open;
  expect(events).toEqual(['tap takes 0', 'read near 0', 'open']);
});

test('connections are closed after the pipeline, also those that come later', async () => {
  await ends.open();
  ends.tap('a', { caps: () => undefined, buffer: () => undefined });
  await connected();
  ends.inlet('b');
  ends.close();
  expect(events.slice(2)).toEqual(['close near 0', 'close far 0']);
  await connected();
  expect(events.slice(4)).toEqual(['close near 1', 'close far 1']);
});

test('a decoder has a new connection for each stream, and the old one is closed once nobody reads it', async () => {
  await ends.open();
  const decoder = ends.decoder({ name: 'd', kinds: ['video'] });
  decoder.begin('video/webm', false);
  await connected();
  decoder.begin('video/webm', false);
  await connected();
  ends.end();
  expect(events).toEqual([
    'decoder ends',
    'decoder takes 0',
    'decoder ends',
    'close near 0',
    'close far 0',
    'decoder takes 1',
    'decoder ends',
    'close near 1',
    'close far 1',
  ]);
});

test('a stream that has ended before its connection came is not begun', async () => {
  await ends.open();
  const decoder = ends.decoder({ name: 'd', kinds: ['video'] });
  decoder.begin('video/webm', false);
  decoder.end();
  await connected();
  expect(events).toEqual(['decoder ends', 'decoder ends', 'close near 0', 'close far 0']);
});

test('without a connection it does not open, and says what has none', async () => {
  for (let count = 0; count < 10; count++) ends.inlet(`inlet${String(count)}`);
  const open = ends.open();
  await Promise.all([
    connected(),
    expect(open).rejects.toThrow('inlet inlet9 gets no connection: no descriptor left'),
  ]);
  expect(events).toContain('inlet inlet9 gets no connection: no descriptor left');
});
