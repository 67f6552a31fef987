import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Companions } from '../../player-page/src';
import mpegts from '../../plugins/mpegts/src';
import { TestBrowser } from '../support/browser';
import { HlsStream } from '../support/hls-stream';
import { waitUntil } from '../support/wait-until';

jest.setTimeout(120_000);

const browser = new TestBrowser();
const stream = new HlsStream(mpegts);
let server: Server;
let origin: string;

/** The least server that has HLS and the page beside it. */
function serve(): Server {
  const companions = new Companions(
    {
      mount: '/live',
      stream: '/hls/live.m3u8',
      origin: () => origin,
      began: Date.now(),
      media: () => ({ contentType: 'application/vnd.apple.mpegurl', codecs: [], flowing: true, since: 0 }),
      figures: () => ({ listeners: 12, peak: 12, bitrate: 0 }),
      about: () => ({ name: 'HLS' }),
    },
    { page: true, status: true },
  );
  return createServer((request, response) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', origin);
    const fields = new Map(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    void companions.answer({ method: 'GET', path, query, fields }).then(async (answer) => {
      const file = answer
        ? undefined
        : await readFile(join(stream.folder, basename(path))).catch(() => undefined);
      response.writeHead(
        answer?.status ?? (file ? 200 : 404),
        answer?.fields ?? { 'Cache-Control': 'no-store' },
      );
      response.end(answer?.body ?? file);
    });
  });
}

beforeAll(async () => {
  server = serve();
  await Promise.all([
    browser.start(),
    stream.start(3),
    new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)),
  ]);
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(async () => {
  await browser.stop();
  await stream.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('HLS: the picture moves by itself, and after a tap there is sound', async () => {
  const page = await browser.open(`${origin}/live.html`);
  await page.says('#state', 'Live');
  const seen: number[] = [];
  await waitUntil(
    () => `black and white; seen: ${seen.map(Math.round).join(' ')}`,
    async () => {
      seen.push(await page.brightness('#screen'));
      return Math.max(...seen) > 200 && Math.min(...seen) < 50;
    },
    40_000,
  );
  await page.page.click('#sound');
  await waitUntil('a beep', async () => (await page.loudness()) > 0.1, 30_000);
  await page.says('#viewers', '12 viewers');
  expect(page.problems).toEqual([]);
  await page.close();
});
