import { gunzipSync } from 'node:zlib';
import { request, type IncomingHttpHeaders } from 'node:http';
import { TestManager } from '../../support/test-manager';

const COMPONENTS = Array.from(
  { length: 40 },
  (_, at) => `<component name="video-${at}" type="test-video" worker="one"/>`,
).join('');

let manager: TestManager;

beforeAll(async () => {
  manager = await new TestManager().write(`<flow name="main">${COMPONENTS}</flow>`).start();
});
afterAll(() => manager.dispose());

/** As a program asks that unpacks nothing by itself. */
function ask(
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: manager.port, path, auth: 'user:test', headers, agent: false };
    request(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        resolve({ headers: answer.headers, body: Buffer.concat(chunks) });
      });
    })
      .on('error', reject)
      .end();
  });
}

test('a large answer is packed for who takes it so, and says the same', async () => {
  const [plain, small] = [
    await ask('/api/planet', {}),
    await ask('/api/planet', { 'accept-encoding': 'gzip' }),
  ];
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(small.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
  expect(small.headers['content-type']).toBe(plain.headers['content-type']);
  expect(small.body.length).toBeLessThan(plain.body.length / 5);
  expect(JSON.parse(gunzipSync(small.body).toString())).toMatchObject({
    name: 'test',
    flows: [{ name: 'main' }],
  });
  expect(JSON.parse(plain.body.toString())).toEqual(JSON.parse(gunzipSync(small.body).toString()));
});

test.each(['gzip;q=0', 'br', 'identity'])('who takes %s gets it as it is', async (taken) => {
  const { headers, body } = await ask('/api/planet', { 'accept-encoding': taken });
  expect(headers['content-encoding']).toBeUndefined();
  expect(headers.vary).toBe('Accept-Encoding');
  expect(JSON.parse(body.toString())).toMatchObject({ name: 'test' });
});

test('a small answer is not packed', async () => {
  const { headers, body } = await ask('/api/session', { 'accept-encoding': 'gzip' });
  expect(headers['content-encoding']).toBeUndefined();
  expect(JSON.parse(body.toString())).toMatchObject({ user: 'user' });
});
