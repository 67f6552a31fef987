import { afterEach, expect, test } from '@jest/globals';
import type { Memory } from '@flumotion/core/plugin';
import { checkComponent } from '@flumotion/core/testing';
import { mainComplaints, playlistComplaints, readMain, readMedia } from '../../../../test/support/hls-rules';
import { refusals } from '../../../../test/support/refusals';
import { waitUntil } from '../../../../test/support/wait-until';
import { checkProperties } from '../../src/streamer/check';
import { takesGzip } from '../../src/streamer/pages';
import { streamer } from '../../src/streamer/streamer';
import { buffer, mp4, play, TS } from '../support';
import { ask, rig, stopAll, urls, values } from './rig';

afterEach(stopAll);

test('the declaration is sound; values out of bounds and values that do not go together are refused', () => {
  expect(checkComponent(streamer)).toEqual([]);
  expect(
    refusals(streamer, {
      'segment-duration': 0.5,
      'min-window': 0,
      'max-window': 2,
      'part-duration': 6,
      'memory-limit': 1,
      'session-timeout': 1,
      port: 70_000,
    }),
  ).toHaveLength(7);
  const check = (given: Parameters<typeof values>[0]): string | undefined => checkProperties(values(given));
  expect(check({})).toBeUndefined();
  expect(check({ 'part-duration': 0.05 })).toMatch(/0\.1 s/);
  expect(check({ 'part-duration': 3 })).toMatch(/half of segment-duration/);
  expect(check({ 'main-playlist': '../x.m3u8' })).toMatch(/main\.m3u8/);
  expect(check({ 'stream-playlist': 'main.m3u8' })).toMatch(/two names/);
  expect(check({ 'fragment-prefix': 'a/b' })).toMatch(/fragment-prefix/);
  expect(check({ 'hls-url': 'ftp://x' })).toMatch(/https:/);
  expect(check({ 'hls-url': 'https://cdn.example.org/live' })).toBeUndefined();
  const variant = {
    url: '../low/stream.m3u8',
    bandwidth: 1,
    'average-bandwidth': undefined,
    codecs: undefined,
    resolution: undefined,
    framerate: undefined,
  };
  expect(check({ variant: [variant] })).toBeUndefined();
  expect(check({ variant: [{ ...variant, url: 'a\n#EXT' }] })).toMatch(/url/);
  expect(check({ variant: [{ ...variant, codecs: 'a"b' }] })).toMatch(/codecs/);
  expect(check({ variant: [{ ...variant, resolution: '0x9' }] })).toMatch(/resolution/);
});

test('before there are enough fragments it says when to ask again; then all there is can be had', async () => {
  const { url, tap, context } = await rig({ 'min-window': 2 });
  tap.caps(TS);
  play(tap, 0, 2.5);
  for (const name of ['main.m3u8', 'stream.m3u8', 'fragment-1.ts']) {
    const early = await ask(`${url}/${name}`);
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '2']);
  }
  play(tap, 2.5, 9);
  const main = await ask(`${url}/main.m3u8`);
  expect(main.status).toBe(200);
  expect(main.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
  expect(main.headers.get('access-control-allow-origin')).toBe('*');
  expect(mainComplaints(main.text)).toEqual([]);
  const [stream = ''] = urls(main, `${url}/main.m3u8`);
  const list = await ask(stream);
  expect(playlistComplaints(list.text)).toEqual([]);
  expect(list.headers.get('cache-control')).toBe('no-cache');
  const fragments = urls(list, stream);
  expect(fragments).toHaveLength(4);
  const first = await ask(fragments[0] ?? '');
  expect(first.text).toMatch(/^K0\.0 .*d1\.9 $/);
  expect(first.headers.get('content-type')).toBe('video/mp2t');
  expect(context.stats['refused-not-ready']).toBe(3);
  await waitUntil('the figures', () => context.stats['clients-current'] === 1);
  expect(context.stats).toMatchObject({ segments: 4, format: 'MPEG-TS', 'clients-peak': 1 });
});

test('the bandwidth of a stream is what its largest fragment had', async () => {
  const { url, tap } = await rig();
  tap.caps(TS);
  play(tap, 0, 6);
  tap.buffer({ ...buffer('', 6, false, 0.1), data: Buffer.alloc(100_000) });
  play(tap, 6.1, 11);
  const [named] = readMain((await ask(`${url}/main.m3u8`)).text);
  expect(Number(named?.attributes.get('BANDWIDTH')?.value)).toBeGreaterThan(400_000);
  expect(Number(named?.attributes.get('AVERAGE-BANDWIDTH')?.value)).toBeLessThan(150_000);
});

