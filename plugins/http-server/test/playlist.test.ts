import { afterEach, expect, test } from '@jest/globals';
import { checkPlug, runPlug } from '@flumotion/core/testing';
import { inOrder, multibitratePlaylist } from '../src/multibitrate-playlist';
import { ask, cleanUp, folder, serve } from './rig';

afterEach(cleanUp);

const ENTRIES = [
  { 'stream-url': 'http://a.example/high.m3u8', bitrate: 1_200_000 },
  {
    'stream-url': 'http://a.example/mid.m3u8',
    bitrate: 600_000,
    codecs: 'avc1.42e01e,mp4a.40.2',
    width: 640,
    height: 360,
  },
  { 'stream-url': 'low/stream.m3u8?a=1', bitrate: 200_000 },
  { 'stream-url': 'http://a.example/sound.m3u8', bitrate: 64_000 },
];

async function playlist(agent: string, properties: object = {}): Promise<string> {
  const { port } = await serve({ 'mount-point': '/live' }, [
    { definition: multibitratePlaylist, properties: { 'playlist-entry': ENTRIES, ...properties } },
  ]);
  const answer = await ask(port, '/live/main.m3u8', { 'User-Agent': agent });
  expect(answer.fields).toMatchObject({
    'content-type': 'application/vnd.apple.mpegurl',
    'cache-control': 'no-cache',
    vary: 'User-Agent',
  });
  return answer.body.toString();
}

const rates = (text: string): number[] =>
  [...text.matchAll(/BANDWIDTH=(\d+)/g)].map(([, rate]) => Number(rate));

test('the declaration is sound', () => {
  expect(checkPlug(multibitratePlaylist)).toEqual([]);
});

test('a playlist of variants, as RFC 8216 has it', async () => {
  expect(await playlist('Safari')).toBe(
    [
      '#EXTM3U',
      '#EXT-X-STREAM-INF:BANDWIDTH=200000',
      'low/stream.m3u8?a=1',
      '#EXT-X-STREAM-INF:BANDWIDTH=64000',
      'http://a.example/sound.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=600000,CODECS="avc1.42e01e,mp4a.40.2",RESOLUTION=640x360',
      'http://a.example/mid.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=1200000',
      'http://a.example/high.m3u8',
      '',
    ].join('\n'),
  );
});

test('each client begins with what suits it, whoever came first', async () => {
  const { port } = await serve({}, [
    { definition: multibitratePlaylist, properties: { 'playlist-entry': ENTRIES } },
  ]);
  for (const [agent, first] of [
    ['Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X)', 600_000],
    ['VLC', 200_000],
    ['Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X)', 600_000],
  ] as const)
    expect(rates((await ask(port, '/main.m3u8', { 'User-Agent': agent })).body.toString())[0]).toBe(first);
});

test('a rate to begin with may be given, and sound alone never begins where there are pictures', async () => {
  expect(rates(await playlist('VLC', { 'target-bitrate': 1_000_000 }))[0]).toBe(1_200_000);
  expect(rates(await playlist('VLC', { 'target-bitrate': 10_000 }))).toEqual([
    200_000, 600_000, 1_200_000, 64_000,
  ]);
  expect(inOrder([{ 'stream-url': 'a', bitrate: 64_000 }], 0)).toHaveLength(1);
});

test('files are beside it where there are any', async () => {
  const { port } = await serve({ path: folder({ 'a.txt': 'A', 'main.m3u8': 'file' }) }, [
    {
      definition: multibitratePlaylist,
      properties: { 'playlist-entry': ENTRIES, 'playlist-name': 'all.m3u8' },
    },
  ]);
  expect((await ask(port, '/a.txt')).body.toString()).toBe('A');
  expect((await ask(port, '/main.m3u8')).body.toString()).toBe('file');
  expect((await ask(port, '/all.m3u8', {}, 'HEAD')).status).toBe(200);
});

test.each([
  [{ 'playlist-entry': [] }, 'there is no playlist-entry'],
  [{ 'playlist-name': '../a' }, 'is no plain name'],
  [{ 'playlist-entry': [{ 'stream-url': 'http://a/\n#EXT', bitrate: 1 }] }, 'is no URL'],
  [{ 'playlist-entry': [{ 'stream-url': '#EXT-X-ENDLIST', bitrate: 1 }] }, 'is no URL'],
  [{ 'playlist-entry': [{ 'stream-url': 'a', bitrate: 1, codecs: 'a",B="' }] }, 'codecs'],
  [{ 'playlist-entry': [{ 'stream-url': 'a', bitrate: 1, width: 1 }] }, 'only one of width and height'],
])('%j is refused', async (properties, complaint) => {
  await expect(runPlug(multibitratePlaylist, { 'playlist-entry': ENTRIES, ...properties })).rejects.toThrow(
    complaint,
  );
});
