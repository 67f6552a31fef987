import { mkdtempSync, rmSync } from 'node:fs';
import { request, type ClientRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../test/support/free-port';
import { SOURCE_PASSWORD, startIcecast } from '../../../test/support/icecast';
import { waitUntil } from '../../../test/support/wait-until';
import { httpStreamer } from '../src';
import { CAPS, mp3 } from './hard-titles';
import { icyBody } from './icy-body';
import { answered, get, rigOf, stopAll, type Client } from './rig';

afterEach(stopAll);

test('fields and blocks are those of a real Icecast that is fed the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-icy-'));
  const port = await freePort();
  const icecast = await startIcecast(join(folder, 'icecast'), port);
  const password = SOURCE_PASSWORD;
  let source = connectSource(port);
  try {
    const ours = await rigOf(httpStreamer, {
      'mount-point': '/live',
      'short-name': 'Radio',
      genre: 'Jazz',
      url: 'http://x/',
      description: 'Words',
      public: true,
      'metadata-password': password,
    });
    ours.tap.caps(CAPS);
    ours.tap.tags?.({ bitrate: 64_000 });
    const feed = (from: number, to: number): void => {
      for (const data of mp3().slice(from, to)) {
        source.write(data);
        ours.tap.buffer({ data, delta: false, header: false, discont: false });
      }
    };
    feed(0, 1);
    await waitUntil(
      'Icecast takes the stream',
      async () => {
        if (source.closed) {
          // It crashed, as 2.4.4 does now and then when a source comes, and was started again.
          source = connectSource(port);
          for (const data of mp3().slice(0, 1)) source.write(data);
        }
        return (await statusOf(port)) === 200;
      },
      60_000,
      250,
    );
    const clients = [port, ours.port].map((at) => get(at, '/live', 'Icy-MetaData: 1\r\n'));
    for (const client of clients) await answered(client);
    const [theirs = {}, mine = {}] = clients.map(icyFields);
    expect(mine).toEqual(theirs);
    expect(mine).toMatchObject({ 'icy-metaint': '16000', 'icy-br': '64', 'icy-name': 'Radio' });

    const update = (song: string): Promise<unknown[]> =>
      Promise.all(
        [port, ours.port].map(async (at) => {
          const query = new URLSearchParams({ mount: '/live', mode: 'updinfo', song, charset: 'UTF-8' });
          const answer = await fetch(`http://127.0.0.1:${at}/admin/metadata?${query.toString()}`, {
            headers: { Authorization: `Basic ${Buffer.from(`admin:${password}`).toString('base64')}` },
          });
          return [answer.status, answer.headers.get('content-type'), (await answer.text()).trim()];
        }),
      );
    const titles = ['It\'s "so"', 'x'.repeat(300)];
    for (const [index, title] of titles.entries()) {
      const block = (count: number): Promise<void> =>
        waitUntil(
          `${count} blocks`,
          () => clients.every((client) => blocksOf(client).length >= count),
          10_000,
        );
      feed(index * 160 + 1, index * 160 + 100);
      await block(index * 2 + 1);
      const [their, my] = await update(title);
      expect(my).toEqual(their);
      feed(index * 160 + 100, index * 160 + 161);
      await block(index * 2 + 2);
    }
    const [theirBlocks, myBlocks] = clients.map(blocksOf);
    expect(myBlocks).toEqual(theirBlocks);
    expect(myBlocks?.filter((text) => text !== '')).toEqual([
      "StreamTitle='';",
      ...titles.map((title) => `StreamTitle='${title}';`),
    ]);
  } finally {
    source.destroy();
    icecast.kill('SIGKILL');
    await icecast.end();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A source client of a real Icecast; its stream is what is written to it. */
function connectSource(port: number): ClientRequest {
  const source = request({
    port,
    method: 'PUT',
    path: '/live',
    auth: `source:${SOURCE_PASSWORD}`,
    headers: {
      'Content-Type': 'audio/mpeg',
      'Ice-Name': 'Radio',
      'Ice-Genre': 'Jazz',
      'Ice-URL': 'http://x/',
      'Ice-Description': 'Words',
      'Ice-Public': '1',
      'Ice-Bitrate': '64',
    },
  });
  return source.on('error', () => undefined);
}

const blocksOf = (client: Client): string[] => icyBody(client.body(), 16_000).blocks.map(({ text }) => text);

/** Fields that players look for; Icecast hands on what its source says besides. */
function icyFields(client: Client): Record<string, string> {
  const fields = [...client.head().matchAll(/^(icy-[\w-]+|Content-Type): *(.*)\r?$/gim)];
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name.toLowerCase(), value]));
}

async function statusOf(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/live`);
  await answer.body?.cancel();
  return answer.status;
}
