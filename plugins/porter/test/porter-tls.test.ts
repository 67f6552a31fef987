import { readdirSync } from 'node:fs';
import { connect } from 'node:tls';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { waitUntil } from '../../../test/support/wait-until';
import { curl, figure, Rig } from './rig';

let rig: Rig;

beforeEach(() => {
  rig = new Rig();
});

afterEach(() => {
  rig.close();
});

test('it is decrypted once, and the streamer is told the client', async () => {
  const porter = await rig.securePorter();
  const streamer = await rig.streamer('one', { properties: { 'mount-point': '/one' } });
  expect(streamer.context.stats['url']).toMatch(/^https:/);
  const at = `https://127.0.0.1:${porter.port}`;
  expect(await curl(`${at}/one`)).toContain('one secure /one \nfor 127.0.0.1\n');
  await figure(porter, 'relays-current', 0);
  await waitUntil('it is counted', () => Number(porter.context.stats['relayed-totalbytes']) > 50);
  expect(porter.context.stats['relayed-totalbytes']).toBeLessThan(150);
  expect(await curl(`${at}/two`)).toMatch(/^HTTP\/1.1 503 /);
});

test('a client that reads nothing holds up its streamer, and memory stays', async () => {
  const porter = await rig.securePorter();
  const streamer = await rig.streamer('one', { properties: { 'mount-point': '/one' }, keeps: true });
  const client = connect({ port: porter.port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
    client.write('GET /one HTTP/1.0\r\n\r\n');
    client.pause();
  });
  client.on('error', () => undefined);
  await waitUntil('it listens', () => streamer.kept.length === 1);
  const [socket] = streamer.kept;
  const chunk = Buffer.alloc(64 * 1024);
  let accepted = 0;
  let full = false;
  const fill = (): void => {
    while (accepted < 200_000_000 && socket?.write(chunk)) accepted += chunk.length;
    full = socket?.writableNeedDrain === true;
  };
  socket?.on('drain', fill);
  fill();
  await waitUntil('nothing is taken any more', async () => {
    const before = accepted;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return full && accepted === before;
  });
  expect(accepted).toBeLessThan(30_000_000);
  client.destroy();
  await waitUntil('the streamer is told', () => socket?.destroyed === true);
  await figure(porter, 'relays-current', 0);
});

test('it gives all descriptors back', async () => {
  const porter = await rig.securePorter();
  await rig.streamer('one', { properties: { 'mount-point': '/one' } });
  const at = `https://127.0.0.1:${porter.port}/one`;
  await curl(at);
  await figure(porter, 'relays-current', 0);
  const before = readdirSync('/proc/self/fd').length;
  for (let round = 0; round < 20; round++) await curl(at);
  await figure(porter, 'relays-current', 0);
  await waitUntil('all are closed', () => readdirSync('/proc/self/fd').length <= before);
});
