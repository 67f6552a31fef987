import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import { testerCommand } from '../../core/src/cli/tester-command';
import { execute } from '../../core/src/cli/frame';
import type { TestReport } from '../../core/src/tester/tally';
import { freePort } from '../support/free-port';
import { gstStream, oggStream } from '../support/gst-stream';
import { finished, splitPages } from '../support/ogg-damage';
import { waitUntil } from '../support/wait-until';

const stream = finished(oggStream(15, 8));
const pages = splitPages(stream).map((page) => page.bytes);

const mp3 = gstStream(
  'audiotestsrc num-buffers=150 wave=pink-noise ! audioconvert ! lamemp3enc target=bitrate bitrate=128 cbr=true ! filesink name=out',
);
const TITLE = Buffer.from("\x02StreamTitle='Some Title here';".padEnd(33, '\0'), 'latin1');

/** Pages with all headers and the first media of both tracks. */
const FIRST = 12;

/** Sends the first pieces at once, as streamers do, the others 20 ms apart, and ends when `ends`. */
function live(response: ServerResponse, pieces: readonly Buffer[], ends = false): void {
  response.writeHead(200, { 'content-type': 'application/ogg' });
  response.write(Buffer.concat(pieces.slice(0, FIRST)));
  let next = FIRST;
  const timer = setInterval(() => {
    const piece = pieces[next++];
    if (piece) response.write(piece);
    else if (ends) response.end();
  }, 20);
  response.on('close', () => clearInterval(timer));
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const ANSWERS: Readonly<Record<string, Answer>> = {
  '/live': (response) => live(response, pages),
  '/damaged': (response) =>
    live(response, [...pages.slice(0, FIRST), Buffer.from('damage'), ...pages.slice(FIRST)]),
  '/lossy': (response) => live(response, [...pages.slice(0, FIRST), ...pages.slice(FIRST + 2)]),
  '/headers-only': (response) => live(response, pages.slice(0, 3)),
  '/ends': (response) => live(response, pages.slice(0, 10), true),
  '/breaks': (response) => {
    live(response, pages);
    setTimeout(() => response.destroy(), 150);
  },
  '/silent': (response) => response.writeHead(200, { 'content-type': 'application/ogg' }).flushHeaders(),
  '/mute': () => undefined,
  '/page': (response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<p>player</p>'),
  '/full': (response) => response.writeHead(503).end('full'),
  '/moved': (response) => response.writeHead(302, { location: '/live' }).end(),
  '/circle': (response) => response.writeHead(302, { location: '/circle' }).end(),
  '/file': (response) =>
    response.writeHead(200, { 'content-type': 'video/ogg', 'content-length': stream.length }).end(stream),
  '/cut-file': (response) =>
    response
      .writeHead(200, { 'content-type': 'video/ogg', 'content-length': stream.length - 9 })
      .end(stream.subarray(0, -9)),
  '/bytes': (response) =>
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(Buffer.alloc(100_000)),
  '/icy': (response, request) => {
    const media = mp3.subarray(0, 40_000);
    response.writeHead(200, {
      'content-type': 'audio/mpeg',
      ...(request.headers['icy-metadata'] === '1' && { 'icy-metaint': '8000' }),
    });
    if (request.headers['icy-metadata'] === '1')
      for (let at = 0; at < media.length; at += 8000)
        response.write(Buffer.concat([media.subarray(at, at + 8000), at === 0 ? TITLE : Buffer.alloc(1)]));
    else response.write(media);
  },
  '/bad-icy': (response) =>
    response
      .writeHead(200, { 'content-type': 'audio/mpeg', 'icy-metaint': '8000' })
      .write(Buffer.concat([mp3.subarray(0, 8000), Buffer.from('\x01no title at all!')])),
  '/flood': (response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    const more = (): void => {
      while (response.writable && response.write(Buffer.alloc(65_536)));
    };
    response.on('drain', more);
    more();
  },
};

let server: Server;
let base: string;
let open = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    open++;
    response.on('close', () => open--);
    ANSWERS[request.url ?? '']?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

afterEach(() => {
  process.exitCode = undefined;
});

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(...args: readonly string[]): Promise<Outcome> {
  let [stdout, stderr] = ['', ''];
  const terminal = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
  };
  const status = await execute(testerCommand(terminal), args, terminal);
  return { status: status || Number(process.exitCode ?? 0), stdout, stderr };
}

async function test(path: string, ...args: readonly string[]): Promise<TestReport & { status: number }> {
  const url = path.startsWith('http') ? path : base + path;
  const { status, stdout } = await run('--json', '--ramp-up', '0.1', ...args, url);
  return { ...(JSON.parse(stdout) as TestReport), status };
}

describe('flumotion-tester', () => {
  it('finds nothing wrong with a good stream, and measures it', async () => {
    const report = await test('/live', '-c', '40', '-t', '1.5');
    expect(report).toMatchObject({
      status: 0,
      listeners: 40,
      succeeded: 40,
      failed: 0,
      interrupted: 0,
      streams: ['Ogg: theora, vorbis'],
      failures: [],
    });
    expect(report.bytes).toBeGreaterThan(40 * 10_000);
    expect(report.firstByte?.min).toBeGreaterThan(0);
    expect(report.worstGap?.min).toBeGreaterThan(10);
    expect(report.throughput?.p50).toBeGreaterThan(1);
    await waitUntil('the server sees every listener leave', () => open === 0);
  });

  it.each<[string, string, string]>([
    ['/damaged', 'bytes that are no Ogg page', '6 bytes'],
    ['/lossy', 'pages are missing', 'page'],
    ['/headers-only', 'the stream cannot be played', 'awaited'],
    ['/ends', 'the server ended the stream', 'bytes'],
    ['/breaks', 'the connection broke', 'bytes'],
    ['/silent', 'no byte of the stream in time', '1 s'],
    ['/mute', 'no answer in time', '1 s'],
    ['/full', 'HTTP status 503 Service Unavailable', ''],
    ['/page', 'the answer is no stream', 'its content type is text/html; charset=utf-8'],
    ['/circle', 'too many redirections', '/circle'],
    ['/cut-file', 'the stream ends within a page', 'at byte'],
  ])('says what is wrong with %s', async (path, reason, detail) => {
    // All but one end by what is wrong, which a busy machine may be late with.
    const stay = path === '/headers-only' ? '0.8' : '10';
    const report = await test(path, '-c', '3', '-t', stay, '--timeout', '1');
    expect(report).toMatchObject({ status: 1, succeeded: 0, failed: 3 });
    expect(report.failures).toEqual([expect.objectContaining({ reason, count: 3 })]);
    expect(report.failures[0]?.example ?? '').toContain(detail);
  });

  it('says that a stream stopped', async () => {
    const report = await test('/headers-only', '-c', '2', '-t', '5', '--timeout', '0.5');
    expect(report.failures).toEqual([expect.objectContaining({ reason: 'the stream stopped', count: 2 })]);
  });

  it.each(['/file', '/moved', '/bytes'])('is content with %s', async (path) => {
    const report = await test(path, '-c', '2', '-t', '0.5', ...(path === '/bytes' ? ['-b', '50k'] : []));
    expect(report).toMatchObject({ status: 0, succeeded: 2 });
  });

  it('says when nobody listens, and when it is no web server', async () => {
    const nobody = await test(`http://127.0.0.1:${await freePort()}/`, '-c', '2');
    expect(nobody.failures).toEqual([{ reason: 'connection refused', count: 2, example: 'ECONNREFUSED' }]);
    const parrot = createSocketServer((socket) =>
      socket.on('error', () => undefined).end('I am no web server\r\n\r\n'),
    );
    await new Promise<void>((resolve) => parrot.listen(0, '127.0.0.1', resolve));
    const alien = await test(`http://127.0.0.1:${(parrot.address() as AddressInfo).port}/`, '-c', '2');
    expect(alien.failures[0]?.reason).toBe('the answer is not HTTP');
    parrot.close();
  });

  it('accepts a certificate nobody vouches for only when told to', async () => {
    const { generate } = await import('selfsigned');
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
    const secure = createSecureServer({ key, cert }, (_, response) => live(response, pages));
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(secure.address() as AddressInfo).port}/`;
    expect((await test(url, '-c', '2', '-t', '0.5')).failures[0]?.reason).toBe(
      'the certificate or TLS is refused',
    );
    expect(await test(url, '-c', '2', '-t', '0.5', '-k')).toMatchObject({ status: 0, succeeded: 2 });
    secure.closeAllConnections();
    secure.close();
  });

  it('leaves after the bytes it was told, read at the rate it was told', async () => {
    const report = await test('/flood', '-c', '2', '-b', '40000', '-r', '40000', '-s', '2000');
    expect(report).toMatchObject({ status: 0, succeeded: 2, bytes: 80_000 });
    expect(report.seconds).toBeGreaterThan(0.9);
    expect(report.seconds).toBeLessThan(10);
  });

  it('replaces listeners that have left while the test lasts', async () => {
    const report = await test('/live', '-c', '3', '-t', '0.3', '--duration', '2.5');
    expect(report.status).toBe(0);
    expect(report.listeners).toBeGreaterThanOrEqual(6);
    expect(report.listeners).toBeLessThanOrEqual(12);
  });

  it('has listeners leave and come all the time, the others stay', async () => {
    const report = await test('/live', '-c', '6', '--churn', '10', '--duration', '2.5');
    expect(report).toMatchObject({ status: 0, failed: 0 });
    expect(report.listeners).toBeGreaterThanOrEqual(16);
    expect(report.listeners).toBeLessThanOrEqual(40);
  });

  it('has some stop reading, and says what the server did with them', async () => {
    const held = await test('/flood', '-c', '4', '--stall', '2', '-t', '1');
    expect(held).toMatchObject({ status: 0, listeners: 4, failed: 0, stalled: { held: 2, cutOff: 0 } });
    const cut = await test('/breaks', '-c', '2', '--stall', '100%', '-t', '1');
    expect(cut).toMatchObject({ status: 0, failed: 0, stalled: { held: 0, cutOff: 2 } });
  });

  it('takes ICY metadata out of the stream and checks it', async () => {
    expect(await test('/icy', '-c', '2', '-t', '0.5', '--icy')).toMatchObject({
      failures: [],
      streams: ['MP3: 44100 Hz, mono, with ICY metadata'],
    });
    expect(await test('/icy', '-c', '2', '-t', '0.5')).toMatchObject({ streams: ['MP3: 44100 Hz, mono'] });
    expect((await test('/live', '-c', '2', '--icy')).failures[0]?.reason).toBe(
      'the server sends no ICY metadata',
    );
    expect((await test('/bad-icy', '-c', '2', '--icy')).failures[0]?.reason).toBe(
      'ICY metadata is malformed',
    );
  });

  it('compares listeners, and knows how far each is behind the first', async () => {
    const report = await test('/live', '-c', '10', '-t', '1.5');
    expect(report.status).toBe(0);
    expect(report.lag?.max).toBeGreaterThanOrEqual(0);
  });

  it('lets the first listeners come one after the other', async () => {
    const report = await test('/live', '-c', '10', '-t', '0.2', '--ramp-up', '1');
    expect(report.seconds).toBeGreaterThan(1);
    const { stdout } = await run('--json', '-c', '10', '-t', '0.2', '--rate', '8', `${base}/live`);
    expect((JSON.parse(stdout) as TestReport).seconds).toBeGreaterThan(1.1);
  });

  it('prints tables for people', async () => {
    const good = await run('-c', '2', '-t', '0.5', '--ramp-up', '0', `${base}/live`);
    expect(good.stdout).toContain('all 2 listeners got a valid stream');
    expect(good.stdout).toMatch(/first byte, ms.*\n.*\n.*longest gap, ms.*\n.*\n.*throughput, kbit\/s/);
    const bad = await run('-c', '2', '--ramp-up', '0', `${base}/full`);
    expect(bad.stdout).toContain('0 of 2 listeners got a valid stream, 2 failed');
    expect(bad.stdout).toMatch(/│ +2 │ HTTP status 503 Service Unavailable +│/);
    expect(bad.status).toBe(1);
  });

  it.each([
    [[], "missing required argument 'url'"],
    [['ftp://localhost/'], 'Expected an http or https address'],
    [['--clients', '0', 'http://localhost'], 'Expected a whole number from 1'],
    [['-t', '5-1', 'http://localhost'], 'Expected a number above 0, or a range'],
    [
      ['--rate', '5', '--ramp-up', '2', 'http://localhost'],
      "'--rate <n>' cannot be used with option '--ramp-up",
    ],
    [['--churn', '5', 'http://localhost'], 'give --duration with the seconds'],
    [['--stall', '101%', 'http://localhost'], 'a part of them such as 5%'],
    [['--bind', '127.0.0.1,here', 'http://localhost'], '"here" is no address'],
    [['-H', 'no field', 'http://localhost'], "Expected a field such as 'Cookie: id=1'"],
    [['-c', '99999', '--bind', '::1', 'http://localhost'], '99999 listeners need'],
    [['--cleints', '2', 'http://localhost'], 'Did you mean --clients?'],
  ])('refuses %j with one sentence', async (args, sentence) => {
    const { status, stderr } = await run(...args);
    expect(status).toBe(1);
    expect(stderr).toContain(sentence);
  });
});