test('ranges, HEAD, OPTIONS, other methods and other names', async () => {
  const { url, tap } = await rig();
  tap.caps(mp4('<header>'));
  play(tap, 0, 7);
  const list = await ask(`${url}/stream.m3u8`);
  const [fragment = ''] = urls(list, `${url}/stream.m3u8`);
  const whole = await ask(fragment);
  expect(whole.headers.get('content-type')).toBe('video/iso.segment');
  const range = async (value: string): Promise<(number | string | null)[]> => {
    const { status, text, headers } = await ask(fragment, { headers: { Range: value } });
    return [status, text, headers.get('content-range')];
  };
  const size = String(whole.bytes.length);
  expect(await range('bytes=0-4')).toEqual([206, 'K0.0 ', `bytes 0-4/${size}`]);
  expect(await range('bytes=-5')).toEqual([206, 'd1.9 ', `bytes 95-99/${size}`]);
  expect(await range('bytes=95-')).toEqual([206, 'd1.9 ', `bytes 95-99/${size}`]);
  expect(await range('bytes=95-999999')).toEqual([206, 'd1.9 ', `bytes 95-99/${size}`]);
  expect(await range('bytes=100-')).toEqual([416, '', `bytes */${size}`]);
  expect((await range('bytes=5-4'))[0]).toBe(200);
  expect((await range('bytes=0-1,3-4'))[0]).toBe(200);
  expect((await range('bytes=-'))[0]).toBe(200);
  const head = await ask(fragment, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length'), head.text]).toEqual([200, size, '']);
  const map = /MAP:URI="([^"]+)"/.exec(list.text)?.[1] ?? '';
  const header = await ask(new URL(map, `${url}/`).href);
  expect([header.text, header.headers.get('content-type')]).toEqual(['<header>', 'video/mp4']);
  const options = await ask(fragment, { method: 'OPTIONS' });
  expect([options.status, options.headers.get('access-control-allow-methods')]).toEqual([
    204,
    'GET, HEAD, OPTIONS',
  ]);
  expect((await ask(fragment, { method: 'POST', body: 'x' })).status).toBe(405);
  for (const name of [
    'fragment-1.ts',
    'fragment-99999999999.m4s',
    'x',
    '%2e%2e/secret',
    'variant-2/x',
    'low/stream.m3u8',
  ])
    expect([name, (await ask(`${url}/${name}`)).status]).toEqual([name, 404]);
  expect((await ask(`${url.replace('/live', '/other')}/main.m3u8`)).status).toBe(404);
  const home = await ask(`${url}?a=b`);
  expect(home.status).toBe(302);
  expect(new URL(home.headers.get('location') ?? '', url).href).toBe(`${url}/main.m3u8?a=b`);
  const root = await ask(`${url}/`);
  expect(new URL(root.headers.get('location') ?? '', `${url}/`).href).toBe(`${url}/main.m3u8`);
});

test('with hls-url, playlists hold absolute URLs', async () => {
  const { url, tap } = await rig({ 'hls-url': 'https://cdn.example.org/x', 'session-in-urls': false });
  tap.caps(TS);
  play(tap, 0, 7);
  const main = await ask(`${url}/main.m3u8`);
  expect(urls(main, url)).toEqual(['https://cdn.example.org/x/stream.m3u8']);
  expect((await ask(`${url}/stream.m3u8`)).text).toMatch(
    /^https:\/\/cdn\.example\.org\/x\/fragment-\d+\.ts$/m,
  );
});

