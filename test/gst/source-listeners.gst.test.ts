import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import httpStreamer from '../../plugins/http-streamer/src';
import { LOGIN, Station, TONE } from '../../plugins/source/test/clients';
import { freePort } from '../support/free-port';
import { playComponent, type Played } from '../support/play-component';
import { waitUntil } from '../support/wait-until';

const MP3 = [
  '-c:a',
  'libmp3lame',
  '-b:a',
  '64k',
  '-f',
  'mp3',
  '-content_type',
  'audio/mpeg',
  '-ice_name',
  'Räd',
];

let station: Station;
let streamer: Played | undefined;
let listener: Socket | undefined;
beforeEach(() => {
  station = new Station();
});
afterEach(async () => {
  listener?.destroy();
  await streamer?.stop();
  await station.close();
});

test('listeners of a source client hear it, see its titles, and stay while it is away', async () => {
  await station.open();
  const port = await freePort();
  const [definition] = [httpStreamer].flat();
  if (!definition) throw new Error('no http-streamer');
  streamer = await playComponent(definition, {
    properties: { port, interface: '127.0.0.1', 'mount-point': '/radio', 'flush-interval': 50 },
    inputs: { default: station.played },
  });
  const first = station.ffmpeg(TONE, ...MP3, station.url('icecast'));
  await waitUntil('the stream', () => streamer?.state.mood === 'happy', 30_000);
  listener = connect(port, '127.0.0.1');
  let said = '';
  let ended = false;
  listener.on('data', (data: Buffer) => void (said += data.toString('latin1')));
  listener.on('close', () => (ended = true));
  listener.write('GET /radio HTTP/1.0\r\nIcy-MetaData: 1\r\n\r\n');
  const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
  await waitUntil('the name', () => said.includes(`icy-name: ${utf8('Räd')}\r\n`));

  const update = `http://127.0.0.1:${station.port}/admin/metadata?mode=updinfo&mount=/live&song=`;
  const login = { headers: { Authorization: LOGIN } };
  expect((await fetch(update + encodeURIComponent('Änne - Lied'), login)).status).toBe(200);
  await waitUntil('the title', () => said.includes(utf8("StreamTitle='Änne - Lied'")), 30_000);

  first.kill('SIGKILL');
  await station.figure('connected', 0);
  await station.mood('waking');
  station.ffmpeg(TONE, ...MP3, station.url('icecast'));
  await station.mood('happy');
  const before = said.length;
  await waitUntil('more of the stream', () => said.length > before + 20_000, 30_000);
  expect(ended).toBe(false);
});
