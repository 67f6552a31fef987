import { StreamsServer, testStream } from '../support/streams-server';

const server = new StreamsServer();

beforeAll(() => server.start());
afterAll(() => server.stop());

type Report = Awaited<ReturnType<typeof testStream>>;
const test = (path: string, ...args: readonly string[]): Promise<Report> =>
  testStream(path.startsWith('http') ? path : server.base + path, ...args);

describe('flumotion-tester', () => {
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
});
