import { FakeWorker } from '../support/fake-worker';
import { codeBlocks, pageText } from '../support/pages';
import { recordShell } from '../support/recorded-shell';
import { TestManager } from '../support/test-manager';
import { waitUntil } from '../support/wait-until';

const PAGE = 'docs/manager-api.md';

/** Components with the names that the page uses, of types that every property in it fits. */
const names = ['producer-audio', 'overlay-video', 'http-streamer'];
const FLOW = `<flow name="default">
  ${names.map((name) => `<component name="${name}" type="test-video" worker="one"/>`).join('')}
</flow>`;

let manager: TestManager;
let worker: FakeWorker;

beforeAll(async () => {
  manager = await new TestManager().write(FLOW).start();
  worker = await new FakeWorker('one').login(manager.port);
  const happy = (): boolean =>
    names.every((name) => manager.control.component('default', name).mood === 'happy');
  await waitUntil('every component is happy', happy);
});
afterAll(async () => {
  worker.disconnect();
  await manager.dispose();
});

const [examples] = codeBlocks(PAGE).filter(({ language }) => language === 'sh');
const calls = recordShell(examples?.text ?? '', ['curl'], []).calls.map(
  (call) => [call.slice(1).join(' '), call] as const,
);

test('the page has examples', () => {
  expect(calls.length).toBeGreaterThan(5);
});

test.each(calls)('curl %s', async (_, [, ...args]) => {
  const given = new Map<string, string>();
  let address = '';
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg.startsWith('-')) given.set(arg, args[++at] ?? '');
    else address = arg;
  }
  expect([...given.keys()].filter((option) => !['-u', '-X', '-H', '-d'].includes(option))).toEqual([]);
  const [header = '', value = ''] = given.get('-H')?.split(': ') ?? [];
  const login = given.get('-u');
  const body = given.get('-d');
  const answer = await fetch(address.replace('localhost:8642', `127.0.0.1:${manager.port}`), {
    method: given.get('-X') ?? 'GET',
    headers: {
      ...(login !== undefined && { Authorization: `Basic ${Buffer.from(login).toString('base64')}` }),
      ...(header !== '' && { [header]: value }),
    },
    ...(body !== undefined && { body }),
  });
  expect([answer.status, await answer.text()]).toEqual([200, expect.anything()]);
});

test('every request in the table is one that the manager knows', async () => {
  const requests = [...pageText(PAGE).matchAll(/^\| `(GET|POST|PUT|DELETE) (\/[^`]*)` \|/gm)];
  expect(requests.length).toBeGreaterThan(8);
  for (const [, method = '', path = ''] of requests) {
    const place = path.replace('FLOW', 'default').replace('NAME', 'nobody');
    const answer = await fetch(`http://127.0.0.1:${manager.port}${place}`, {
      method,
      headers: { Authorization: `Basic ${btoa('user:test')}`, 'Content-Type': 'application/json' },
      ...(method === 'PUT' && { body: '{"value": 1}' }),
    });
    expect([path, await answer.text()]).not.toEqual([path, expect.stringContaining('no-such-page')]);
  }
});
