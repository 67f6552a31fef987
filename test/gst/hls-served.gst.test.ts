import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { beeping, flashing, judge, PITCH, type Heard } from '../support/late-joiner';
import { playComponent, type Played } from '../support/play-component';
import { playedThrough } from '../support/played-through';
import { playerPage, type Report } from '../support/player-page';
import { TestProcess } from '../support/process';
import { StaticServer } from '../support/static-server';
import { waitUntil } from '../support/wait-until';
import { streamer } from '../../plugins/hls/src/streamer/streamer';
import mp4 from '../../plugins/mp4/src';
import mpegts from '../../plugins/mpegts/src';

const VIDEO = flashing(
  'x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25 ! video/x-h264,profile=constrained-baseline',
);
const SOUND = beeping('avenc_aac');

/** Forms of the stream: each with the muxer it comes from, and what the streamer is told. */
const FORMS = {
  ts: { muxer: mpegts, muxing: {}, properties: { 'segment-duration': 1 } },
  mp4: {
    muxer: mp4,
    muxing: { 'fragment-duration': 40 },
    properties: { 'segment-duration': 2, 'part-duration': 0.5 },
  },
} as const;
type Form = keyof typeof FORMS;

const running: Played[] = [];
const streamers = {} as Record<Form, Played>;
const script = readFileSync(require.resolve('hls.js/dist/hls.min.js'));
const pages: Record<string, string | Buffer> = { '/hls.js': script };
const server = new StaticServer({}, pages);
const url = (form: Form): string => String(streamers[form].state.stats['stream-url']);
let folder: string;
let root: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hls-served-'));
  root = await server.start();
  await Promise.all(
    (Object.keys(FORMS) as Form[]).map(async (form) => {
      const { muxer, muxing, properties } = FORMS[form];
      const inputs = { 'default:video': VIDEO, 'default:audio': SOUND };
      const muxed = await playComponent(muxer, { properties: muxing, inputs });
      running.push(muxed);
      streamers[form] = await playComponent(streamer, {
        properties: {
          port: 0,
          interface: '127.0.0.1',
          'mount-point': `/${form}`,
          'max-window': 10,
          ...properties,
        },
        inputs: { default: muxed },
      });
      running.push(streamers[form]);
      await waitUntil(
        'six seconds',
        () => Number(streamers[form].state.stats['window-seconds'] ?? 0) >= 6,
        30_000,
      );
    }),
  );
});
afterAll(async () => {
  for (const each of running.reverse()) await each.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['ts', 'ts'],
  ['mp4', 'mkv'],
] as const)(
  '%s: ffmpeg plays it from the main playlist, picture and sound in step',
  async (form, extension) => {
    const file = join(folder, `ffmpeg.${extension}`);
    await promisify(execFile)(
      'ffmpeg',
      ['-v', 'error', '-live_start_index', '0', '-i', url(form), '-t', '6', '-c', 'copy', file],
      { timeout: 60_000 },
    );
    const heard = await judge(readFileSync(file), extension);
    expect(heard.codecs).toEqual(['aac', 'h264']);
    expect(heard.pitch).toBeCloseTo(PITCH, -1);
    expect(Math.abs(heard.drift)).toBeLessThan(0.04);
    expect(heard.pictures).toBeGreaterThan(100);
    expect(heard.gap).toBeLessThan(0.1);
  },
);

test.each(['ts', 'mp4'] as const)('%s: VLC plays it', async (form) => {
  // VLC does not run for root.
  const own = mkdtempSync(join(folder, 'vlc-'));
  chmodSync(folder, 0o755);
  chmodSync(own, 0o777);
  const file = join(own, 'vlc.ts');
  const command = [
    ...['env', `HOME=${own}`, 'cvlc', '-I', 'dummy', '--no-color'],
    ...['--sout', `#std{access=file,mux=ts,dst=${file}}`, url(form)],
  ];
  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const [program = '', ...args] = process.getuid?.() === 0 ? [...nobody, ...command] : command;
  const vlc = new TestProcess('vlc', program, args);
  try {
    let heard: Heard | undefined;
    await waitUntil(
      () => `four seconds of picture and sound: ${JSON.stringify(heard)}\n${vlc.output.slice(-2000)}`,
      async () => {
        heard = existsSync(file) ? await judge(readFileSync(file), 'ts').catch(() => undefined) : undefined;
        return (heard?.pictures ?? 0) > 100;
      },
      50_000,
    );
    expect(heard?.codecs).toEqual(['aac', 'h264']);
    expect(heard?.pitch).toBeCloseTo(PITCH, -1);
    expect(heard?.gap).toBeLessThan(0.1);
  } finally {
    vlc.kill('SIGTERM');
    await vlc.end(5000).catch(() => {
      vlc.kill('SIGKILL');
    });
  }
});

test('hls.js plays both in a browser for ten seconds without a stall; low latency part by part', async () => {
  pages['/player.html'] = playerPage({ ts: url('ts'), mp4: url('mp4') }, { lowLatencyMode: true });
  const browser = new TestProcess('chromium', 'chromium', [
    ...['--headless=new', '--no-sandbox', '--disable-gpu', '--mute-audio', '--no-first-run'],
    ...['--autoplay-policy=no-user-gesture-required', `--user-data-dir=${join(folder, 'profile')}`],
    `${root}/player.html`,
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
      if (player === 'ts') continue;
      // Without parts a player is three segments, six seconds, behind the end of the playlist.
      expect(Math.min(...stretch.map(({ behind }) => behind))).toBeLessThan(3);
      expect((stretch.at(-1)?.parts ?? 0) - (stretch[0]?.parts ?? 0)).toBeGreaterThan(10);
    }
    const asked = streamers.mp4.lines.filter((line) => line.includes('GET /mp4/'));
    expect(
      asked.filter((line) => /stream\.m3u8\?\S*_HLS_msn=\d+&_HLS_part=\d+\S* HTTP\/1\.1" 200/.test(line))
        .length,
    ).toBeGreaterThan(10);
    expect(
      asked.filter((line) => /fragment-\d+\.\d+\.m4s\S* HTTP\/1\.1" 200/.test(line)).length,
    ).toBeGreaterThan(10);
  } finally {
    browser.kill('SIGTERM');
    await browser.end(5000).catch(() => {
      browser.kill('SIGKILL');
    });
  }
});
