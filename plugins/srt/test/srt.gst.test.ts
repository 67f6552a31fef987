import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Caller } from '../../../test/support/caller';
import { codecs, pictures, sound } from '../../../test/support/decode';
import { freeUdpPort } from '../../../test/support/free-port';
import { pitch } from '../../../test/support/media-content';
import { playComponent, type Output, type Played } from '../../../test/support/play-component';
import { TestProcess } from '../../../test/support/process';
import { restartsCleanly } from '../../../test/support/restarts';
import { FFMPEG_TS, TS_SOURCE } from '../../../test/support/transport-stream';
import { waitUntil } from '../../../test/support/wait-until';
import components from '../src';

const [producer, consumer] = components as [(typeof components)[0], (typeof components)[0]];
const HOST = '127.0.0.1';
/** Receiving without a long look at what comes. */
const QUICK = ['-v', 'warning', '-analyzeduration', '500000', '-fflags', 'nobuffer'] as const;
/** Recording as it comes: ffmpeg leaves out the padding, and would write every 32 kB only. */
const RECORD = ['-c', 'copy', '-flush_packets', '1', '-f', 'mpegts', '-y'] as const;
/** Bytes of about 2 s. */
const RECORDING = 20_000;
const SECRET = 'correct horse "battery" \\staple';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flumotion-srt-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let played: Played | undefined;
const processes: (TestProcess | Caller)[] = [];
afterEach(async () => {
  for (const process of processes.splice(0)) process.kill('SIGKILL');
  await played?.stop();
  played = undefined;
});

function ffmpeg(...args: string[]): TestProcess {
  const process = new TestProcess('ffmpeg', 'ffmpeg', ['-nostdin', '-hide_banner', ...args]);
  processes.push(process);
  return process;
}

/** One that calls until it is let in: `srtsink` and `srtsrc` keep one caller waiting, and refuse the next meanwhile. */
function caller(...args: string[]): Caller {
  const start = (): TestProcess => new TestProcess('ffmpeg', 'ffmpeg', ['-nostdin', '-hide_banner', ...args]);
  const process = new Caller(start, /Connection to srt:\S+ failed/);
  processes.push(process);
  return process;
}

function url(port: number, mode = 'caller'): string {
  return `srt://${HOST}:${String(port)}?mode=${mode}&transtype=live`;
}

/** What is going on, for the message of a wait that failed. */
function seen(): string {
  const said = processes.map((one) => one.output).join('\n');
  return `${JSON.stringify(played?.state)}\n${said}\n${played?.lines.join('\n') ?? ''}`;
}

/** Local UDP ports that are taken. */
function udpPorts(): readonly number[] {
  const rows = readFileSync('/proc/net/udp', 'latin1').split('\n').slice(1, -1);
  return rows.map((row) => parseInt(row.trim().split(/\s+/)[1]?.split(':')[1] ?? '', 16));
}

async function mood(wanted: string): Promise<void> {
  await waitUntil(
    () => `${wanted}: ${seen()}`,
    () => played?.state.mood === wanted,
  );
}

/** Checks the test picture and the tone in a recorded transport stream. */
async function expectContent(file: string): Promise<void> {
  expect(await codecs(file)).toEqual(expect.arrayContaining(['aac', 'h264']));
  const seen = await pictures(file, { width: 16, height: 12 });
  expect(seen.length).toBeGreaterThan(5);
  expect(Math.max(...(seen.at(-1)?.pixels ?? []))).toBeGreaterThan(100);
  const heard = await sound(file);
  expect(pitch(heard.samples.subarray(heard.rate / 5), heard.rate)).toBeCloseTo(500, -1);
}

async function expectFed(output: Output, name: string): Promise<void> {
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, output.bytes());
  await expectContent(file);
}

