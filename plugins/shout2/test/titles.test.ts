import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { waitUntil } from '../../../test/support/wait-until';
import { Titles } from '../src/titles';

let server: Server;
let titles: Titles;
let answers: number[];
const asked: string[] = [];
const done: string[] = [];
const failed: string[] = [];

beforeEach(async () => {
  for (const list of [asked, done, failed]) list.length = 0;
  answers = [];
  server = createServer((request, response) => {
    const { searchParams, pathname } = new URL(request.url ?? '', 'http://a');
    const login = Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString();
    asked.push(
      [login, pathname, searchParams.get('mount'), searchParams.get('mode'), searchParams.get('song')].join(
        ' ',
      ),
    );
    response.writeHead(answers.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const properties = {
    ip: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    user: 'source',
    password: 'pä:ss',
    'mount-point': '/live.mp3',
  };
  titles = new Titles(
    properties as never,
    (title) => void done.push(title),
    (reason) => void failed.push(reason),
  );
});
afterEach(() => {
  titles.end();
  server.closeAllConnections();
  server.close();
});

const ASKED = 'source:pä:ss /admin/metadata /live.mp3 updinfo';

test('titles are told on a connection, each once, the newest before all others', async () => {
  titles.tags({ title: 'Early', bitrate: 64_000 });
  expect(asked).toEqual([]);
  titles.begin();
  titles.tags({ title: 'Early', artist: 'A\nB 🎵', bitrate: 65_000 });
  titles.tags({ title: 'x'.repeat(600) });
  await waitUntil('both', () => done.length === 2);
  titles.tags({ title: 'x'.repeat(600), bitrate: 1 });
  titles.tags({ artist: 'Nothing' });
  await waitUntil('the end of a title', () => done.length === 3);
  expect(asked).toEqual([`${ASKED} Early`, `${ASKED} ${'x'.repeat(500)}`, `${ASKED} `]);
  titles.begin();
  titles.tags({ title: 'Now', artist: 'A\nB 🎵' });
  await waitUntil('the next connection', () => done.at(-1) === 'A B 🎵 - Now');
});

test('what a server does not know yet is told again', async () => {
  answers = [400];
  titles.tags({ title: 'A' });
  titles.begin();
  await waitUntil('the second time', () => done.length === 1);
  expect(asked).toEqual([`${ASKED} A`, `${ASKED} A`]);
  expect(failed).toEqual([]);
});

test('a refused login is told once, and the next title tried', async () => {
  answers = [401];
  titles.tags({ title: 'A' });
  titles.begin();
  await waitUntil('the complaint', () => failed.length === 1);
  expect(failed).toEqual(['the server does not take the title: it answers with status 401']);
  titles.tags({ title: 'A', bitrate: 1 });
  titles.tags({ title: 'B' });
  await waitUntil('the next', () => done.length === 1);
  expect(asked).toEqual([`${ASKED} A`, `${ASKED} B`]);
});
