import { createCipheriv } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testerCommand } from '../../core/src/cli/tester-command';
import { execute } from '../../core/src/cli/frame';
import type { TestReport } from '../../core/src/tester/tally';
import { gstStream } from '../support/gst-stream';

const ts = gstStream(
  'audiotestsrc num-buffers=400 wave=pink-noise ! audio/x-raw,rate=44100 ! audioconvert ! avenc_aac ! aacparse ! mpegtsmux ! filesink name=out',
);
const mp4 = gstStream(
  'audiotestsrc num-buffers=400 wave=pink-noise ! audio/x-raw,rate=44100 ! audioconvert ! avenc_aac ! aacparse ! mp4mux streamable=true fragment-duration=1000 ! filesink name=out',
);
const SEGMENTS = 8;
const packets = Math.floor(ts.length / 188);
const segments = Array.from({ length: SEGMENTS }, (_, at) =>
  ts.subarray(188 * Math.floor((packets * at) / SEGMENTS), 188 * Math.floor((packets * (at + 1)) / SEGMENTS)),
);
const KEY = Buffer.alloc(16, 7);

/** MP4 cut into its headers and its fragments. */
const [beginning = Buffer.alloc(0), ...fragments] = (() => {
  const starts = [0];
  for (let at = 0; at < mp4.length; at += mp4.readUInt32BE(at))
    if (mp4.toString('latin1', at + 4, at + 8) === 'moof') starts.push(at);
  return starts.map((start, index) => mp4.subarray(start, starts[index + 1]));
})();

const encrypted = (bytes: Buffer, number: number): Buffer => {
  const iv = Buffer.alloc(16);
  iv.writeUInt32BE(number, 12);
  const cipher = createCipheriv('aes-128-cbc', KEY, iv);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
};

/** A live playlist of segments of a second that moves on with the clock; recorded ones are whole at once. */
function list(
  began: number,
  options: { extra?: string; uri: (n: number) => string; ended?: boolean; stuck?: boolean },
): string {
  const age = options.stuck ? 4 : Math.floor((Date.now() - began) / 1000) + 4;
  const last = options.ended ? SEGMENTS : age;
  const first = options.ended ? 1 : Math.max(1, last - 5);
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:1', `#EXT-X-MEDIA-SEQUENCE:${first}`];
  if (options.extra) lines.push(options.extra);
  for (let number = first; number <= last; number++) lines.push('#EXTINF:1.0,', options.uri(number));
  if (options.ended) lines.push('#EXT-X-ENDLIST');
  return `${lines.join('\n')}\n`;
}

let server: Server;
let base: string;
let began: number;
const asked: string[] = [];

function answer(path: string, request: IncomingMessage, response: ServerResponse): void {
  const playlist = (text: string): void =>
    void response.writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl' }).end(text);
  const bytes = (data: Buffer): void =>
    void response.writeHead(200, { 'content-type': 'video/mp2t' }).end(data);
  const [, folder = '', file = ''] = /^\/([^/]*)\/?(.*)$/.exec(path) ?? [];
  const number = Number(/\d+/.exec(file)?.[0] ?? 0);
  const segment = segments[(number - 1) % SEGMENTS]!;
  if (file === 'key') bytes(KEY);
  else if (file === 'map') bytes(beginning);
  else if (file === 'live.m3u8') {
    const extra = {
      encrypted: '#EXT-X-KEY:METHOD=AES-128,URI="key"',
      mp4: '#EXT-X-MAP:URI="map"',
    }[folder];
    playlist(
      list(began, {
        uri: (n) => `s${n}`,
        ended: ['recorded', 'encrypted', 'mp4', 'lossy', 'gone', 'broken'].includes(folder),
        stuck: folder === 'stuck',
        ...(extra !== undefined && { extra }),
      }).replace(/EXTINF:1.0/g, folder === 'broken' ? 'EXTINF:2.6' : 'EXTINF:1.0'),
    );
  } else if (folder === 'master') playlist('#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n/recorded/live.m3u8\n');
  else if (folder === 'session' && !request.headers.cookie)
    response.writeHead(302, { location: '/session', 'set-cookie': 'session=5; HttpOnly' }).end();
  else if (folder === 'session') playlist(list(began, { uri: (n) => `/cookie/s${n}`, ended: true }));
  else if (folder === 'cookie' && request.headers.cookie !== 'session=5') response.writeHead(403).end();
  else if (folder === 'plain') playlist(`#EXTM3U\n#EXTINF:-1,Radio\n${base}/stream\n`);
  else if (folder === 'stream')
    response.writeHead(200, { 'content-type': 'video/mp2t', 'content-length': ts.length }).end(ts);
  else if (folder === 'gone' && number === 3) response.writeHead(404).end();
  else if (folder === 'lossy' && number === 3) bytes(segment.subarray(188 * 5));
  else if (folder === 'mp4') bytes(fragments[number - 1] ?? Buffer.alloc(0));
  else if (folder === 'encrypted') bytes(encrypted(segment, number));
  else bytes(segment);
}

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request.url ?? '', request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
  began = Date.now();
  asked.length = 0;
});

