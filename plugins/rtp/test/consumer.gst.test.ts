import { createSocket } from 'node:dgram';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { codecs, pictures, sound } from '../../../test/support/decode';
import { freeUdpPort } from '../../../test/support/free-port';
import { pitch } from '../../../test/support/media-content';
import type { TestProcess } from '../../../test/support/process';
import { restartsCleanly } from '../../../test/support/restarts';
import { TS_SOURCE } from '../../../test/support/transport-stream';
import { waitUntil } from '../../../test/support/wait-until';
import components from '../src';
import type { EncodingName } from '../src/encodings';
import { Bench, HOST } from './bench';
import { isSound, KINDS } from './kinds';

const consumer = components[1] as (typeof components)[1];

let bench: Bench;
beforeAll(() => {
  bench = new Bench();
});
afterEach(() => bench.end());
afterAll(() => {
  bench.close();
});

const size = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** ffmpeg, receiving by an SDP or a URL, and keeping what it decodes. */
function receive(input: string, file: string, ...options: string[]): TestProcess {
  const quick = [
    '-v',
    'warning',
    '-analyzeduration',
    '1000000',
    '-protocol_whitelist',
    'file,rtp,udp,srtp,crypto',
  ];
  const decoded = ['-c:v', 'rawvideo', '-pix_fmt', 'gray', '-c:a', 'pcm_s16le', '-fps_mode', 'passthrough'];
  return bench.ffmpeg('-nostdin', '-hide_banner', '-y', ...quick, ...options, '-i', input, ...decoded, file);
}

async function expectContent(file: string, encoding: EncodingName): Promise<void> {
  const ts = encoding === 'mpegts';
  if (ts) expect(await codecs(file)).toEqual(['pcm_s16le', 'rawvideo']);
  if (ts || !isSound(encoding)) {
    const seen = await pictures(file, { width: 16, height: 12 });
    expect([encoding, seen.length > 5]).toEqual([encoding, true]);
    expect(Math.max(...(seen.at(-1)?.pixels ?? []))).toBeGreaterThan(100);
  }
  if (ts || isSound(encoding)) {
    const heard = await sound(file);
    const tone = pitch(heard.samples.subarray(heard.rate / 5), heard.rate);
    expect([encoding, Math.round(tone / 10)]).toEqual([encoding, 50]);
  }
}

const inputs = { default: TS_SOURCE };

test('ffmpeg plays every kind by the SDP, whenever it comes', async () => {
  const all: Record<string, string> = { mpegts: TS_SOURCE };
  for (const [name, { source }] of Object.entries(KINDS)) all[name] = source;
  const receivers = await Promise.all(
    Object.entries(all).map(async ([name, source]) => {
      const encoding = name as EncodingName;
      const [sdp, file] = ['sdp', 'nut'].map((end) => join(bench.folder, `${name}.${end}`)) as [
        string,
        string,
      ];
      const properties = { host: HOST, port: await freeUdpPort(), encoding, 'sdp-file': sdp };
      const packetTime = isSound(name) && /^l/.test(name) ? { 'packet-time': 1 } : {};
      const played = await bench.play(consumer, {
        inputs: { default: source },
        properties: { ...properties, ...packetTime },
      });
      await waitUntil(`the SDP of ${name}`, () => existsSync(sdp), 20_000);
      expect(played.state.stats['sdp']).toBe(readFileSync(sdp, 'utf8'));
      return { encoding, played, file, process: receive(sdp, file) };
    }),
  );
  const enough = (encoding: string): number => (isSound(encoding) ? 60_000 : 160 * 120 * 12);
  for (const { encoding, played, file, process } of receivers) {
    await waitUntil(`a recording of ${encoding}`, () => size(file) > enough(encoding), 20_000).catch(
      (error: unknown) => {
        throw new Error(`${String(error)}: ${process.output} ${JSON.stringify(played.state)}`);
      },
    );
    expect(played.state).toMatchObject({ mood: 'happy', messages: [] });
    process.kill('SIGINT');
  }
  for (const { encoding, file, process } of receivers) {
    await process.end();
    await expectContent(file, encoding);
  }
});

