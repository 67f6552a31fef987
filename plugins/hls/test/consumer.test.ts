import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Behaviour, FeedBuffer, FeedCaps, TapHandler } from '@flumotion/core/plugin';
import { checkComponent } from '@flumotion/core/testing';
import { fakeContext, type FakeContext } from '../../../test/support/fake-context';
import { playlistComplaints, successionComplaints } from '../../../test/support/hls-rules';
import { refusals } from '../../../test/support/refusals';
import { waitUntil } from '../../../test/support/wait-until';
import { consumer as hls } from '../src/consumer/consumer';
import type { Properties } from '../src/consumer/declaration';
import { readPlaylist } from '../src/playlist';

const behaviour = hls.behaviour as unknown as Behaviour<Properties>;
const TS: FeedCaps = { text: 'video/mpegts', mediaType: 'video/mpegts', streamHeader: [] };
const MP4 = (header: string): FeedCaps => ({
  text: 'video/quicktime',
  mediaType: 'video/quicktime',
  streamHeader: [Buffer.from(header)],
});

let folder: string;
let context: FakeContext<Properties>;
let tap: TapHandler;
const seen: string[] = [];

function buffer(text: string, seconds: number, delta: boolean): FeedBuffer {
  const pts = BigInt(Math.round(seconds * 1e9));
  return { data: Buffer.from(text), pts, delta, header: false, discont: false };
}

/** Plays whole seconds: a keyframe `K<n>` each, and `d<n>` half a second later. */
function play(from: number, to: number): void {
  for (let second = from; second < to; second++) {
    tap.buffer(buffer(`K${String(second)} `, second, false));
    tap.buffer(buffer(`d${String(second)} `, second + 0.5, true));
  }
}

async function start(properties: Partial<Properties> = {}): Promise<void> {
  context = fakeContext<Properties>(
    {
      directory: folder,
      'playlist-name': 'live.m3u8',
      'segment-prefix': 'segment',
      'segment-duration': 2,
      window: 3,
      'keep-segments': undefined,
      'program-date-time': true,
      ...properties,
    },
    'hls',
  );
  await behaviour.start?.(context);
  tap = context.taps.get('default') as TapHandler;
}

const list = (): string => readFileSync(join(folder, 'live.m3u8'), 'utf8');
const file = (name: string): string => readFileSync(join(folder, name), 'utf8');
const written = (count: number): Promise<void> =>
  waitUntil(`${String(count)} segments`, () => Number(context.stats['segments'] ?? 0) >= count);