afterEach(() => {
  process.exitCode = undefined;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function test(path: string, ...args: readonly string[]): Promise<TestReport> {
  let stdout = '';
  const terminal = { stdout: { write: (text: string) => (stdout += text) }, stderr: { write: () => true } };
  await execute(
    testerCommand(terminal),
    ['--json', '--ramp-up', '0', '-c', '2', ...args, base + path],
    terminal,
  );
  return JSON.parse(stdout) as TestReport;
}

it.each([
  ['/recorded/live.m3u8', 'HLS, MPEG-TS: aac'],
  ['/master', 'HLS, MPEG-TS: aac'],
  ['/mp4/live.m3u8', 'HLS, MP4: 1 tracks'],
  ['/encrypted/live.m3u8', 'HLS, MPEG-TS: aac'],
  ['/session', 'HLS, MPEG-TS: aac'],
  ['/plain', 'MPEG-TS: aac'],
])('plays %s to its end and finds nothing wrong', async (path, description) => {
  const report = await test(path, '-t', '50');
  expect(report.failures).toEqual([]);
  expect(report).toMatchObject({ succeeded: 2, failed: 0, streams: [description] });
  expect(report.worstGap?.max).toBeLessThan(20_000);
});

it('follows a live playlist, three target durations behind', async () => {
  const report = await test('/live/live.m3u8', '-t', '4', '-c', '1');
  expect(report).toMatchObject({ succeeded: 1, failures: [] });
  const fetched = asked.filter((url) => /\/s\d+$/.test(url)).map((url) => Number(/\d+$/.exec(url)?.[0]));
  const [first = 0] = fetched;
  expect(first).toBeGreaterThanOrEqual(2);
  expect(fetched).toEqual(fetched.map((_, at) => first + at));
  expect(fetched.length).toBeGreaterThanOrEqual(4);
});

it.each([
  ['/stuck/live.m3u8', 'the playlist stands still', 'no segment after 4'],
  ['/gone/live.m3u8', 'HTTP status 404 Not Found', '/gone/s3'],
  ['/lossy/live.m3u8', 'packets are missing', 's3'],
  ['/broken/live.m3u8', 'the playlist breaks RFC 8216: a segment is longer than the target', 's1: 2.6 s'],
  ['/recorded/s1.m3u8', 'the playlist holds no address', '/recorded/s1.m3u8'],
])('says what is wrong with %s', async (path, reason, detail) => {
  const report = await test(path, '-t', '50', '--timeout', '20');
  expect(report).toMatchObject({ succeeded: 0, failed: 2 });
  expect(report.failures[0]?.reason).toContain(reason);
  expect(report.failures[0]?.example).toContain(detail);
});
