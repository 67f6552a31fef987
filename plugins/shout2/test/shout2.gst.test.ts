import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { codecs, sound } from '../../../test/support/decode';
import { freePort } from '../../../test/support/free-port';
import { SOURCE_PASSWORD, startIcecast, type IcecastServer } from '../../../test/support/icecast';
import { pitch } from '../../../test/support/media-content';
import { playComponent, type Played } from '../../../test/support/play-component';
import { run } from '../../../test/support/process';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import shout2 from '../src';

const TONE = 'audiotestsrc is-live=true freq=500 ! audio/x-raw,rate=44100,channels=1';
const VORBIS = `${TONE} ! vorbisenc ! oggmux max-delay=100000000 max-page-delay=100000000`;
const STREAMS = {
  '/live.ogg': VORBIS,
  '/live.mp3': `${TONE} ! lamemp3enc target=bitrate bitrate=64 ! mpegaudioparse`,
  '/live.webm': `${TONE} ! vorbisenc ! webmmux streamable=true`,
};

let folder: string;
let port: number;
let played: Played | undefined;
const processes: Pick<IcecastServer, 'kill'>[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flumotion-shout2-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  port = await freePort();
});
afterEach(async () => {
  for (const process of processes.splice(0)) process.kill('SIGKILL');
  await played?.stop();
  played = undefined;
});

async function icecast(): Promise<IcecastServer> {
  const server = await startIcecast(join(folder, 'icecast'), port);
  processes.push(server);
  return server;
}

const properties = (mount: string): { readonly [name: string]: string | number } => ({
  ip: '127.0.0.1',
  port,
  password: SOURCE_PASSWORD,
  'mount-point': mount,
  'short-name': 'The name',
  description: 'The words',
});

async function send(
  mount: string,
  input: string,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  played = await playComponent(shout2, {
    properties: { ...properties(mount), ...more },
    inputs: { default: input },
  });
}

async function mood(wanted: string): Promise<void> {
  await waitUntil(wanted, () => played?.state.mood === wanted, 20_000).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${JSON.stringify(played?.state)}`);
  });
}

/** Listens to the server for two seconds and checks the tone. */
async function expectTone(mount: string, codec: string): Promise<void> {
  const file = join(folder, `heard${mount.slice(5)}`);
  const url = `http://127.0.0.1:${String(port)}${mount}`;
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-i', url, '-t', '2', '-c', 'copy', '-y', file]);
  expect(await codecs(file)).toEqual([codec]);
  const heard = await sound(file);
  expect(pitch(heard.samples.subarray(heard.rate / 5), heard.rate)).toBeCloseTo(500, -1);
}

test.each([
  ['/live.ogg', 'vorbis', 'http'],
  ['/live.mp3', 'mp3', 'http'],
  ['/live.webm', 'vorbis', 'source'],
] as const)('a listener of the server hears %s (%s, %s)', async (mount, codec, protocol) => {
  await icecast();
  await send(mount, STREAMS[mount], { protocol });
  await mood('happy');
  await expectTone(mount, codec);
  const status = await (await fetch(`http://127.0.0.1:${String(port)}/status-json.xsl`)).text();
  expect(status).toContain('The name');
  expect(status).toContain('The words');
  expect(Number(played?.state.stats['sent-bytes'])).toBeGreaterThan(1000);
});

test('the server is told what plays, again after it was away', async () => {
  const tagged = STREAMS['/live.mp3'].replace(
    ' ! lame',
    ' ! taginject tags="title=Song,artist=Singer" ! lame',
  );
  await send('/live.mp3', tagged);
  for (let round = 1; round <= 2; round++) {
    const server = await icecast();
    await mood('happy');
    const shown = async (): Promise<boolean> => {
      const status = await (await fetch(`http://127.0.0.1:${String(port)}/status-json.xsl`)).text();
      return status.includes('"title":"Singer - Song"');
    };
    await waitUntil('the title', shown, 20_000);
    expect(played?.state.stats['title']).toBe('Singer - Song');
    server.kill('SIGKILL');
    await server.end();
    await mood('waking');
  }
  expect(JSON.stringify([played?.state, played?.lines])).not.toContain('quote');
});

test('a server that comes late, and one that comes back, get the headers first', async () => {
  await send('/live.ogg', VORBIS);
  await waitUntil('the complaint', () => played?.state.messages[0] !== undefined, 10_000);
  expect(played?.state.messages[0]?.text).toContain('refuses the connection');
  for (let round = 1; round <= 2; round++) {
    const server = await icecast();
    await mood('happy');
    await expectTone('/live.ogg', 'vorbis');
    expect(played?.state.stats).toMatchObject({ connected: 1, connections: round });
    expect(played?.state.messages).toEqual([]);
    server.kill('SIGKILL');
    await server.end();
    await mood('waking');
  }
  expect(JSON.stringify([played?.state, played?.lines])).not.toContain('quote');
});

test.each(['http', 'source'])('a wrong password is told (%s)', async (protocol) => {
  await icecast();
  await send('/live.ogg', VORBIS, { password: 'wrong words', protocol });
  await mood('sad');
  expect(played?.state.reason).toContain('refuses the password for /live.ogg');
  expect(JSON.stringify([played?.state, played?.lines])).not.toContain('wrong words');
});

test('a mount that is in use is told, and taken when it is free', async () => {
  await icecast();
  const other = await playComponent(shout2, {
    properties: properties('/live.ogg'),
    inputs: { default: VORBIS },
  });
  try {
    await waitUntil('the other is happy', () => other.state.mood === 'happy', 10_000);
    await send('/live.ogg', VORBIS);
    await mood('sad');
    expect(played?.state.reason).toContain('another source uses /live.ogg');
  } finally {
    await other.stop();
  }
  await mood('happy');
});

test('starting and stopping leaves nothing behind', async () => {
  await icecast();
  await restartsCleanly(shout2, { properties: properties('/live.ogg'), inputs: { default: VORBIS } });
});
