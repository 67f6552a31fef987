import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { playlistComplaints } from '../support/hls-rules';
import { HlsStream } from '../support/hls-stream';
import { judge, PITCH } from '../support/late-joiner';
import { TestProcess } from '../support/process';
import { StaticServer } from '../support/static-server';
import { waitUntil } from '../support/wait-until';
import mp4 from '../../plugins/mp4/src';
import mpegts from '../../plugins/mpegts/src';
import { playerPage, type Report } from '../support/player-page';
import { playedThrough } from '../support/played-through';

const streams = { ts: new HlsStream(mpegts), mp4: new HlsStream(mp4) };
const page = playerPage({ ts: '/ts/live.m3u8', mp4: '/mp4/live.m3u8' });
const script = readFileSync(require.resolve('hls.js/dist/hls.min.js'));
const server = new StaticServer(
  { ts: streams.ts.folder, mp4: streams.mp4.folder },
  { '/player.html': page, '/hls.js': script },
);
let url: string;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hls-play-'));
  url = await server.start();
  await Promise.all([streams.ts.start(6), streams.mp4.start(6)]);
});
afterAll(async () => {
  await Promise.all([streams.ts.stop(), streams.mp4.stop()]);
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['ts', 'ts'],
  ['mp4', 'mkv'],
] as const)('%s: ffmpeg plays the playlist, picture and sound in step', async (kind, extension) => {
  const text = readFileSync(join(streams[kind].folder, 'live.m3u8'), 'utf8');
  expect(playlistComplaints(text)).toEqual([]);
  const file = join(folder, `played.${extension}`);
  await promisify(execFile)(
    'ffmpeg',
    [
      ...['-v', 'error', '-live_start_index', '0', '-i', `${url}/${kind}/live.m3u8`],
      ...['-t', '6', '-c', 'copy', file],
    ],
    { timeout: 60_000 },
  );
  const heard = await judge(readFileSync(file), extension);
  expect(heard.codecs).toEqual(['aac', 'h264']);
  expect(heard.pitch).toBeCloseTo(PITCH, -1);
  expect(Math.abs(heard.drift)).toBeLessThan(0.04);
  expect(heard.pictures).toBeGreaterThan(100);
  expect(heard.gap).toBeLessThan(0.1);
});

test('each segment can be decoded alone', async () => {
  const names = readdirSync(streams.ts.folder).filter((name) => name.endsWith('.ts'));
  const { stdout } = await promisify(execFile)('ffprobe', [
    ...['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=flags', '-of', 'csv=p=0'],
    join(streams.ts.folder, names[1] ?? ''),
  ]);
  const flags = stdout.trim().split(/\s+/);
  expect(flags).toHaveLength(25);
  expect(flags[0]).toContain('K');
});

test('hls.js plays both in a browser for ten seconds without a stall', async () => {
  const browser = new TestProcess('chromium', 'chromium', [
    ...['--headless=new', '--no-sandbox', '--disable-gpu', '--mute-audio', '--no-first-run'],
    ...['--autoplay-policy=no-user-gesture-required', `--user-data-dir=${join(folder, 'profile')}`],
    `${url}/player.html`,
  ]);
  try {
    for (const player of ['ts', 'mp4']) {
      const reports = (): Report[] =>
        server.posted
          .map((text) => JSON.parse(text) as Report)
          .filter((report) => report.player === player && report.frames > 0);
      let stretch: readonly Report[] = [];
      await waitUntil(
        () => `ten seconds of ${player} without a stall: ${server.posted.slice(-2).join('\n')}`,
        () => (stretch = playedThrough(reports()) ?? []).length > 0,
        50_000,
      );
      expect(Math.max(...stretch.map(({ brightness }) => brightness))).toBeGreaterThan(200);
      expect(Math.min(...stretch.map(({ brightness }) => brightness))).toBeLessThan(50);
    }
  } finally {
    browser.kill('SIGTERM');
    await browser.end(5000).catch(() => {
      browser.kill('SIGKILL');
    });
  }
});
