import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RequestEntry } from '@flumotion/core/plugin';
import { freePort } from '../../../test/support/free-port';
import { listensOn } from '../../../test/support/nginx-rtmp';
import { TestProcess } from '../../../test/support/process';
import { restartsCleanly } from '../../../test/support/restarts';
import { StaticServer } from '../../../test/support/static-server';
import { waitUntil } from '../../../test/support/wait-until';
import { httpServer } from '../src/component';
import { httpCachedProvider } from '../src/fileprovider-httpcached';
import { localCachedProvider } from '../src/fileprovider-localcached';
import { fixedRate } from '../src/ratecontroller-fixed';
import { bytes, cleanUp, folder, later, serve, type Rig, type RigPlug } from './rig';

const exec = promisify(execFile);
const LENGTH = 20;
/** Each second of the film has a brightness of its own. */
const LEVEL = 10;
let films: string;

beforeAll(async () => {
  films = folder();
  const picture = `color=c=black:s=320x180:r=10,geq=lum=40+${LEVEL}*floor(T):cb=128:cr=128,noise=alls=30:allf=t`;
  const tones = 'sine=frequency=500:sample_rate=48000';
  const length = ['-t', String(LENGTH)];
  // The index of the MP4 is at its end, so that a player has to ask for that first.
  const mp4 = '-c:v libx264 -preset ultrafast -qp 12 -g 10 -pix_fmt yuv420p -c:a aac'.split(' ');
  const ogg = '-c:v libtheora -q:v 10 -g 10 -pix_fmt yuv420p -c:a libvorbis'.split(' ');
  await exec(
    'ffmpeg',
    [
      ...['-v', 'error', '-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', tones],
      ...[...length, ...mp4, join(films, 'film.mp4'), ...length, ...ogg, join(films, 'film.ogv')],
    ],
    { timeout: 100_000 },
  );
});
afterAll(cleanUp);

interface Watched extends Rig {
  readonly url: string;
  readonly told: RequestEntry[];
}

async function watched(properties: object, plugs: readonly RigPlug[] = []): Promise<Watched> {
  const told: RequestEntry[] = [];
  const event = (type: string, entry: RequestEntry): void => {
    if (type === 'http_session_completed') told.push(entry);
  };
  const rig = await serve(properties, [...plugs, { socket: 'request-logger', hooks: { event } }]);
  return Object.assign(rig, { url: `http://127.0.0.1:${rig.port}`, told });
}

/** Brightness of the picture that ffmpeg shows at a second of a film, 0 to 255. */
async function shadeAt(film: string, second: number): Promise<number> {
  const { stdout } = await exec(
    'ffmpeg',
    [
      ...['-v', 'error', '-ss', String(second), '-i', film, '-frames:v', '1'],
      ...['-vf', 'scale=1:1:flags=area,format=rgb24', '-f', 'rawvideo', '-'],
    ],
    { encoding: 'buffer', timeout: 30_000 },
  );
  return stdout[1] ?? NaN;
}

test.each(['film.mp4', 'film.ogv'])('ffmpeg seeks in %s', async (name) => {
  const { url, told } = await watched({ path: films });
  const size = readFileSync(join(films, name)).length;
  const shades = new Set<number>();
  for (const second of [15.5, 3.5, 10.5]) {
    const shade = await shadeAt(join(films, name), second);
    expect(await shadeAt(`${url}/${name}`, second)).toBe(shade);
    shades.add(shade);
  }
  expect(shades.size).toBe(3);
  await waitUntil('the requests are told', () => told.length > 3);
  expect(told.some((entry) => (entry['range-first'] ?? 0) > size / 2)).toBe(true);
});

test('curl: several ranges, a resumed download, and one made of parts at the same time', async () => {
  const { url, port } = await watched({ path: films });
  const whole = readFileSync(join(films, 'film.mp4'));
  const target = folder();
  const ranges = await exec('curl', ['-sS', '-i', '-r', '0-9,100-109,-10', `${url}/film.mp4`], {
    encoding: 'latin1',
  });
  expect(ranges.stdout).toMatch(/^HTTP\/1\.1 206 Partial Content/);
  for (const part of [whole.subarray(0, 10), whole.subarray(100, 110), whole.subarray(-10)])
    expect(ranges.stdout).toContain(`\r\n\r\n${part.toString('latin1')}\r\n--`);
  const half = join(target, 'half.mp4');
  writeFileSync(half, whole.subarray(0, 100_000));
  await exec('curl', ['-sS', '-C', '-', '-o', half, `${url}/film.mp4`]);
  expect(readFileSync(half).equals(whole)).toBe(true);
  const step = Math.ceil(whole.length / 16);
  const parts = Array.from({ length: 16 }, (_, index) => [
    ...(index === 0 ? [] : ['--next']),
    ...['-sS', '-r', `${index * step}-${index * step + step - 1}`, '-o', join(target, `part-${index}`)],
    `http://127.0.0.1:${port}/film.mp4`,
  ]);
  await exec('curl', ['--parallel', '--parallel-immediate', '--parallel-max', '16', ...parts.flat()]);
  const joined = Buffer.concat(
    Array.from({ length: 16 }, (_, index) => readFileSync(join(target, `part-${index}`))),
  );
  expect(joined.equals(whole)).toBe(true);
});

