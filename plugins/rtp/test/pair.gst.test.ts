import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { pictures, sound } from '../../../test/support/decode';
import { freeUdpPort } from '../../../test/support/free-port';
import { pitch } from '../../../test/support/media-content';
import type { Played } from '../../../test/support/play-component';
import { TS_SOURCE } from '../../../test/support/transport-stream';
import { waitUntil } from '../../../test/support/wait-until';
import components from '../src';
import { Bench, HOST, inTime } from './bench';
import { KINDS } from './kinds';

const [producer, consumer] = components as [(typeof components)[0], (typeof components)[0]];
const inputs = { default: TS_SOURCE };
const KEY = 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw';

let bench: Bench;
beforeAll(() => {
  bench = new Bench();
});
afterEach(() => bench.end());
afterAll(() => {
  bench.close();
});

async function expectPictures(played: Played, name: string): Promise<void> {
  const file = join(bench.folder, `${name}.ts`);
  writeFileSync(file, played.output().bytes());
  expect((await pictures(file, { width: 16, height: 12 })).length).toBeGreaterThan(5);
}

test('a multicast group is joined, from one sender alone when there is a source', async () => {
  const [group, port] = ['232.77.1.2', await freeUdpPort()];
  const receive = (source?: string): Promise<Played> =>
    bench.play(producer, { properties: { address: group, port, interface: 'lo', source } });
  const properties = { host: group, port, interface: 'lo', 'multicast-ttl': 0 };
  // The machine as a whole filters, so one after the other.
  const other = await receive('127.0.0.9');
  const sender = await bench.play(consumer, { inputs, properties });
  await waitUntil('packets on their way', () => Number(sender.state.stats['packets']) > 60, 20_000);
  expect(other.state).toMatchObject({ mood: 'hungry' });
  expect(other.output().buffers).toEqual([]);
  await other.stop();
  const wanted = await receive(HOST);
  await bench.mood(wanted, 'happy');
  const all = await receive();
  await bench.mood(all, 'happy');
  for (const one of [wanted, all]) {
    await one.output().have(40);
    inTime(one);
  }
  await expectPictures(wanted, 'group');
  await waitUntil('reports', () => Number(sender.state.stats['receivers']) === 2, 20_000);
});

test('SRTP is read with the key alone, and when it begins anew', async () => {
  const port = await freeUdpPort();
  const sdp = join(bench.folder, 'secret.sdp');
  const secret = { 'srtp-key': KEY, ssrc: 4_123_456_789 };
  const played = await bench.play(producer, { properties: { address: HOST, port, timeout: 1, ...secret } });
  const send = (key: string, to = port): Promise<Played> =>
    bench.play(consumer, {
      inputs,
      properties: { host: HOST, port: to, 'sdp-file': sdp, ...secret, 'srtp-key': key },
    });
  const wrong = await send(KEY.replace('M', 'N'));
  await waitUntil('packets', () => Number(played.state.stats['packets']) > 60, 20_000);
  expect(played.output().buffers).toEqual([]);
  await wrong.stop();
  const right = await send(KEY);
  await bench.mood(played, 'happy');
  await played.output().have(40);
  inTime(played);
  await expectPictures(played, 'secret');
  // It begins anew with the same number, and other sequence numbers.
  await right.stop();
  const before = played.output().buffers.length;
  await send(KEY);
  await played.output().have(before + 40, 20_000);
  expect(JSON.stringify([played.state, played.lines, readFileSync(sdp, 'utf8')])).not.toContain(KEY);
});

test('ffmpeg plays SRTP when it has the key', async () => {
  const [port, sdp] = [await freeUdpPort(), join(bench.folder, 'without-key.sdp')];
  const properties = { host: HOST, port, 'sdp-file': sdp, 'srtp-key': KEY, ssrc: 7, encoding: 'pcmu' };
  await bench.play(consumer, { inputs: { default: KINDS.pcmu.source }, properties });
  await waitUntil('the SDP', () => existsSync(sdp), 20_000);
  const crypto = `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}\n`;
  const whole = readFileSync(sdp, 'utf8').replace('a=recvonly', `${crypto}a=recvonly`);
  const [withKey, file] = [join(bench.folder, 'key.sdp'), join(bench.folder, 'key.wav')];
  writeFileSync(withKey, whole);
  const reading = ['-nostdin', '-v', 'warning', '-protocol_whitelist', 'file,rtp,udp,srtp,crypto'];
  const receiver = bench.ffmpeg(...reading, '-i', withKey, '-t', '1', file);
  expect((await receiver.end(30_000)).status).toBe(0);
  const heard = await sound(file);
  expect(pitch(heard.samples, heard.rate)).toBeCloseTo(500, -1);
});
