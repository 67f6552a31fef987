import { dechunk } from '../../../test/support/dechunk';
import { run } from '../../../test/support/process';
import { waitUntil } from '../../../test/support/wait-until';
import { MAX_CHUNK } from '../src/chunks';
import { answered, feed, get, parts, rig, send, stopAll, type Rig } from './rig';

afterEach(stopAll);

const stream = parts(feed('ogg-av'));
const media = Buffer.concat(stream.buffers.map(({ data }) => data));

async function onAir(properties: object = {}, late = 1): Promise<Rig> {
  const result = await rig({ 'burst-on-connect': true, ...properties });
  result.tap.caps(stream.caps);
  for (const buffer of stream.buffers.slice(0, late)) result.tap.buffer(buffer);
  return result;
}

function raw(client: { bytes(): Buffer }): Buffer {
  return client.bytes().subarray(client.bytes().indexOf('\r\n\r\n') + 4);
}

it('gives HTTP/1.1 in chunks what it gives HTTP/1.0 as it is, and tells the end', async () => {
  const { port, tap, stop } = await onAir();
  const modern = await answered(get(port));
  const old = await answered(send(port, 'GET / HTTP/1.0\r\n\r\n'));
  expect(modern.head()).toContain('\r\nTransfer-Encoding: chunked');
  expect(old.head()).not.toContain('Transfer-Encoding');
  for (const buffer of stream.buffers.slice(1)) tap.buffer(buffer);
  const whole = Buffer.concat([stream.headers, media]);
  await waitUntil(
    'all of it',
    () => old.body().length >= whole.length && modern.body().length >= whole.length,
  );
  await stop();
  await waitUntil('the end', () => old.closed() && modern.closed());
  expect(raw(old).equals(whole)).toBe(true);
  const { data, ended } = dechunk(raw(modern));
  expect(data.equals(whole)).toBe(true);
  expect(ended).toBe(true);
});

it('begins within a chunk at its keyframe, with a frame of its own', async () => {
  const { port, tap, context } = await onAir({ 'flush-interval': 2000 }, 0);
  let size = 0;
  const some = stream.buffers.filter(({ data }) => (size += data.length) < MAX_CHUNK);
  const last = some.findLastIndex(({ delta }) => !delta);
  expect(last).toBeGreaterThan(0);
  for (const buffer of some) tap.buffer(buffer);
  await waitUntil('the chunk', () => Number(context.stats['history-bytes']) > 0);
  const client = await answered(get(port));
  const expected = Buffer.concat([stream.headers, ...some.slice(last).map(({ data }) => data)]);
  await waitUntil('the burst', () => client.body().length >= expected.length);
  expect(client.body().equals(expected)).toBe(true);
});

it('stays whole for one that stops reading and goes on', async () => {
  const { port, tap } = await onAir({ 'max-lag': 60 });
  const client = await answered(get(port));
  client.socket.pause();
  const big = { ...stream.buffers[0]!, data: Buffer.alloc(700_000, 1) };
  for (let count = 0; count < 20; count++) tap.buffer({ ...big, data: Buffer.alloc(700_000, count) });
  client.socket.resume();
  const length = stream.headers.length + stream.buffers[0]!.data.length + 20 * 700_000;
  await waitUntil('all of it', () => client.body().length >= length);
  expect(dechunk(raw(client)).data.at(-1)).toBe(19);
});

it('is read by curl to its end without a complaint', async () => {
  const { port, tap, context, stop } = await onAir();
  const output = run('curl', [
    '-sS',
    '-w',
    '%{http_version} %{size_download}',
    '-o',
    '/dev/null',
    `http://127.0.0.1:${port}/`,
  ]);
  await waitUntil('the client', () => context.stats['clients-current'] === 1);
  for (const buffer of stream.buffers.slice(1)) tap.buffer(buffer);
  await stop();
  expect(await output).toBe(`1.1 ${stream.headers.length + media.length}`);
});
