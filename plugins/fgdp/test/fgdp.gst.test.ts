import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { freePort } from '../../../test/support/free-port';
import { luma } from '../../../test/support/media-content';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import components from '../src';

type Component = (typeof components)[number];
const [producer, consumer, unixdomain] = components as [Component, Component, Component];
const WHITE =
  'videotestsrc is-live=true pattern=white ! video/x-raw,format=I420,width=64,height=48,framerate=20/1';
const THEORA = `${WHITE} ! theoraenc`;
const H264 = `${WHITE} ! x264enc tune=zerolatency key-int-max=5 ! h264parse config-interval=-1 ! video/x-h264,stream-format=byte-stream`;
const LOGIN = { host: '127.0.0.1', password: 'secret of both' };

const folder = mkdtempSync(join(tmpdir(), 'flumotion-fgdp-'));
const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
let fingerprint = '';
beforeAll(() => {
  const make =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=fgdp -keyout';
  execFileSync('openssl', [...make.split(' '), key, '-out', certificate], { stdio: 'ignore' });
  const said = execFileSync('openssl', [
    ...`x509 -in ${certificate} -noout -fingerprint -sha256`.split(' '),
  ]).toString();
  fingerprint = said.trim().split('=')[1] ?? '';
});
afterAll(() => rmSync(folder, { recursive: true }));

const running: Played[] = [];
afterEach(async () => {
  for (const played of running.splice(0).reverse()) await played.stop();
});

async function play(component: Component, options: PlayOptions): Promise<Played> {
  const played = await playComponent(component, options);
  running.push(played);
  return played;
}

const receive = (properties: object, past = 0): Promise<Played> =>
  play(producer, { properties: { ...LOGIN, ...properties }, past });
const send = (properties: object, source = WHITE): Promise<Played> =>
  play(consumer, { properties: { ...LOGIN, ...properties }, inputs: { default: source } });

test.each([
  ['the consumer connects', 'pull', 'push'],
  ['the producer connects', 'push', 'pull'],
])('pictures go from one planet to another when %s', async (_, receiving, sending) => {
  const port = await freePort();
  const receiver = await receive({ port, mode: receiving }, 500);
  const sender = await send({ port, mode: sending });
  const output = receiver.output();
  await output.have(20);
  expect(output.caps[0]?.text).toContain('width=(int)64');
  expect(luma(output.buffers[10]?.data ?? Buffer.alloc(0), 64, 48)).toBeGreaterThan(230);
  // On the time of the flow that receives, evenly.
  await receiver.keepsUp(output, 2);
  const steps = output.times.slice(1).map((time, index) => time - (output.times[index] as number));
  for (const step of steps) expect(step).toBeCloseTo(0.05, 3);
  await waitUntil('both happy', () => receiver.state.mood === 'happy' && sender.state.mood === 'happy');
  expect(receiver.state.stats['connections']).toBe(1);
});

test('an encoded stream has its headers, also on a connection that is made anew', async () => {
  const port = await freePort();
  const receiver = await receive({ port });
  const sender = await send({ port }, THEORA);
  const output = receiver.output();
  await output.have(10);
  await sender.stop();
  running.splice(running.indexOf(sender), 1);
  await waitUntil('the loss to be told', () =>
    receiver.state.messages.some(({ id }) => id === 'not-connected'),
  );
  expect(receiver.state.mood).toBe('waking');
  const before = output.buffers.length;
  await send({ port }, THEORA);
  await output.have(before + 10);
  const headers = output.caps.at(-1)?.streamHeader.map((header) => header.toString('latin1', 1, 7));
  expect(headers).toEqual(['theora', 'theora', 'theora']);
  const times = output.times.filter((time) => time > 0);
  for (const [index, time] of times.slice(1).entries())
    expect(time).toBeGreaterThan((times[index] as number) - 0.001);
  await waitUntil('a happy receiver', () => receiver.state.mood === 'happy');
  expect(receiver.state.messages).toEqual([]);
});

test('H.264 comes with all its keyframes', async () => {
  const port = await freePort();
  const receiver = await receive({ port });
  await send({ port }, H264);
  const output = receiver.output();
  await output.have(25);
  const keys = output.buffers.flatMap(({ delta }, index) => (delta ? [] : [index]));
  expect(keys.length).toBeGreaterThan(2);
  expect(keys.slice(1).map((key, index) => key - (keys[index] as number))).toEqual(
    keys.slice(1).map(() => 5),
  );
});

test('a consumer goes on trying, with pauses, until the other end is there', async () => {
  const port = await freePort();
  const sender = await send({ port, 'max-reconnection-delay': 1 });
  await waitUntil('the refusal to be told', () =>
    sender.state.messages.some(({ text }) => text.includes('ECONNREFUSED')),
  );
  const receiver = await receive({ port });
  await receiver.output().have(5);
});

test.each([
  [{ password: 'another' }, 'wrong user name or password'],
  [{ username: 'another' }, 'wrong user name or password'],
])('%j does not get in, and is told why', async (properties, words) => {
  const port = await freePort();
  const receiver = await receive({ port });
  const sender = await send({ port, ...properties });
  await waitUntil('the refusal to be told', () =>
    sender.state.messages.some(({ text }) => text.includes(words)),
  );
  expect(receiver.output().buffers).toEqual([]);
});

