import { connect, type Socket } from 'node:net';
import {
  AccessLog,
  parseBlocks,
  WebServer,
  type Visit,
  type WebHandler,
  entranceProperties,
} from '../../web/src';
import { defaultValues } from '../support/default-values';
import { fakeContext } from '../support/fake-context';
import { waitUntil } from '../support/wait-until';

interface Rig {
  readonly port: number;
  readonly lines: string[];
  readonly ends: { status: number; bytes: number; whole: boolean }[];
  readonly unreadable: () => number;
}

const closing: (() => void)[] = [];
let refuse: WebServer['refuse'];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

async function serving(handler: WebHandler, halfOpen = false): Promise<Rig> {
  const lines: string[] = [];
  const ends: Rig['ends'] = [];
  let port = 0;
  let unreadable = 0;
  const server = new WebServer({
    port: 0,
    properties: {
      ...defaultValues(entranceProperties),
      interface: '127.0.0.1',
      'forwarded-from': ['127.0.0.1'],
    },
    maxConnections: 100,
    halfOpen,
    host: fakeContext({}),
    log: new AccessLog((line) => lines.push(line), parseBlocks([]).list),
    handler,
    onUnreadable: () => unreadable++,
    onEnd: (_visit, end) => ends.push(end),
    onOpen: (open) => (port = open),
  });
  refuse = (response, refusal) => server.refuse(response, refusal);
  await server.open();
  closing.push(() => server.close());
  return { port, lines, ends, unreadable: () => unreadable };
}

function send(port: number, text: string): { socket: Socket; got: () => string } {
  let got = '';
  const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'));
  socket.on('data', (data) => (got += data.toString('latin1')));
  socket.on('error', () => undefined);
  closing.push(() => socket.destroy());
  return { socket, got: () => got };
}

it('answers several requests on a connection, and logs each with its own bytes', async () => {
  const visits: Visit[] = [];
  const { port, lines, ends } = await serving((_request, response, visit) => {
    visits.push(visit);
    visit.user = 'anna';
    visit.note = 'session 7';
    response.end('x'.repeat(visits.length * 1000));
  });
  const client = send(port, 'GET /a%20b?c=d HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n');
  await waitUntil('the first line', () => lines.length === 1);
  client.socket.write('HEAD /second HTTP/1.1\r\nHost: x\r\n\r\n');
  await waitUntil('the second line', () => lines.length === 2);
  expect(visits[0]).toMatchObject({ address: '192.0.2.7', secure: false, head: { path: '/a b' } });
  expect(visits[0]!.head.query.get('c')).toBe('d');
  expect(lines[0]).toMatch(
    /^192\.0\.2\.7 - anna \[.*\] "GET \/a%20b\?c=d HTTP\/1\.1" 200 1\d\d\d "-" "-" 0 "session 7"$/,
  );
  expect(ends[1]!.bytes).toBeLessThan(1000);
  expect(client.got()).toContain('X-Content-Type-Options: nosniff');
});

it.each<[string, string, number]>([
  ['a broken path', 'GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['two hosts', 'GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n', 400],
  ['a long field', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(9000)}\r\n\r\n`, 431],
  ['a long path', `GET /${'y'.repeat(9000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
  [
    'a body of two lengths',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['a TLS greeting', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 400],
  ['a tunnel', 'CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n', 405],
])('refuses %s, and logs and counts it', async (_what, text, status) => {
  const { port, lines, unreadable } = await serving((_request, response) => void response.end('handled'));
  const client = send(port, text);
  await waitUntil('the answer', () => client.got() !== '' || client.socket.destroyed);
  expect(client.got()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  await waitUntil('the line', () => lines.length > 0);
  expect(lines).toEqual([
    expect.stringMatching(
      new RegExp(`^127\\.0\\.0\\.1 - - \\[.*\\] "-" ${status} \\d+ "-" "-" 0 "refused-invalid: `),
    ),
  ]);
  expect(unreadable()).toBe(1);
});

it('answers who expects what nobody knows', async () => {
  const { port } = await serving((_request, response) => void response.end('handled'));
  const client = send(port, 'GET / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n');
  await waitUntil('the answer', () => client.got().includes('handled'));
});

it('answers 500 without a word of why when the handler fails, and goes on', async () => {
  const { port, ends } = await serving(({ url }, response) => {
    if (url === '/bad') throw new Error('inner secret');
    response.end('good');
  });
  const client = send(port, 'GET /bad HTTP/1.1\r\nHost: x\r\n\r\n');
  await waitUntil('the answer', () => ends.length === 1);
  client.socket.write('GET /good HTTP/1.1\r\nHost: x\r\n\r\n');
  await waitUntil('the next', () => ends.length === 2);
  expect(ends.map(({ status }) => status)).toEqual([500, 200]);
  expect(client.got()).not.toContain('inner secret');
});

it('says when a response was not taken whole', async () => {
  const { port, ends, lines } = await serving((_request, response) => {
    response.write('begun');
  });
  const client = send(port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await waitUntil('the beginning', () => client.got().includes('begun'));
  client.socket.destroy();
  await waitUntil('the end', () => ends.length === 1);
  expect(ends[0]).toMatchObject({ status: 200, whole: false });
  expect(lines[0]).toContain('"left: closed by the client"');
});

it('answers who has closed its half after the request, where it is to', async () => {
  let answer: () => void = () => undefined;
  const { port, ends } = await serving((_request, response) => {
    answer = () => {
      response.write('slowly ');
      setImmediate(() => response.end('whole'));
    };
  }, true);
  const before = answer;
  let got = '';
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  closing.push(() => socket.destroy());
  socket.on('data', (data) => (got += data.toString()));
  socket.end('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await waitUntil('the request', () => answer !== before && socket.writableFinished);
  // What is read next is the end; the answer is given after that.
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  answer();
  await waitUntil('the end', () => ends.length === 1);
  expect(ends[0]).toMatchObject({ status: 200, whole: true });
  await waitUntil('the whole answer', () => got.includes('whole') && socket.destroyed);
});

it('ends a request that never comes whole, after 10 s', async () => {
  const { port } = await serving((_request, response) => void response.end());
  const client = send(port, 'GET / HTTP/1.1\r\n');
  const drip = setInterval(() => client.socket.write('X: y\r\n'), 500);
  await waitUntil('the answer', () => client.got() !== '', 30_000);
  clearInterval(drip);
  expect(client.got()).toMatch(/^HTTP\/1\.1 408 /);
});

it('tells of a refusal with the name that was tried, in the log and to the component', async () => {
  const visits: Visit[] = [];
  const { port, lines } = await serving((_request, response, visit) => {
    visits.push(visit);
    refuse(response, { status: 401, reason: 'not eve', fields: {}, stat: 'refused-login', user: 'eve' });
  });
  send(port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  await waitUntil('the line', () => lines.length === 1);
  expect(lines[0]).toMatch(/ - eve \[.* 401 .*"refused-login: not eve"$/);
  expect(visits[0]?.refusal).toMatchObject({ status: 401, user: 'eve' });
});