/** A page that seeks in a film and posts what it then shows. */
function seekingPage(film: string, seconds: readonly number[]): string {
  return `<!doctype html><meta charset="utf-8"><title>Seek</title><body><script>
const video = document.createElement('video');
const canvas = document.createElement('canvas');
canvas.width = canvas.height = 4;
const picture = canvas.getContext('2d', { willReadFrequently: true });
const post = (report) => fetch('/report', { method: 'POST', body: JSON.stringify(report) });
const told = (name) => new Promise((resolve) => video.addEventListener(name, resolve, { once: true }));
video.addEventListener('error', () => post({ error: video.error.message }));
video.crossOrigin = 'anonymous';
video.muted = true;
video.preload = 'metadata';
document.body.append(video);
(async () => {
  const ready = told('loadeddata');
  video.src = ${JSON.stringify(film)};
  await ready;
  for (const second of ${JSON.stringify(seconds)}) {
    const sought = told('seeked');
    video.currentTime = second;
    await sought;
    picture.drawImage(video, 0, 0, 4, 4);
    const pixels = picture.getImageData(0, 0, 4, 4).data.filter((_, at) => at % 4 === 1);
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    await post({ second, shade: mean, duration: video.duration });
  }
})();
</script>`;
}

test('a browser seeks in a film that comes out of a cache, at a steady rate', async () => {
  const { url, told } = await watched({}, [
    { definition: localCachedProvider, properties: { path: films, 'cache-dir': folder() } },
    { definition: fixedRate, properties: { rate: 16_000_000, 'initial-level': 4_000_000 } },
  ]);
  const pages = new StaticServer({}, { '/seek.html': seekingPage(`${url}/film.mp4`, [15.5, 3.5, 18.5]) });
  const page = await pages.start();
  later(() => pages.stop());
  const browser = new TestProcess('chromium', 'chromium', [
    ...['--headless=new', '--no-sandbox', '--disable-gpu', '--mute-audio', '--no-first-run'],
    ...[`--user-data-dir=${join(folder(), 'profile')}`, `${page}/seek.html`],
  ]);
  try {
    await waitUntil(
      () => `three pictures: ${pages.posted.join()} ${JSON.stringify(told.slice(-5))}`,
      () => pages.posted.length >= 3,
      60_000,
    );
    const reports = pages.posted.map(
      (text) => JSON.parse(text) as { second: number; shade: number; duration: number },
    );
    expect(reports.map(({ second }) => second)).toEqual([15.5, 3.5, 18.5]);
    // A second's shade is ten from the next one's.
    for (const { second, shade } of reports)
      expect(Math.abs(shade - (await shadeAt(join(films, 'film.mp4'), second)))).toBeLessThan(6);
    expect(reports[0]?.duration).toBeCloseTo(LENGTH, 0);
  } finally {
    browser.kill('SIGTERM');
    await browser.end(5000).catch(() => browser.kill('SIGKILL'));
  }
});

test('a cache in front of nginx: one fetch for all, checks, and service while nginx is away', async () => {
  const root = folder({ 'films/a.mp4': bytes(5_000_000) });
  const digest = createHash('sha256')
    .update(readFileSync(join(root, 'films/a.mp4')))
    .digest('hex');
  const port = await freePort();
  const prefix = folder();
  mkdirSync(join(prefix, 'logs'));
  const conf = join(prefix, 'nginx.conf');
  writeFileSync(
    conf,
    `daemon off; master_process off; pid ${prefix}/pid; error_log stderr warn; events { worker_connections 64; }
     http { access_log ${prefix}/access; client_body_temp_path ${prefix}/b; proxy_temp_path ${prefix}/p;
       fastcgi_temp_path ${prefix}/f; uwsgi_temp_path ${prefix}/u; scgi_temp_path ${prefix}/s;
       server { listen 127.0.0.1:${port}; server_name media.example; root ${root}; } }`,
  );
  const nginx = new TestProcess('nginx', 'nginx', ['-c', conf, '-p', prefix]);
  later(() => nginx.kill('SIGKILL'));
  await waitUntil(
    () => `nginx listens: ${nginx.output}`,
    () => listensOn(port),
  );
  const { url, plugs, told } = await watched({}, [
    {
      definition: httpCachedProvider,
      properties: {
        'virtual-hostname': 'media.example',
        'virtual-path': 'films',
        'cache-dir': folder(),
        'cache-ttl': 0,
        'http-server': [{ hostname: '127.0.0.1', port }],
      },
    },
  ]);
  const fetched = async (): Promise<string> => {
    const answer = await fetch(`${url}/a.mp4`);
    return createHash('sha256')
      .update(Buffer.from(await answer.arrayBuffer()))
      .digest('hex');
  };
  const lines = (): string[] => readFileSync(join(prefix, 'access'), 'utf8').trim().split('\n');
  // The first asks, those that come while it is copied may have to ask whether it is still right.
  expect(new Set(await Promise.all(Array.from({ length: 20 }, fetched)))).toEqual(new Set([digest]));
  await waitUntil('the copy', () => plugs[0]?.stats['finished-copy-count'] === 1);
  expect(await fetched()).toBe(digest);
  await waitUntil('the log of nginx', () => / 304 /.test(lines().at(-1) ?? ''));
  expect(lines().filter((line) => line.includes(' 200 5000000'))).toHaveLength(1);
  expect((await fetch(`${url}/b.mp4`)).status).toBe(404);
  nginx.kill('SIGTERM');
  await nginx.end();
  expect(await fetched()).toBe(digest);
  expect((await fetch(`${url}/c.mp4`)).status).toBe(503);
  await waitUntil('all are told', () => told.length === 24);
  expect(told.filter((entry) => entry['cache-status'] === 'cache-miss')).toHaveLength(1);
});

test('it starts and stops 20 times without leaving anything', async () => {
  const options = {
    properties: { port: 0, interface: '127.0.0.1' },
    plugs: [{ definition: localCachedProvider, properties: { path: films, 'cache-dir': folder() } }],
  };
  await restartsCleanly(
    httpServer,
    options,
    ({ state: { mood, stats } }) => mood === 'happy' && stats['server-uptime'] !== undefined,
  );
});
