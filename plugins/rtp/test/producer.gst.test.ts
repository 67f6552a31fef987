import { readFileSync, writeFileSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { codecs, intervals, pictures, sound, type DecodedSound } from '../../../test/support/decode';
import { decodedPictures, decodedSound } from '../../../test/support/encoded';
import { freeUdpPort } from '../../../test/support/free-port';
import { pitch } from '../../../test/support/media-content';
import type { Output, Played } from '../../../test/support/play-component';
import type { TestProcess } from '../../../test/support/process';
import { restartsCleanly } from '../../../test/support/restarts';
import { FFMPEG_TS } from '../../../test/support/transport-stream';
import { waitUntil } from '../../../test/support/wait-until';
import components from '../src';
import { Bench, HOST, inTime } from './bench';
import { FFMPEG_INPUT, isSound, KINDS } from './kinds';

const [producer] = components as [(typeof components)[0]];

let bench: Bench;
beforeAll(() => {
  bench = new Bench();
});
afterEach(() => bench.end());
afterAll(() => {
  bench.close();
});

/** ffmpeg, sending picture and sound as a transport stream. */
function sendTs(port: number, protocol: 'rtp' | 'udp' = 'rtp'): TestProcess {
  const to = protocol === 'udp' ? ['mpegts', `udp://${HOST}:${String(port)}?pkt_size=1316`] : [];
  const args = FFMPEG_TS.slice(0, -1);
  return bench.ffmpeg(...args, ...(to.length > 0 ? to : ['rtp_mpegts', `rtp://${HOST}:${String(port)}`]));
}

async function expectTs(output: Output, name: string, from = 0): Promise<void> {
  const file = join(bench.folder, `${name}.ts`);
  writeFileSync(file, Buffer.concat(output.buffers.slice(from).map(({ data }) => data)));
  expect(await codecs(file)).toEqual(expect.arrayContaining(['aac', 'h264']));
  const seen = await pictures(file, { width: 16, height: 12 });
  expect(seen.length).toBeGreaterThan(5);
  expect(Math.max(...(seen.at(-1)?.pixels ?? []))).toBeGreaterThan(100);
  const heard = await sound(file);
  expect(pitch(heard.samples.subarray(heard.rate / 5), heard.rate)).toBeCloseTo(500, -1);
}

/**
 * Pitch in steps of 100 Hz, in the middle of all tenths of a second: while the clocks of both ends meet, moments of plain
 * sound may be left out or silent.
 */
function roughPitch({ samples, rate }: DecodedSound): number {
  const window = rate / 10;
  const all = Array.from({ length: Math.floor(samples.length / window) }, (_, at) =>
    pitch(samples.subarray(at * window, (at + 1) * window), rate),
  ).sort((one, other) => one - other);
  return Math.round((all[Math.floor(all.length / 2)] ?? 0) / 100) * 100;
}

const passed = (played: Played): number => played.output().buffers.length;

test('every kind that ffmpeg sends comes out as it was encoded, in the time of the flow', async () => {
  const sdp = join(bench.folder, 'all.sdp');
  const names = Object.keys(KINDS) as (keyof typeof KINDS)[];
  const ports = new Map<string, number>();
  for (const name of names) ports.set(name, await freeUdpPort());
  const outputs = names.flatMap((name, at) => [
    ...KINDS[name].ffmpeg.split(' '),
    ...['-f', 'rtp', ...(at === 0 ? ['-sdp_file', sdp] : []), `rtp://${HOST}:${String(ports.get(name))}`],
  ]);
  bench.ffmpeg(...FFMPEG_INPUT, ...outputs);
  const described = (): number => {
    try {
      return readFileSync(sdp, 'utf8').split('\nm=').length - 1;
    } catch {
      return 0;
    }
  };
  await waitUntil('the SDP', () => described() === names.length, 20_000);
  const all = await Promise.all(
    names.map(async (encoding) => {
      const properties = { port: ports.get(encoding), address: HOST, encoding, 'sdp-file': sdp, rtcp: false };
      return { encoding, played: await bench.play(producer, { properties }) };
    }),
  );
  for (const { encoding, played } of all) {
    await played.output().have(isSound(encoding) ? 60 : 12, 20_000);
    await bench.mood(played, 'happy');
    inTime(played);
  }
  for (const { played } of all) await played.stop();
  for (const { encoding, played } of all) {
    const output = played.output();
    if (isSound(encoding)) {
      expect([encoding, roughPitch(await decodedSound(output))]).toEqual([encoding, 500]);
    } else {
      const through = /^h26/.test(encoding) ? `${encoding}parse` : '';
      const seen = await decodedPictures(output, { width: 16, height: 12 }, through);
      expect(seen.length).toBeGreaterThanOrEqual(8);
      expect(Math.max(...(seen.at(-1)?.pixels ?? []))).toBeGreaterThan(100);
    }
  }
});

async function comesBack(protocol: 'rtp' | 'udp'): Promise<void> {
  const port = await freeUdpPort();
  const properties = { port, address: HOST, protocol, timeout: 1 };
  const played = await bench.play(producer, { properties });
  await bench.mood(played, 'hungry');
  const output = played.output();
  const sender = sendTs(port, protocol);
  await bench.mood(played, 'happy');
  await output.have(40);
  expect(output.caps[0]?.text).toMatch(/^video\/mpegts, systemstream=\(boolean\)true/);
  expect(output.buffers.some((buffer) => !buffer.delta)).toBe(true);
  await waitUntil('figures', () => Number(played.state.stats['bitrate']) > 10_000);
  inTime(played);
  sender.kill('SIGKILL');
  await bench.mood(played, 'hungry');
  expect(played.state.reason).toContain(
    `nothing has come from ${protocol}://${HOST}:${String(port)} for 1 s`,
  );

  const before = output.buffers.length;
  sendTs(port, protocol);
  await bench.mood(played, 'happy');
  await output.have(before + 40);
  inTime(played);
  expect(played.state).toMatchObject({ messages: [], stats: { connected: 1, connections: 2 } });
  await expectTs(output, `after-${protocol}`, before);
}

test('a transport stream over RTP and over UDP comes back after silence', async () => {
  await Promise.all([comesBack('rtp'), comesBack('udp')]);
});

test('a sender that begins anew in an instant is followed without a pause', async () => {
  const port = await freeUdpPort();
  const played = await bench.play(producer, { properties: { port, address: HOST, timeout: 10 } });
  const output = played.output();
  const first = sendTs(port);
  await output.have(40);
  first.kill('SIGKILL');
  await first.end();
  const before = output.buffers.length;
  sendTs(port);
  await output.have(before + 60, 20_000);
  expect(played.state).toMatchObject({ mood: 'happy', stats: { connections: 1 } });
  inTime(played);
  await expectTs(output, 'anew', before + 10);
});

test('packets in the wrong order and twice are mended, lost ones counted', async () => {
  const port = await freeUdpPort();
  const relay = await bench.relay(port);
  relay.fate = (index) => ({ copies: index % 4 === 0 ? 2 : 1, late: index % 5 === 2 });
  const played = await bench.play(producer, { properties: { port, address: HOST, latency: 1000 } });
  const output = played.output();
  sendTs(relay.port);
  await waitUntil('packets', () => relay.count > 80, 20_000);
  await waitUntil('figures', () => Number(played.state.stats['duplicates']) > 5);
  const mended = output.buffers.length;
  expect(played.state.stats['lost']).toBe(0);
  const file = join(bench.folder, 'mended.ts');
  writeFileSync(file, output.bytes());
  const steps = intervals(await pictures(file, { width: 16, height: 12 }));
  expect(steps.length).toBeGreaterThan(5);
  for (const step of steps) expect(step).toBeCloseTo(0.1, 2);

  relay.fate = (index) => ({ copies: index % 4 === 0 ? 0 : 1 });
  await waitUntil('losses', () => Number(played.state.stats['lost']) > 5, 20_000);
  relay.fate = () => ({ copies: 1 });
  const whole = passed(played);
  expect(whole).toBeGreaterThan(mended);
  await output.have(whole + 40);
  inTime(played);
  expect(played.state).toMatchObject({ mood: 'happy', messages: [] });
  await expectTs(output, 'after-loss', whole + 5);
});

test('what is no media is told and does no harm', async () => {
  const port = await freeUdpPort();
  const played = await bench.play(producer, { properties: { port, address: HOST } });
  const noise = createSocket('udp4');
  let count = 0;
  const timer = setInterval(() => {
    const packet = Buffer.alloc(12 + (count % 200), count);
    packet.writeUInt16BE(0x8021, 0);
    packet.writeUInt16BE(count & 0xffff, 2);
    for (const datagram of [packet, Buffer.from('no media'), Buffer.alloc(0), Buffer.alloc(1500, 0x80)])
      noise.send(datagram, port, HOST);
    count++;
  }, 5);
  try {
    await waitUntil('the hint', () => played.state.messages.some(({ id }) => id === 'unusable'), 20_000);
  } finally {
    clearInterval(timer);
    noise.close();
  }
  sendTs(port);
  await bench.mood(played, 'happy');
  await played.output().have(60);
  await waitUntil('the hint gone', () => !played.state.messages.some(({ id }) => id === 'unusable'), 20_000);
  expect(played.lines.length).toBeLessThan(50);
});

test('a port in use is told, and taken when it is free', async () => {
  const port = await freeUdpPort();
  const other = createSocket('udp4');
  await new Promise<void>((resolve) => other.bind(port, HOST, resolve));
  const played = await bench.play(producer, { properties: { port, address: HOST } });
  await bench.mood(played, 'sad');
  expect(played.state.reason).toContain('is used by another program');
  other.close();
  sendTs(port);
  await bench.mood(played, 'happy');
});

test('starting and stopping leaves nothing behind', async () => {
  const port = await freeUdpPort();
  sendTs(port);
  await restartsCleanly(producer, { properties: { port, address: HOST, latency: 0 } });
});
