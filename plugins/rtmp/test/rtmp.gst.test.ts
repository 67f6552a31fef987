import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { codecs, pictures, sound } from '../../../test/support/decode';
import { freePort } from '../../../test/support/free-port';
import { pitch } from '../../../test/support/media-content';
import { startRtmpServer } from '../../../test/support/nginx-rtmp';
import { playComponent, type Output, type Played } from '../../../test/support/play-component';
import { TestProcess } from '../../../test/support/process';
import { restartsCleanly } from '../../../test/support/restarts';
import { FFMPEG_FLV, FLV_SOURCE } from '../../../test/support/transport-stream';
import { waitUntil } from '../../../test/support/wait-until';
import components from '../src';

const [consumer, producer] = components as [(typeof components)[0], (typeof components)[0]];
const KEY = 'live_key-7351';
/** First byte of a tag with a picture. */
const PICTURE = 9;

let folder: string;
let port: number;
let played: Played | undefined;
const processes: TestProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flumotion-rtmp-'));
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

async function nginx(): Promise<TestProcess> {
  const server = await startRtmpServer(join(folder, 'nginx'), port);
  processes.push(server);
  return server;
}

function ffmpeg(...args: string[]): TestProcess {
  const process = new TestProcess('ffmpeg', 'ffmpeg', ['-nostdin', '-hide_banner', ...args]);
  processes.push(process);
  return process;
}

async function mood(wanted: string): Promise<void> {
  await waitUntil(wanted, () => played?.state.mood === wanted, 20_000).catch((error: unknown) => {
    throw new Error(
      `${String(error)}: ${JSON.stringify(played?.state)} ${processes.map((one) => one.output).join()}`,
    );
  });
}

const url = (application = 'live'): string => `rtmp://127.0.0.1:${String(port)}/${application}`;
const properties = (): { readonly [name: string]: string } => ({ url: url(), 'stream-key': KEY });
const push = (): Promise<Played> =>
  playComponent(consumer, { properties: properties(), inputs: { default: FLV_SOURCE } });

async function expectContent(file: string): Promise<void> {
  expect(await codecs(file)).toEqual(['aac', 'h264']);
  const seen = await pictures(file, { width: 16, height: 12 });
  expect(seen.length).toBeGreaterThan(5);
  expect(Math.max(...(seen.at(-1)?.pixels ?? []))).toBeGreaterThan(100);
  const heard = await sound(file);
  expect(pitch(heard.samples.subarray(heard.rate / 5), heard.rate)).toBeCloseTo(500, -1);
}

/** Reads two seconds of what the server has. */
async function readBack(name: string): Promise<string> {
  const file = join(folder, name);
  const reader = ffmpeg(
    '-v',
    'warning',
    '-rw_timeout',
    '15000000',
    '-i',
    `${url()}/${KEY}`,
    '-t',
    '2',
    '-c',
    'copy',
    '-y',
    file,
  );
  await reader.end(30_000);
  expect(statSync(file).size).toBeGreaterThan(5000);
  return file;
}

/** Waits for pictures from a buffer on: until a keyframe comes, a server may give sound alone. */
async function havePictures(output: Output, from: number): Promise<void> {
  const count = (): number =>
    output.buffers.slice(from).filter(({ data, header }) => !header && data[0] === PICTURE).length;
  await waitUntil(
    () => `20 pictures (${String(count())} among ${String(output.buffers.length - from)} tags)`,
    () => count() >= 20,
  );
}

describe('rtmp-consumer', () => {
  test('pushes to a server, and again when the server has come back', async () => {
    const first = await nginx();
    played = await push();
    await mood('happy');
    await expectContent(await readBack('first.flv'));
    await waitUntil('a rate', () => Number(played?.state.stats['bitrate']) > 1000);
    first.kill('SIGKILL');
    await mood('waking');
    await waitUntil(
      'the refusal',
      () => played?.state.messages[0]?.text.includes('cannot be reached') === true,
      15_000,
    );
    await nginx();
    await mood('happy');
    expect(played.state.stats).toMatchObject({ connected: 1, connections: 2 });
    expect(played.state.messages).toEqual([]);
    await expectContent(await readBack('second.flv'));
    expect(JSON.stringify([played.state, played.lines])).not.toContain(KEY);
  });

  test('says that the key is in use, and takes over when it is free', async () => {
    await nginx();
    const other = ffmpeg(...FFMPEG_FLV, `${url()}/${KEY}`);
    const reader = ffmpeg('-v', 'error', '-i', `${url()}/${KEY}`, '-t', '0.5', '-f', 'null', '-');
    await reader.end(20_000);
    played = await push();
    await mood('sad');
    expect(played.state.reason).toContain('somebody else publishes');
    other.kill('SIGKILL');
    await mood('happy');
    expect(JSON.stringify([played.state, played.lines])).not.toContain(KEY);
  });

  test('an application that the server does not know is told', async () => {
    await nginx();
    played = await playComponent(consumer, {
      properties: { ...properties(), url: url('nowhere') },
      inputs: { default: FLV_SOURCE },
    });
    await waitUntil('the complaint', () => played?.state.messages[0] !== undefined, 15_000);
    expect(played.state.messages[0]?.text).toContain('/nowhere closed the connection');
  });
});

describe('rtmp-producer', () => {
  test('pulls a stream in the time of the flow, waits for it, and goes on after the server was away', async () => {
    const server = await nginx();
    played = await playComponent(producer, { properties: properties(), past: 100 });
    await mood('hungry');
    ffmpeg(...FFMPEG_FLV, `${url()}/${KEY}`);
    const output = played.output();
    await mood('happy');
    await output.have(60);
    await havePictures(output, 0);
    expect(output.caps[0]?.mediaType).toBe('video/x-flv');
    expect(output.caps.at(-1)?.streamHeader.length).toBe(4);
    expect(output.buffers.some((buffer) => !buffer.delta && !buffer.header)).toBe(true);
    await played.keepsUp(output, 2);

    server.kill('SIGKILL');
    await mood('hungry');
    const before = output.buffers.length;
    await nginx();
    ffmpeg(...FFMPEG_FLV, `${url()}/${KEY}`);
    await mood('happy');
    await output.have(before + 60);
    await havePictures(output, before);
    const times = output.times.filter((time) => time >= 0);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    await played.keepsUp(output, 2);
    const file = join(folder, 'pulled.flv');
    writeFileSync(file, Buffer.concat(output.buffers.map((buffer) => buffer.data)));
    await expectContent(file);
    expect(JSON.stringify([played.state, played.lines])).not.toContain(KEY);
  });
});

test('while nobody publishes the producer is hungry and says why, though the server lets it in', async () => {
  await nginx();
  played = await playComponent(producer, { properties: properties() });
  const moods = new Set<string>();
  await waitUntil(
    'the reason',
    () => {
      moods.add(played?.state.mood ?? '');
      return played?.state.messages.some(({ text }) => text.includes('nobody publishes at')) === true;
    },
    40_000,
  );
  expect([...moods]).toEqual(['hungry']);
  expect(played.state).toMatchObject({
    reason: expect.stringContaining('nobody publishes at rtmp://127.0.0.1'),
    stats: { connected: 0 },
  });
});

test('starting and stopping leaves nothing behind', async () => {
  await nginx();
  const inputs = { default: FLV_SOURCE };
  await restartsCleanly(consumer, { properties: properties(), inputs });
  ffmpeg(...FFMPEG_FLV, `${url()}/${KEY}`);
  await restartsCleanly(producer, { properties: properties() });
});