/** Notes the playlist, and holds it and its succession against the rules. */
function sound(): void {
  const text = list();
  expect(playlistComplaints(text)).toEqual([]);
  const before = seen.at(-1);
  if (before !== undefined) expect(successionComplaints(before, text)).toEqual([]);
  seen.push(text);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hls-'));
  seen.length = 0;
});
afterEach(async () => {
  await behaviour.stop?.(context);
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

test('the declaration is sound; values out of bounds are refused', async () => {
  await start();
  expect(checkComponent(hls)).toEqual([]);
  expect(
    refusals(hls, { directory: '/x', 'segment-duration': 0.5, window: 2, 'keep-segments': 0 }),
  ).toHaveLength(3);
  expect(refusals(hls, {})).toEqual([expect.stringContaining('directory')]);
  const check = (values: Partial<Properties>): string | undefined =>
    behaviour.check?.({ ...context.properties, ...values });
  expect(check({})).toBeUndefined();
  expect(check({ 'playlist-name': '../live.m3u8' })).toMatch(/no plain name/);
  expect(check({ 'playlist-name': 'live' })).toMatch(/live\.m3u8/);
  expect(check({ 'segment-prefix': '.x' })).toMatch(/segment-prefix/);
});

test('segments are cut at keyframes; the playlist keeps the rules while the window moves', async () => {
  await start();
  tap.caps(TS);
  tap.buffer(buffer('no keyframe yet', 0, true));
  for (let second = 0; second < 20; second += 2) {
    play(second, second + 2);
    if (second < 2) continue;
    await written(second / 2);
    sound();
  }
  expect(file('segment-6.ts')).toBe('K12 d12 K13 d13 ');
  const last = readPlaylist(list());
  expect(last).toMatchObject({ targetDuration: 2, sequence: 6, discontinuities: 0 });
  expect(last?.entries.map(({ duration }) => duration)).toEqual([2, 2, 2]);
  // Players that are behind still find what has just left the playlist.
  const kept = ['live.m3u8', ...[2, 3, 4, 5, 6, 7, 8].map((number) => `segment-${String(number)}.ts`)];
  await waitUntil('the old ones are gone', () => readdirSync(folder).length === kept.length);
  expect(readdirSync(folder).sort()).toEqual(kept.sort());
});

test('MP4 segments name their header; another header begins a new stretch', async () => {
  await start({ 'program-date-time': false });
  tap.caps(MP4('<header 1>'));
  play(0, 5);
  tap.caps(MP4('<header 2>'));
  play(5, 8);
  await written(4);
  const playlist = readPlaylist(list());
  expect(playlistComplaints(list())).toEqual([]);
  expect(playlist?.entries.map(({ file: name, map, discontinuity }) => [name, map, discontinuity])).toEqual(
    [
      ['segment-0.m4s', 'segment-header-0.mp4', false],
      ['segment-1.m4s', 'segment-header-0.mp4', false],
      ['segment-2.m4s', 'segment-header-0.mp4', false],
      ['segment-3.m4s', 'segment-header-3.mp4', true],
    ].slice(-(playlist?.entries.length ?? 0)),
  );
  expect(file('segment-header-3.mp4')).toBe('<header 2>');
  expect(list()).not.toContain('DATE-TIME');
});

test('after a restart the numbers go on behind a discontinuity, and the same header is used again', async () => {
  await start();
  tap.caps(MP4('<header>'));
  play(0, 7);
  await behaviour.stop?.(context);
  sound();
  const before = readPlaylist(list());
  writeFileSync(join(folder, '.segment-4.m4s.123.new'), 'never finished');
  await start();
  tap.caps(MP4('<header>'));
  play(100, 105);
  await written(2);
  const text = list();
  expect(playlistComplaints(text)).toEqual([]);
  const after = readPlaylist(text);
  const fresh = after?.entries.slice(-2) ?? [];
  expect(fresh.map(({ discontinuity }) => discontinuity)).toEqual([true, false]);
  expect((after?.sequence ?? 0) + (after?.entries.length ?? 0)).toBe(
    (before?.sequence ?? 0) + (before?.entries.length ?? 0) + 2,
  );
  expect(readdirSync(folder).filter((name) => /header|new/.test(name))).toEqual(['segment-header-0.mp4']);
});

test('a feed that was away is a discontinuity; what is missing from the folder is not named after a restart', async () => {
  await start({ window: 6 });
  tap.caps(TS);
  play(0, 4);
  tap.lost?.('gone');
  tap.caps(TS);
  play(9, 12);
  await written(3);
  sound();
  expect(readPlaylist(list())?.entries.map(({ discontinuity }) => discontinuity)).toEqual([
    false,
    false,
    true,
  ]);
  await behaviour.stop?.(context);
  rmSync(join(folder, 'segment-0.ts'));
  await start({ window: 6 });
  tap.caps(TS);
  play(20, 23);
  await written(1);
  expect(playlistComplaints(list())).toEqual([]);
  expect(readPlaylist(list())).toMatchObject({ sequence: 1 });
  expect(list()).not.toContain('segment-0.ts');
});

test('a folder that cannot be used is a message with advice; the stream goes on when it can be again', async () => {
  writeFileSync(join(folder, 'file'), '');
  const directory = join(folder, 'file');
  await start({ directory });
  tap.caps(TS);
  play(0, 5);
  await waitUntil('the message', () => context.said.some(({ id }) => id === 'hls-failed'));
  expect(context.said[0]).toMatchObject({
    level: 'error',
    text: expect.stringMatching(/EEXIST|ENOTDIR/) as string,
    advice: expect.stringContaining('not a file') as string,
  });
  rmSync(directory);
  play(5, 9);
  await waitUntil('the message is gone', () => context.said.length === 0);
  expect(Number(context.stats['lost-segments'])).toBeGreaterThan(0);
  expect(playlistComplaints(readFileSync(join(directory, 'live.m3u8'), 'utf8'))).toEqual([]);
});

test('a full disk says so, and the stream goes on behind a discontinuity', async () => {
  await start({ window: 6 });
  tap.caps(TS);
  play(0, 3);
  await written(1);
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  const write = jest.spyOn(files, 'writeFile').mockRejectedValueOnce(full);
  play(3, 5);
  await waitUntil('the message', () => context.said.length > 0);
  write.mockRestore();
  expect(context.said[0]).toMatchObject({
    id: 'hls-failed',
    advice: expect.stringContaining('make room') as string,
  });
  play(5, 7);
  await written(2);
  expect(context.said).toEqual([]);
  sound();
  expect(readPlaylist(list())?.entries.map(({ discontinuity }) => discontinuity)).toEqual([false, true]);
});

test('keyframes that come too rarely are cut without, and said so', async () => {
  await start();
  tap.caps(TS);
  for (let tenth = 0; tenth < 80; tenth++)
    tap.buffer(buffer(`${String(tenth)} `, tenth / 10, tenth % 60 !== 0));
  await written(3);
  expect(playlistComplaints(list())).toEqual([]);
  expect(Number(context.stats['forced-cuts'])).toBeGreaterThan(0);
  expect(context.said).toEqual([expect.objectContaining({ level: 'warning', id: 'keyframes-rare' })]);
});
