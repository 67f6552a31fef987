import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { Companions, type Channel, type CompanionAnswer, type Media } from '../../player-page/src';

const playing: Media = { contentType: 'video/webm', codecs: ['vp8'], flowing: true, since: 0 };

function companions(
  more: Partial<Channel> = {},
  offer = { page: true, status: true },
): {
  ask: (path: string, fields?: Record<string, string>) => Promise<CompanionAnswer | undefined>;
  all: Companions;
} {
  const all = new Companions(
    {
      mount: '/live',
      origin: () => 'http://fallback',
      began: 0,
      media: () => playing,
      figures: () => ({ listeners: 1, peak: 2, bitrate: 1000 }),
      about: () => ({ name: 'A "name"', title: 'A\ntitle' }),
      ...more,
    },
    offer,
  );
  const ask = (target: string, fields: Record<string, string> = {}): Promise<CompanionAnswer | undefined> => {
    const { pathname, searchParams } = new URL(target, 'http://x');
    const path = decodeURIComponent(pathname);
    return all.answer({ method: 'GET', path, query: searchParams, fields: new Map(Object.entries(fields)) });
  };
  return { ask, all };
}

const text = (answer: CompanionAnswer | undefined): string => answer?.body.toString() ?? '';

test('the page loads its scripts from where they are, under a policy without inline scripts', async () => {
  const { ask } = companions();
  const page = await ask('/live.html');
  expect(page?.status).toBe(200);
  expect(page?.fields['Content-Security-Policy']).toMatch(/script-src 'self' 'wasm-unsafe-eval'; /);
  expect(page?.fields['Content-Security-Policy']).toContain("frame-ancestors 'self'");
  const [, source = ''] = /src="\.(\/[^"]+main\.js)"/.exec(text(page)) ?? [];
  const script = await ask(source);
  expect(script?.fields).toMatchObject({
    'Content-Type': 'text/javascript; charset=utf-8',
    'Cache-Control': 'public, max-age=31536000, immutable',
  });
  const imported = [...text(script).matchAll(/from '\.\/([\w-]+\.js)'/g)].map(([, name = '']) => name);
  expect(imported.length).toBeGreaterThan(3);
  for (const name of imported) expect((await ask(source.replace('main.js', name)))?.status).toBe(200);
  expect((await ask('/live.html?embed'))?.fields['Content-Security-Policy']).toContain('frame-ancestors *');
});

test('every script, style and decoder is there, also compressed, and read once', async () => {
  const { ask } = companions();
  const names = ['main.js', 'player.css', 'hls.min.js', 'hls.worker.js', 'mpegts.js', 'ogv.js'].concat([
    'ogv-demuxer-ogg-wasm.wasm',
    'ogv-decoder-video-theora-wasm.js',
    'ogv-worker-video.js',
  ]);
  for (const name of names) {
    const plain = await ask(`/live.player/x/${name}`);
    const small = await ask(`/live.player/x/${name}`, { 'accept-encoding': 'br, gzip' });
    expect(plain?.fields['Content-Encoding']).toBeUndefined();
    expect(small?.fields).toMatchObject({ 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' });
    expect(gunzipSync(small?.body ?? '').equals(plain?.body ?? Buffer.alloc(0))).toBe(true);
    expect((await ask(`/live.player/x/${name}`))?.body).toBe(plain?.body);
  }
  // A page of before an upgrade must not keep what has another name now.
  expect((await ask('/live.player/x/main.js'))?.fields['Cache-Control']).toBe('no-cache');
});

test.each([
  '',
  'x',
  'x/',
  'x/nothing.js',
  'x/..%2f..%2fpackage.json',
  'x/../../package.json',
  'x/main.js/',
  'x/constructor',
])('no other file is there: %s', async (rest) => {
  expect((await companions().ask(`/live.player/${rest}`))?.status ?? 404).toBe(404);
});

test('what a client has already is not sent again', async () => {
  const { ask } = companions({ poster: { contentType: 'image/png', data: Buffer.from('picture') } });
  for (const path of ['/live.html', '/live.poster']) {
    const tag = (await ask(path))?.fields['ETag'] ?? '';
    expect(await ask(path, { 'if-none-match': `"other", W/${tag}` })).toMatchObject({
      status: 304,
      body: Buffer.alloc(0),
    });
    expect((await ask(path, { 'if-none-match': '"other"' }))?.status).toBe(200);
  }
});

test('playlists name the stream as the client calls the server, with the arguments that let it in', async () => {
  const { ask } = companions();
  const m3u = await ask('/live.m3u?token=a%26b', { host: 'radio.example' });
  expect(m3u?.fields).toMatchObject({ 'Content-Type': 'audio/x-mpegurl; charset=utf-8' });
  expect(text(m3u)).toContain('\r\nhttp://radio.example/live?token=a%26b\r\n');
  expect(text(await ask('/live.xspf', { host: 'bad host' }))).toContain(
    '<location>http://fallback/live</location>',
  );
});

test('while there is no stream, playlists are answered as the stream is, and the page waits', async () => {
  const { ask } = companions({ media: () => undefined });
  for (const path of ['/live.m3u', '/live.xspf'])
    expect(await ask(path)).toMatchObject({ status: 503, fields: { 'Retry-After': '2' } });
  expect((await ask('/live.html'))?.status).toBe(200);
  expect(JSON.parse(text(await ask('/live.json')))).toEqual({
    live: false,
    listeners: 1,
    title: 'A title',
    refresh: 5,
  });
  expect(JSON.parse(text(await ask('/status-json.xsl')))).not.toHaveProperty('icestats.source');
});

test('the state tells what is played; a large audience is told to ask seldom', async () => {
  const state = async (listeners: number): Promise<unknown> =>
    JSON.parse(
      text(await companions({ figures: () => ({ listeners, peak: 0, bitrate: 0 }) }).ask('/live.json')),
    );
  expect(await state(3)).toMatchObject({
    live: true,
    type: 'video/webm',
    codecs: ['vp8'],
    listeners: 3,
    refresh: 5,
  });
  expect(await state(4000)).toMatchObject({ refresh: 40 });
  expect(await state(1_000_000)).toMatchObject({ refresh: 120 });
});

test('figures can be asked of one mount point', async () => {
  const { ask } = companions();
  expect(JSON.parse(text(await ask('/status-json.xsl?mount=/live')))).toHaveProperty('icestats.source');
  expect(JSON.parse(text(await ask('/status-json.xsl?mount=/other')))).not.toHaveProperty('icestats.source');
});

test('what is not offered is not there, and the stream itself never is', async () => {
  const { all } = companions({}, { page: false, status: false });
  expect(
    ['/live.html', '/live.json', '/status-json.xsl', '/live.player/x/main.js'].some((path) => all.has(path)),
  ).toBe(false);
  expect(all.paths()).toEqual({ exact: ['/live.m3u', '/live.xspf'], prefixes: [] });
  expect(companions({ mount: '/status-json.xsl' }).all.has('/status-json.xsl')).toBe(false);
});

test('a poster from elsewhere is allowed by the policy, and nothing else from there', async () => {
  const { ask } = companions({ poster: { url: 'https://cdn.example/a.png' } });
  const policy = (await ask('/live.html'))?.fields['Content-Security-Policy'] ?? '';
  expect(policy).toContain("img-src 'self' data: https://cdn.example");
  expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
  expect((await ask('/live.poster'))?.status).toBe(404);
});