test('after a restart numbers go on above those of before, however soon it is', async () => {
  const first = await rig();
  first.tap.caps(TS);
  play(first.tap, 0, 7);
  // A break that has left the playlist again when it ends.
  first.tap.lost?.('gone');
  first.tap.caps(TS);
  play(first.tap, 7, 40);
  const before = readMedia((await ask(`${first.url}/stream.m3u8`)).text);
  await first.stop();
  const second = await rig({}, undefined, {}, first.context.memory);
  second.tap.caps(TS);
  play(second.tap, 100, 107);
  const after = readMedia((await ask(`${second.url}/stream.m3u8`)).text);
  await second.stop();
  const number = (reading: typeof before, tag: string): number => Number(reading.tags.get(`EXT-X-${tag}`));
  expect(number(after, 'MEDIA-SEQUENCE')).toBeGreaterThanOrEqual(
    number(before, 'MEDIA-SEQUENCE') + before.segments.length,
  );
  // Those of the playlist count beside those before it.
  expect(before.segments.some(({ discontinuity }) => discontinuity)).toBe(false);
  expect(number(after, 'DISCONTINUITY-SEQUENCE')).toBe(number(before, 'DISCONTINUITY-SEQUENCE'));
  expect(after.segments[0]?.discontinuity).toBe(true);
  // Players keep a list with so many places.
  expect(number(after, 'DISCONTINUITY-SEQUENCE')).toBeLessThan(200_000);
});

test('each of many restarts has a higher number of the discontinuity', async () => {
  let memory: Memory | undefined;
  const numbers: number[] = [];
  for (let run = 0; run < 5; run++) {
    const made = await rig({}, undefined, {}, memory);
    memory = made.context.memory;
    made.tap.caps(TS);
    play(made.tap, 0, 7);
    const { tags, segments } = readMedia((await ask(`${made.url}/stream.m3u8`)).text);
    expect(segments[0]?.discontinuity).toBe(true);
    numbers.push(Number(tags.get('EXT-X-DISCONTINUITY-SEQUENCE')) + 1);
    await made.stop();
  }
  expect(numbers).toEqual(numbers.map((_, run) => (numbers[0] ?? 0) + run));
});

test('a long playlist is packed for who can unpack it', async () => {
  const { url, tap } = await rig({ 'dvr-window': 600 });
  tap.caps(TS);
  play(tap, 0, 200);
  const plain = await ask(`${url}/stream.m3u8`, { headers: { 'Accept-Encoding': 'identity' } });
  expect([plain.headers.get('content-encoding'), plain.headers.get('vary')]).toEqual([
    null,
    'Accept-Encoding',
  ]);
  const packed = await ask(`${url}/stream.m3u8`, { headers: { 'Accept-Encoding': 'br, gzip;q=0.5' } });
  expect([packed.headers.get('content-encoding'), packed.text.replaceAll(/t=[\w.-]+/g, '')]).toEqual([
    'gzip',
    plain.text.replaceAll(/t=[\w.-]+/g, ''),
  ]);
  expect(Number(packed.headers.get('content-length'))).toBeLessThan(plain.bytes.length / 3);
  const main = await ask(`${url}/main.m3u8`, { headers: { 'Accept-Encoding': 'gzip' } });
  expect(main.headers.get('content-encoding')).toBeNull();
});

test.each([
  [undefined, false],
  ['gzip', true],
  ['deflate, x-gzip', true],
  ['*', true],
  ['gzip;q=0, *', false],
  ['br;q=1.0, GZIP; q=0.2', true],
  ['identity', false],
  ['gzippy', false],
])('who accepts %j takes gzip: %j', (accepts, takes) => {
  expect(takesGzip(accepts)).toBe(takes);
});

test('a message tells of parts that are too short; the last one of a fragment may be', async () => {
  const { tap, context } = await rig({ 'part-duration': 0.25 });
  tap.caps(TS);
  // Pieces of 0.1 s, of which two make 80 % of a part.
  play(tap, 0, 5);
  expect(context.said.map(({ id, text }) => `${id}: ${text.slice(0, 20)}`)).toEqual([
    'parts-short: a part lasts 0.200 s',
  ]);
});

test('messages tell of rare keyframes, long parts and too little memory', async () => {
  const { tap, context, change } = await rig({ 'part-duration': 0.11, 'dvr-window': 60 });
  tap.caps(TS);
  play(tap, 0, 5);
  expect(context.said).toEqual([]);
  for (let time = 5.1; time < 9; time += 0.2) tap.buffer(buffer('x', time, true, 0.2));
  expect(context.said.map(({ id }) => id)).toEqual(['keyframes-rare', 'parts-long']);
  change({ 'memory-limit': 0 });
  play(tap, 9, 20);
  expect(context.said.map(({ id }) => id)).toContain('memory-limit');
  expect(context.said.find(({ id }) => id === 'memory-limit')?.advice).toContain('450 MB');
});
