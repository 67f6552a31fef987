import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nagiosCommand } from '../../admin/src/nagios/nagios';
import { runIn } from '../support/commands-run';

const folder = mkdtempSync(join(tmpdir(), 'flumotion-nagios-stream-'));
const file = join(folder, 'a.ogg');
let server: Server;
let base: string;

beforeAll(async () => {
  execFileSync('gst-launch-1.0', [
    ...['-q', 'oggmux', 'name=mux', '!', 'filesink', `location=${file}`],
    ...[
      'videotestsrc',
      'num-buffers=25',
      '!',
      'video/x-raw,width=64,height=48,framerate=25/1',
      '!',
      'theoraenc',
      '!',
      'mux.',
    ],
    ...[
      'audiotestsrc',
      'num-buffers=43',
      '!',
      'audio/x-raw,rate=44100,channels=2',
      '!',
      'vorbisenc',
      '!',
      'mux.',
    ],
  ]);
  const media = readFileSync(file);
  server = createServer((request, response) => {
    switch (request.url) {
      case '/a.ogg':
        response.end(media);
        break;
      case '/endless':
        // Some bytes, and then nothing for ever: what has come is judged.
        response.write(media);
        break;
      case '/noise':
        response.end(Buffer.alloc(20_000, 'x'));
        break;
      case '/list.m3u':
        response.end('#EXTM3U\nhttp://127.0.0.1:1/old\na.ogg\n');
        break;
      case '/live.m3u8':
        response.end('#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\ngone.ts\n');
        break;
      default:
        response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

async function check(path: string, ...words: string[]): Promise<readonly [string, number]> {
  let status = -1;
  const { stdout } = await runIn(
    ({ stdout: out }) => nagiosCommand({ stdout: out, end: (ended) => (status = ended) }),
    ['stream', 'check', ...words, `${base}${path}`],
  );
  const kept = /what came is in (\S+)/.exec(stdout)?.[1];
  if (kept !== undefined) rmSync(dirname(kept), { recursive: true });
  return [stdout, status];
}

const VIDEO = ['-W', '64', '-H', '48', '-F', '25/1', '-P', '1/1', '-M', 'video/x-theora'];
const AUDIO = ['-s', '44100', '-c', '2', '-m', 'audio/x-vorbis'];

it('a stream that is as expected', async () => {
  expect(await check('/a.ogg', ...VIDEO, ...AUDIO)).toEqual([
    expect.stringMatching(
      /^OK - video\/x-theora 64x48 at 25\/1 and audio\/x-vorbis 44100 Hz, 2 channels \| first_byte=.* size=\d+B/,
    ),
    0,
  ]);
});

it('is found behind a playlist, and in what came of a stream that goes on', async () => {
  expect(await check('/list.m3u', ...VIDEO, ...AUDIO)).toEqual([expect.stringMatching(/^OK/), 0]);
  expect(await check('/endless', '-t', '2', ...VIDEO, ...AUDIO)).toEqual([
    expect.stringMatching(/^OK .*time ran out/),
    0,
  ]);
});

it.each([
  [['-W', '65', ...AUDIO], 'video width is 64, expected 65; what came is in '],
  [VIDEO, 'there is audio (audio/x-vorbis), which was not expected'],
  [AUDIO, 'there is video (video/x-theora), which was not expected'],
  [[...VIDEO, '-c', '6'], 'audio channels is 2, expected 6'],
])('another one: %j', async (words, text) => {
  expect(await check('/a.ogg', ...words)).toEqual([expect.stringContaining(`CRITICAL - ${text}`), 2]);
});

it('what is no stream, is not there, or is gone already', async () => {
  expect(await check('/noise', ...VIDEO)).toEqual([expect.stringMatching(/^CRITICAL - .*no media/), 2]);
  expect(await check('/nothing', ...VIDEO)).toEqual([
    expect.stringMatching(/^CRITICAL - .*HTTP status 404/),
    2,
  ]);
  expect(await check('/live.m3u8', ...VIDEO)).toEqual([expect.stringMatching(/^WARNING - .*out of sync/), 1]);
});
