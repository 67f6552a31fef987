import { connect } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import type { Verdict } from '@flumotion/core/plugin';
import { readMedia } from '../../../../test/support/hls-rules';
import { waitUntil } from '../../../../test/support/wait-until';
import { play, TS } from '../support';
import { ask, rig, stopAll } from './rig';

afterEach(stopAll);

/** Sends a request and closes its half of the connection, at once or when it is told to. */
function request(port: number, path: string): { said: () => string; over: () => boolean; end: () => void } {
  let said = '';
  let over = false;
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('data', (data: Buffer) => (said += data.toString('latin1')));
  socket.on('error', () => undefined);
  socket.on('close', () => (over = true));
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  return { said: () => said, over: () => over, end: () => socket.end() };
}

test('who has closed its half after the request is answered, when it has been judged', async () => {
  let admit: ((verdict: Verdict) => void) | undefined;
  const { port, tap } = await rig({}, () => new Promise<Verdict>((resolve) => (admit = resolve)));
  tap.caps(TS);
  play(tap, 0, 12);
  const client = request(port, '/live/stream.m3u8');
  client.end();
  await waitUntil('the question', () => admit !== undefined);
  // What is read next is the end; the verdict comes after that.
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  admit?.({ admitted: true });
  await waitUntil('the playlist', () => client.said().includes('#EXTINF') && client.over());
});

test('who closes its half while it waits for a part has gone', async () => {
  const { port, url, tap, context } = await rig({ 'part-duration': 0.5 });
  tap.caps(TS);
  play(tap, 0, 6.65);
  const { hints } = readMedia((await ask(`${url}/stream.m3u8`)).text);
  const waiting = (): number => Number(context.stats['waiting-requests'] ?? 0);
  const client = request(port, `/live/${hints[0] ?? ''}`);
  await waitUntil('it to wait', () => waiting() === 1);
  client.end();
  await waitUntil('none to wait', () => waiting() === 0 && client.over());
  expect(client.said()).toBe('');
});