describe('srt-producer', () => {
  test('a listener takes one caller after the other, in the time of the flow', async () => {
    const port = await freeUdpPort();
    const properties = { mode: 'listener', host: HOST, port };
    played = await playComponent(producer, { properties, past: 100 });
    await mood('hungry');
    const output = played.output();
    const first = caller(...FFMPEG_TS, url(port));
    await mood('happy');
    await output.have(60);
    expect(output.caps[0]?.text).toMatch(/^video\/mpegts, systemstream=\(boolean\)true/);
    await played.keepsUp(output, 2);
    await waitUntil('figures', () => Number(played?.state.stats['bitrate']) > 10_000);
    expect(played.state.stats['peers']).toBe(1);
    first.kill('SIGKILL');
    await mood('hungry');
    expect(played.state.reason).toContain(`a caller at srt://${HOST}:${String(port)}`);

    const before = output.buffers.length;
    caller(...FFMPEG_TS, url(port));
    await mood('happy');
    await output.have(before + 60);
    expect(played.state.messages).toEqual([]);
    const times = output.times.filter((time) => time >= 0);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(output.buffers.some((buffer) => !buffer.delta)).toBe(true);
    await expectFed(output, 'listener');
  });

  test('a caller says that nobody answers, connects when somebody does, and again after a loss', async () => {
    const port = await freeUdpPort();
    const properties = { host: 'localhost', port, passphrase: SECRET, 'key-length': '32', latency: 200 };
    played = await playComponent(producer, { properties });
    await waitUntil('the complaint', () => played?.state.messages[0] !== undefined, 10_000);
    expect(played.state.messages[0]?.text).toContain(`srt://localhost:${String(port)} does not answer`);
    for (let round = 0; round < 2; round++) {
      const before = played.output().buffers.length;
      const server = ffmpeg(...FFMPEG_TS, '-passphrase', SECRET, '-pbkeylen', '32', url(port, 'listener'));
      await mood('happy');
      await played.output().have(before + 60);
      server.kill('SIGTERM');
      await mood('hungry');
    }
    await expectFed(played.output(), 'caller');
    expect(played.lines.join('\n')).not.toContain('staple');
  });

  test('a wrong passphrase is told, and is no end', async () => {
    const port = await freeUdpPort();
    const listen = (passphrase: string): TestProcess =>
      ffmpeg(...FFMPEG_TS, '-passphrase', passphrase, url(port, 'listener'));
    const wrong = listen('another passphrase');
    played = await playComponent(producer, { properties: { host: HOST, port, passphrase: SECRET } });
    await mood('sad');
    expect(played.state.reason).toContain('does not accept the passphrase');
    wrong.kill('SIGKILL');
    await wrong.end();
    listen(SECRET);
    await mood('happy');
    expect(JSON.stringify([played.state, played.lines])).not.toContain('staple');
  });
});

describe('srt-consumer', () => {
  const inputs = { default: TS_SOURCE };
  const size = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

  test('a caller sends to a server, and to the next one', async () => {
    const port = await freeUdpPort();
    const properties = { host: HOST, port, passphrase: SECRET, 'stream-id': 'live/one' };
    for (const name of ['first.ts', 'second.ts']) {
      const file = join(folder, name);
      const from = [...QUICK, '-passphrase', SECRET, '-i', url(port, 'listener')];
      const server = ffmpeg(...from, ...RECORD, file);
      played ??= await playComponent(consumer, { properties, inputs });
      await mood('happy');
      await waitUntil('a recording', () => size(file) > RECORDING, 15_000);
      server.kill('SIGINT');
      await server.end();
      await expectContent(file);
    }
    await mood('waking');
    expect(played?.lines.join('\n')).not.toContain('staple');
  });

  test('a listener serves several at once', async () => {
    const port = await freeUdpPort();
    const properties = { mode: 'listener', host: HOST, port };
    played = await playComponent(consumer, { properties, inputs });
    await mood('happy');
    const files = ['one.ts', 'two.ts'].map((name) => join(folder, name));
    for (const file of files) caller(...QUICK, '-i', url(port), ...RECORD, file);
    await waitUntil(
      () => `two peers: ${seen()}`,
      () => played?.state.stats['peers'] === 2,
    );
    await waitUntil('a rate', () => Number(played?.state.stats['bitrate']) > 0);
    await waitUntil(
      () => `recordings of ${files.map(size).join(' and ')} bytes: ${seen()}`,
      () => files.every((file) => size(file) > RECORDING),
    );
    for (const process of processes.splice(0)) {
      process.kill('SIGINT');
      await process.end();
    }
    for (const file of files) await expectContent(file);
    await waitUntil('no peers', () => played?.state.stats['peers'] === 0, 15_000);
    expect(played.state.mood).toBe('happy');
  });

  test('a port in use is told', async () => {
    const port = await freeUdpPort();
    const properties = { mode: 'listener', host: HOST, port };
    ffmpeg('-v', 'warning', '-f', 'mpegts', '-i', `udp://${HOST}:${String(port)}`, '-f', 'null', '-');
    await waitUntil('the port is taken', () => udpPorts().includes(port), 10_000);
    played = await playComponent(consumer, { properties, inputs });
    await mood('sad');
    expect(played.state.reason).toContain('cannot be listened on');
  });
});

test.each([
  ['srt-producer', producer, {}],
  ['srt-consumer', consumer, { inputs: { default: TS_SOURCE } }],
])('starting and stopping %s leaves nothing behind', async (_, component, options) => {
  const port = await freeUdpPort();
  const properties = { mode: 'listener', host: HOST, port };
  const feeds = component === producer;
  // The element keeps an epoll descriptor of libsrt.
  const works = ({ state }: Played): boolean => state.mood === (feeds ? 'hungry' : 'happy');
  await restartsCleanly(component, { ...options, properties }, works, 1);
});
