import { rmSync } from 'node:fs';
import { connect, type TLSSocket } from 'node:tls';
import { certificateFiles, type CertificateFiles } from '../../../test/support/certificate-files';
import { run } from '../../../test/support/process';
import { waitUntil } from '../../../test/support/wait-until';
import { feed, parts, rig, stopAll, type Rig } from './rig';

const stream = parts(feed('ogg-av'));
const whole = Buffer.concat([stream.headers, ...stream.buffers.map(({ data }) => data)]);
let files: CertificateFiles;

beforeAll(async () => {
  files = await certificateFiles('localhost');
});
afterEach(stopAll);
afterAll(() => rmSync(files.folder, { recursive: true }));

async function onAir(properties: object = {}): Promise<Rig> {
  const result = await rig({
    'burst-on-connect': true,
    'tls-certificate': files['tls-certificate'],
    'tls-key': files['tls-key'],
    ...properties,
  });
  result.tap.caps(stream.caps);
  result.tap.buffer(stream.buffers[0]!);
  return result;
}

/** A listener over TLS that reads when it is told to. */
async function listener(port: number): Promise<{ socket: TLSSocket; body: () => Buffer }> {
  const parts: Buffer[] = [];
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  socket.on('error', () => undefined);
  socket.on('data', (data: Buffer) => parts.push(data));
  await new Promise((resolve) => socket.once('secureConnect', resolve));
  socket.write('GET / HTTP/1.0\r\n\r\n');
  const body = (): Buffer => {
    const all = Buffer.concat(parts);
    const end = all.indexOf('\r\n\r\n');
    return end < 0 ? Buffer.alloc(0) : all.subarray(end + 4);
  };
  return { socket, body };
}

it('gives every byte over TLS, also to one that stops reading and goes on', async () => {
  const { port, tap, context } = await onAir();
  const { socket, body } = await listener(port);
  await waitUntil('the listener', () => context.stats['clients-current'] === 1);
  expect(String(context.stats['stream-url'])).toMatch(/^https:\/\/localhost:\d+\/$/);
  socket.pause();
  for (const buffer of stream.buffers.slice(1)) tap.buffer(buffer);
  socket.resume();
  await waitUntil('everything', () => body().length >= whole.length);
  expect(body().equals(whole)).toBe(true);
});

it('drops one that takes nothing, and nobody else', async () => {
  const { port, tap, context } = await onAir({ timeout: 1 });
  const slow = await listener(port);
  const good = await listener(port);
  await waitUntil('the listeners', () => context.stats['clients-current'] === 2);
  slow.socket.pause();
  const big = { ...stream.buffers[0]!, data: Buffer.alloc(512 * 1024) };
  await waitUntil('the slow one to be dropped', () => {
    tap.buffer(big);
    return context.stats['dropped-slow'] === 1;
  });
  const before = good.body().length;
  tap.buffer(big);
  await waitUntil('more for the other', () => good.body().length > before);
  slow.socket.destroy();
  good.socket.destroy();
});

it('plays in ffmpeg', async () => {
  const { context, port, tap, stop } = await onAir();
  const output = run('ffprobe', [
    ...'-v error -tls_verify 0 -count_frames -show_entries stream=codec_name,nb_read_frames -of csv=p=0'.split(
      ' ',
    ),
    `https://127.0.0.1:${port}/`,
  ]);
  await waitUntil('the player', () => context.stats['clients-current'] === 1);
  for (const buffer of stream.buffers.slice(1)) tap.buffer(buffer);
  await waitUntil('all to be sent', () => Number(context.stats['consumption-totalbytes']) > whole.length);
  await stop();
  expect(await output).toMatch(/theora,90/);
});