test('planets of the original, which name no password, get on with each other, with a warning at both ends', async () => {
  const port = await freePort();
  const receiver = await receive({ port, password: undefined });
  const sender = await send({ port, password: undefined });
  await receiver.output().have(5);
  for (const end of [receiver, sender])
    expect(end.state.messages).toMatchObject([{ level: 'warning', id: 'known-password' }]);
});

test('with tls the certificate must be the right one', async () => {
  const port = await freePort();
  const receiver = await receive({ port, tls: true, certificate, key });
  const wrong = await send({ port, tls: true, fingerprint: 'ab'.repeat(32) });
  await waitUntil('the wrong fingerprint to be told', () =>
    wrong.state.messages.some(({ text }) => text.includes('another fingerprint')),
  );
  const unknown = await send({ port, tls: true });
  await waitUntil('the unknown certificate to be told', () =>
    unknown.state.messages.some(({ text }) => text.includes('self-signed')),
  );
  expect(receiver.output().buffers).toEqual([]);
  await send({ port, tls: true, fingerprint });
  await receiver.output().have(5);
});

/** Connects, says something, and answers what came back until the connection ended. */
function talk(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(text));
    socket.setTimeout(5000, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    socket
      .on('error', () => undefined)
      .on('close', () => {
        resolve(said);
      });
  });
}

test.each([
  ['GET / HTTP/1.1\r\n\r\n', 'FGDP/0.1 ERROR expected LOGIN\r\n'],
  ['LOGIN user FGDP/9.9\r\n', 'FGDP/0.1 ERROR expected version FGDP/0.1\r\n'],
  ['LOGIN user FGDP/0.1\r\nAUTH x FGDP/0.1\r\n', /^FGDP\/0\.1 CHALLENGE \S+\r\nFGDP\/0\.1 ERROR wrong/],
  ['x'.repeat(5000), ''],
])('who says %j is turned away', async (text, answer) => {
  const port = await freePort();
  await receive({ port });
  const said = await talk(port, text);
  if (typeof answer === 'string') expect(said).toBe(answer);
  else expect(said).toMatch(answer);
});

test('only one at a time may send', async () => {
  const port = await freePort();
  const receiver = await receive({ port });
  await send({ port });
  await receiver.output().have(2);
  expect(await talk(port, '')).toBe('FGDP/0.1 ERROR already connected\r\n');
  const before = receiver.output().buffers.length;
  await receiver.output().have(before + 5);
});

test('what is no GDP ends the connection, not the component', async () => {
  const port = await freePort();
  const server = createServer((socket: Socket) => {
    socket.write('FGDP/0.1 CHALLENGE MTIz\r\n');
    let said = '';
    socket
      .on('error', () => undefined)
      .on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (!said.includes('AUTH')) return;
        said = '';
        socket.write(`FGDP/0.1 OK Authenticated\r\n${'nonsense '.repeat(100)}`);
      });
  }).listen(port, '127.0.0.1');
  try {
    const receiver = await receive({ port, mode: 'push' });
    await waitUntil('the nonsense to be told', () =>
      receiver.state.messages.some(({ text }) => text.includes('no GDP 1.0')),
    );
    expect(receiver.state.mood).toBe('waking');
  } finally {
    server.close();
  }
});

test('a program on the same machine gives its stream by a unix socket', async () => {
  const path = join(folder, 'stream.sock');
  const component = await play(unixdomain, { properties: { path } });
  expect(component.state.mood).toBe('waking');
  const gst = spawn('gst-launch-1.0', [...`-q ${WHITE} ! gdppay ! fdsink fd=1`.split(' ')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const socket = connect({ path });
  try {
    gst.stdout.pipe(socket);
    const output = component.output();
    await output.have(5);
    expect(luma(output.buffers[3]?.data ?? Buffer.alloc(0), 64, 48)).toBeGreaterThan(230);
    await waitUntil('a happy component', () => component.state.mood === 'happy');
  } finally {
    gst.kill();
    socket.destroy();
  }
  await waitUntil('a waking component', () => component.state.mood === 'waking');
});

test('a file that is no socket is left alone', async () => {
  const path = join(folder, 'precious');
  writeFileSync(path, 'precious');
  const component = await play(unixdomain, { properties: { path } });
  expect(component.state.mood).toBe('sad');
  expect(component.state.messages[0]?.text).toContain('choose another path');
  expect(existsSync(path)).toBe(true);
});

test('starting and stopping leaves nothing behind', async () => {
  const waits = (played: Played): boolean => played.state.mood === 'waking';
  await restartsCleanly(producer, { properties: { ...LOGIN, port: await freePort() } }, waits);
  const options = { properties: { ...LOGIN, port: await freePort() }, inputs: { default: WHITE } };
  await restartsCleanly(consumer, options, waits);
  await restartsCleanly(unixdomain, { properties: { path: join(folder, 'again.sock') } }, waits);
});
