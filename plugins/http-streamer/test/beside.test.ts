import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PropertyValues } from '@flumotion/core/plugin';
import { waitUntil } from '../../../test/support/wait-until';
import { answered, feed, get, parts, rig, send, stopAll, type Client, type Rig } from './rig';

afterEach(stopAll);

const { caps, buffers } = parts(feed('ogg-av'));

/** A streamer on the air at /live. */
async function onAir(properties: PropertyValues = {}): Promise<Rig> {
  const streamer = await rig({ 'mount-point': '/live', ...properties });
  streamer.tap.caps(caps);
  streamer.tap.buffer(buffers[0]!);
  return streamer;
}

async function ended(client: Client): Promise<Client> {
  await waitUntil('the end of the answer', () => client.closed());
  return client;
}

const status = ({ head }: Client): number => Number(/^HTTP\/1\.\d (\d+)/.exec(head())?.[1]);

test('the page, playlists and figures are there; nobody of these is a listener', async () => {
  const { context, port } = await onAir({ description: 'A <ball>' });
  for (const [path, type, content] of [
    ['/live.html', 'text/html', '<title>A &lt;ball&gt;</title>'],
    ['/live.json', 'application/json', '"codecs":["theora","vorbis"]'],
    ['/live.m3u', 'audio/x-mpegurl', `http://localhost/live\r\n`],
    ['/live.xspf', 'application/xspf+xml', '<location>http://localhost/live</location>'],
    ['/status-json.xsl', 'application/json', '"listenurl":"http://localhost/live"'],
  ] as const) {
    const client = await ended(get(port, path));
    expect(client.head()).toContain(`Content-Type: ${type}`);
    expect(client.head()).toContain('Access-Control-Allow-Origin: *');
    expect(client.head()).toContain(`Content-Length: ${client.body().length}`);
    expect(client.body().toString()).toContain(content);
    const asked = await ended(send(port, `HEAD ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`));
    expect([status(asked), asked.body().length]).toEqual([200, 0]);
    expect(asked.head()).toContain(`Content-Length: ${client.body().length}`);
    expect(status(await ended(send(port, `POST ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)))).toBe(405);
    expect(status(await ended(send(port, `OPTIONS ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)))).toBe(204);
  }
  expect(status(await ended(get(port, '/live.htm')))).toBe(404);
  expect(context.stats['clients-current']).toBe(0);
  expect(context.stats['refused-invalid']).toBe(6);
  const lines = context.logged.filter((line) => line.includes('"GET /live.'));
  expect(lines.filter((line) => line.includes('/live.html') && line.includes('"page"'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('/live.json'))).toEqual([]);
});

test('figures count listeners, and the titles that the stream has', async () => {
  const { port, context } = await onAir({ title: 'A "song"', genre: 'Rock' });
  const listeners = await Promise.all([answered(get(port, '/live')), answered(get(port, '/live'))]);
  const figures = async (): Promise<Record<string, unknown>> => {
    const text = (await ended(get(port, '/status-json.xsl'))).body().toString();
    return (JSON.parse(text) as { icestats: { source: Record<string, unknown> } }).icestats.source;
  };
  expect(await figures()).toMatchObject({ listeners: 2, listener_peak: 2, title: 'A "song"', genre: 'Rock' });
  for (const { socket } of listeners) socket.destroy();
  await waitUntil('nobody', () => context.stats['left-by-themselves'] === 2);
  expect(await figures()).toMatchObject({ listeners: 0, listener_peak: 2 });
});

test('before there is a stream, playlists are answered as the stream is, and figures have no source', async () => {
  const { port } = await rig({ 'mount-point': '/live' });
  for (const path of ['/live', '/live.m3u', '/live.xspf']) {
    const client = await ended(get(port, path));
    expect([status(client), /Retry-After: (\d+)/.exec(client.head())?.[1]]).toEqual([503, '2']);
  }
  expect((await ended(get(port, '/live.json'))).body().toString()).toContain('"live":false');
  expect((await ended(get(port, '/status-json.xsl'))).body().toString()).not.toContain('"source"');
  expect(status(await ended(get(port, '/live.html')))).toBe(200);
});

test('a feed that is lost is told by the state', async () => {
  const { port, tap } = await onAir();
  const state = async (): Promise<unknown> =>
    JSON.parse((await ended(get(port, '/live.json'))).body().toString());
  expect(await state()).toMatchObject({ live: true, type: 'application/ogg' });
  tap.lost?.('the muxer was killed');
  expect(await state()).toMatchObject({ live: false });
});

test('they are open where the stream is not, and full houses have them too', async () => {
  const { port } = await onAir({ 'client-limit': 0 });
  expect(status(await ended(get(port, '/live')))).toBe(503);
  expect(status(await ended(get(port, '/live.html')))).toBe(200);
  expect(status(await ended(get(port, '/status-json.xsl')))).toBe(200);
});

test('what is switched off is not there', async () => {
  const { port } = await onAir({ 'player-page': false, 'status-page': false });
  for (const path of ['/live.html', '/live.json', '/live.poster', '/status-json.xsl'])
    expect(status(await ended(get(port, path)))).toBe(404);
  expect(status(await ended(get(port, '/live.m3u')))).toBe(200);
});

test('X-Forwarded-Proto of a trusted proxy makes the URL of a playlist, that of others does not', async () => {
  const fields = 'X-Forwarded-Proto: https\r\n';
  const trusting = await onAir({ 'forwarded-from': ['127.0.0.1'] });
  expect((await ended(get(trusting.port, '/live.m3u', fields))).body().toString()).toContain(
    'https://localhost/live',
  );
  const other = await onAir();
  expect((await ended(get(other.port, '/live.m3u', fields))).body().toString()).toContain(
    'http://localhost/live',
  );
});

test('a large script comes whole', async () => {
  const { port } = await onAir();
  const [, path = ''] =
    /src="\.(\/[^"]+)main\.js"/.exec((await ended(get(port, '/live.html'))).body().toString()) ?? [];
  const client = get(port, `${path}hls.min.js`);
  await ended(client);
  expect(client.body().length).toBe(Number(/Content-Length: (\d+)/.exec(client.head())?.[1]));
  expect(client.body().length).toBeGreaterThan(500_000);
});

describe('a poster', () => {
  const folder = mkdtempSync(join(tmpdir(), 'poster-'));
  const file = join(folder, 'a.png');
  writeFileSync(file, Buffer.from('89504e470d0a1a0a0000', 'hex'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('in a file is served beside the stream', async () => {
    const { port, context } = await onAir({ poster: file });
    expect((await ended(get(port, '/live.html'))).body().toString()).toContain('src="./live.poster"');
    const picture = await ended(get(port, '/live.poster'));
    expect(picture.head()).toContain('Content-Type: image/png');
    expect(picture.body()).toHaveLength(10);
    expect(context.said).toEqual([]);
  });

  test('that cannot be read is a warning, and the stream goes on without', async () => {
    const { port, context } = await onAir({ poster: join(folder, 'nothing.png') });
    expect(context.said).toMatchObject([
      { level: 'warning', id: 'poster', text: expect.stringContaining('nothing.png') },
    ]);
    expect((await ended(get(port, '/live.html'))).body().toString()).not.toContain('<img');
  });
});