test('a transport stream over UDP, in datagrams of seven packets', async () => {
  const port = await freeUdpPort();
  const relay = await bench.relay(await freeUdpPort(), port);
  const sizes = new Set<number>();
  relay.seen = (datagram) => sizes.add(datagram.length);
  const file = join(bench.folder, 'udp.nut');
  const played = await bench.play(consumer, { inputs, properties: { host: HOST, port, protocol: 'udp' } });
  const receiver = receive(`udp://${HOST}:${String(relay.to)}`, file);
  await waitUntil('a recording', () => size(file) > 400_000, 20_000);
  receiver.kill('SIGINT');
  await receiver.end();
  await expectContent(file, 'mpegts');
  expect([...sizes]).toEqual([7 * 188]);
  const { packets, bytes } = played.state.stats as Record<string, number>;
  expect(bytes).toBe((packets ?? 0) * 7 * 188);
});

test('the packets are as the properties say', async () => {
  const port = await freeUdpPort();
  const relay = await bench.relay(await freeUdpPort(), port);
  const packets: Buffer[] = [];
  relay.seen = (datagram) => packets.push(datagram);
  const properties = {
    ...{ host: 'localhost', port, encoding: 'l24', 'payload-type': 101, ssrc: 4_000_000_000 },
    ...{ 'packet-time': 1, dscp: 46, delay: 20, rtcp: false },
  };
  const source = 'audiotestsrc is-live=true samplesperbuffer=480 ! audio/x-raw,rate=48000,channels=2';
  const played = await bench.play(consumer, { inputs: { default: source }, properties });
  await waitUntil('packets', () => packets.length > 300, 20_000);
  for (const packet of packets) {
    expect(packet.readUInt8(1) & 0x7f).toBe(101);
    expect(packet.readUInt32BE(8)).toBe(4_000_000_000);
    expect(packet.length).toBe(12 + 48 * 2 * 3);
  }
  const times = packets.map((packet) => packet.readUInt32BE(4));
  expect(new Set(times.slice(1).map((time, at) => (time - (times[at] ?? 0)) >>> 0))).toEqual(new Set([48]));
  await waitUntil('the SDP', () => String(played.state.stats['sdp']).includes('a=ptime:1'));
  expect(played.state.stats['sdp']).toContain(
    `m=audio ${String(port)} RTP/AVP 101\na=rtpmap:101 L24/48000/2\n`,
  );
});

test('what a receiver reports is shown', async () => {
  const port = await freeUdpPort();
  const media = await freeUdpPort();
  const [reports, answers] = [await freeUdpPort(), await freeUdpPort()];
  const relay = await bench.relay(media, port);
  relay.fate = (index) => ({ copies: index % 4 === 0 ? 0 : 1 });
  // GStreamer's receiver answers to a port that is fixed, we report from one that is not.
  const [theirs, back] = [createSocket('udp4'), createSocket('udp4')];
  let ours = 0;
  theirs.on('message', (datagram, from) => {
    ours = from.port;
    theirs.send(datagram, reports, HOST);
  });
  back.on('message', (datagram) => {
    back.send(datagram, ours, HOST);
  });
  await new Promise<void>((resolve) => theirs.bind(0, HOST, resolve));
  await new Promise<void>((resolve) => back.bind(answers, HOST, resolve));
  const rtp = 'application/x-rtp,media=video,clock-rate=90000,encoding-name=MP2T,payload=33';
  bench.run(
    'gst-launch-1.0',
    ...`-q rtpbin name=b udpsrc address=${HOST} port=${String(media)} caps=${rtp} ! b.recv_rtp_sink_0 b. ! rtpmp2tdepay ! fakesink
      udpsrc address=${HOST} port=${String(reports)} caps=application/x-rtcp ! b.recv_rtcp_sink_0
      b.send_rtcp_src_0 ! udpsink host=${HOST} port=${String(answers)} sync=false async=false`.split(/\s+/),
  );
  const played = await bench.play(consumer, {
    inputs,
    properties: { host: HOST, port, 'rtcp-port': theirs.address().port },
  });
  try {
    await waitUntil('a receiver', () => Number(played.state.stats['lost']) > 5, 15_000);
  } finally {
    for (const socket of [theirs, back]) socket.close();
  }
  const { receivers, loss, rtt } = played.state.stats as Record<string, number>;
  expect(receivers).toBe(1);
  expect(loss).toBeGreaterThan(10);
  expect(loss).toBeLessThan(40);
  expect(rtt).toBeLessThan(2000);
});

