import { afterEach, expect, test } from '@jest/globals';
import type { ModifiableRequest, RequestEntry, StreamData } from '@flumotion/core/plugin';
import { waitUntil } from '../../../test/support/wait-until';
import { answered, feed, get, parts, rig, stopAll, type Rig } from './rig';

afterEach(stopAll);

const { caps, buffers } = parts(feed('ogg-av'));

interface Asked {
  readonly events: { readonly type: string; readonly entry: RequestEntry }[];
}

/** A streamer on the air with one plug in each of its sockets. */
async function onAir(properties: Parameters<typeof rig>[0] = {}): Promise<Rig & Asked> {
  const events: Asked['events'] = [];
  const plugs: Record<string, object> = {
    'request-logger': { event: (type: string, entry: RequestEntry) => events.push({ type, entry }) },
    'request-modifier': {
      modify: ({ path, query, setHeader }: ModifiableRequest) => {
        setHeader('X-Asked', `${path} ${String(query.get('as'))}`);
        setHeader('Connection', 'keep-alive');
        setHeader('X-Broken', 'a\r\nX-Other: b');
      },
    },
    'stream-data': { streamData: (own: StreamData) => ({ ...own, description: `${own.description}!` }) },
  };
  const result = await rig({ 'burst-on-connect': true, ...properties }, (context) => {
    context.plugs = (socket) => (socket in plugs ? [plugs[socket] as never] : []);
  });
  result.tap.caps(caps);
  for (const buffer of buffers.slice(0, 1)) result.tap.buffer(buffer);
  return Object.assign(result, { events });
}

test('loggers of requests are told when a listener comes and when it has left, without secrets', async () => {
  const { port, events } = await onAir();
  const client = await answered(get(port, '/?token=secret', 'Referer: http://club.example/\r\n'));
  await waitUntil('the beginning is told', () => events.length === 1);
  client.socket.destroy();
  await waitUntil('the end is told', () => events.length === 2);
  expect(events.map(({ type }) => type)).toEqual(['http_session_started', 'http_session_completed']);
  expect(events[1]?.entry).toMatchObject({
    ip: '127.0.0.1',
    method: 'GET',
    uri: '/?token=***',
    clientproto: 'HTTP/1.1',
    response: 200,
    referer: 'http://club.example/',
    'user-agent': 'test',
  });
  expect(events[1]?.entry['bytes-sent']).toBeGreaterThan(0);
});

test('addresses that are not logged are not told of', async () => {
  const { port, events } = await onAir({ 'ip-filter': ['127.0.0.1'] });
  const client = await answered(get(port));
  client.socket.destroy();
  const again = await answered(get(port));
  again.socket.destroy();
  expect(events).toEqual([]);
});

test('plugs set header fields, but none that break the answer', async () => {
  const { port, context } = await onAir();
  const { head } = await answered(get(port, '/?as=file'));
  expect(head()).toContain('X-Asked: / file');
  expect(head()).toContain('Connection: close');
  expect(head()).not.toContain('keep-alive');
  expect(head()).not.toContain('X-Other');
  expect(context.logged.join('\n')).toContain('"X-Broken", which is left out');
});

test('a plug describes the stream', async () => {
  const { context } = await onAir({ description: 'News' });
  await waitUntil('the description', () => context.stats['stream-description'] === 'News!');
});
