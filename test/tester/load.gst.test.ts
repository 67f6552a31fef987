import { createServer as createSecureServer } from 'node:https';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import type { TestReport } from '../../core/src/tester/tally';
import { freePort } from '../support/free-port';
import { live, pages, runTester as run, StreamsServer, testStream } from '../support/streams-server';
import { waitUntil } from '../support/wait-until';

const server = new StreamsServer();

beforeAll(() => server.start());
afterAll(() => server.stop());

type Report = Awaited<ReturnType<typeof testStream>>;
const test = (path: string, ...args: readonly string[]): Promise<Report> =>
  testStream(path.startsWith('http') ? path : server.base + path, ...args);

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
    await waitUntil('the server sees every listener leave', () => server.open === 0);
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
    // All but one end by what is wrong, which a busy machine may be late with; two are wrong because nothing comes.
    const stay = path === '/headers-only' ? '0.8' : '20';
    const timeout = ['/silent', '/mute'].includes(path) ? '1' : '20';
    const report = await test(path, '-c', '3', '-t', stay, '--timeout', timeout);
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
    const report = await test('/live', '-c', '3', '-t', '0.5', '--duration', '4');
    expect(report.status).toBe(0);
    // Without a replacement there would be three, without a stay far more than eight times as many.
    expect(report.listeners).toBeGreaterThanOrEqual(6);
    expect(report.listeners).toBeLessThanOrEqual(24);
  });

  it('lets the first listeners come one after the other', async () => {
    const report = await test('/live', '-c', '10', '-t', '0.2', '--ramp-up', '1');
    expect(report.seconds).toBeGreaterThan(1);
    const { stdout } = await run('--json', '-c', '10', '-t', '0.2', '--rate', '8', `${server.base}/live`);
    expect((JSON.parse(stdout) as TestReport).seconds).toBeGreaterThan(1.1);
  });

  it('prints tables for people', async () => {
    const good = await run('-c', '2', '-t', '0.5', '--ramp-up', '0', `${server.base}/live`);
    expect(good.stdout).toContain('all 2 listeners got a valid stream');
    expect(good.stdout).toMatch(/first byte, ms.*\n.*\n.*longest gap, ms.*\n.*\n.*throughput, kbit\/s/);
    const bad = await run('-c', '2', '--ramp-up', '0', `${server.base}/full`);
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