test('a feed of another kind is told, with what to do', async () => {
  const properties = { host: HOST, port: await freeUdpPort(), encoding: 'h264' };
  const played = await bench.play(consumer, { inputs: { default: KINDS.vp8.source }, properties });
  await bench.mood(played, 'sad');
  expect(played.state.reason).toMatch(/^the feed carries video\/x-vp8, which cannot be sent as h264/);
  expect(played.state.messages[0]?.advice).toBe('Set encoding to vp8.');
});

test('a host that nobody knows, an interface and a folder that are not there are told', async () => {
  const port = await freeUdpPort();
  const options = (properties: object): Parameters<Bench['play']>[1] => ({
    inputs,
    properties: { host: HOST, port, ...properties },
  });
  const unknown = await bench.play(consumer, options({ host: 'nobody.invalid' }));
  const nowhere = await bench.play(consumer, options({ interface: 'nosuch0' }));
  const folder = join(bench.folder, 'later');
  const file = join(folder, 'the.sdp');
  const unwritten = await bench.play(consumer, options({ 'sdp-file': file }));
  for (const one of [unknown, nowhere]) {
    await waitUntil(
      'the complaint',
      () => one.state.messages.length > 0 && one.state.mood === 'waking',
      20_000,
    );
  }
  expect(unknown.state).toMatchObject({
    mood: 'waking',
    reason: expect.stringContaining('no address is known for nobody.invalid'),
  });
  expect(nowhere.state.reason).toContain('the machine has no network interface nosuch0');
  await waitUntil('the hint', () => unwritten.state.messages[0]?.id === 'sdp-file', 20_000);
  mkdirSync(folder);
  await waitUntil('the file', () => size(file) > 0, 20_000);
  await waitUntil('the hint gone', () => unwritten.state.messages.length === 0);
  writeFileSync(file, '');
});

test('pictures that RTP has no form for are told', async () => {
  const properties = { host: HOST, port: await freeUdpPort(), encoding: 'jpeg' };
  const source = KINDS.jpeg.source.replace('I420', 'Y444');
  const played = await bench.play(consumer, { inputs: { default: source }, properties });
  await waitUntil('the hint', () => played.state.messages[0]?.id === 'unsendable', 20_000);
  expect(played.state.messages[0]?.advice).toContain('4:2:0');
  await played.lose();
  await played.restore('default', KINDS.jpeg.source);
  await waitUntil('the hint gone', () => played.state.messages.length === 0, 20_000);
});

test('a network that takes nothing is told once', async () => {
  // Not a value that a planet may have: the system takes nothing for this port.
  const properties = { host: HOST, port: 0, encoding: 'l24', 'packet-time': 1, rtcp: false };
  const played = await bench.play(consumer, { inputs: { default: KINDS.l24.source }, properties });
  await waitUntil('the complaint', () => played.state.messages[0]?.id === 'connection-line', 20_000);
  // Whether the feed flows is looked at now and then; the first packets may be refused before.
  await waitUntil('the feed to be seen', () => played.state.mood !== 'hungry', 20_000);
  expect(played.state).toMatchObject({
    mood: 'waking',
    reason: expect.stringContaining('nothing can be sent to rtp://127.0.0.1:0'),
  });
  expect(played.state.messages.length).toBe(1);
  expect(played.lines.length).toBeLessThan(20);
});

test('starting and stopping leaves nothing behind', async () => {
  const properties = { host: HOST, port: await freeUdpPort(), encoding: 'l24' };
  const tone = { default: KINDS.l24.source };
  // The element that sends keeps a descriptor by which its sending is ended.
  await restartsCleanly(consumer, { inputs: tone, properties }, undefined, 1);
});
