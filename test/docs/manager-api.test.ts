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

const examples = codeBlocks(PAGE).filter(({ language }) => language === 'sh');
const calls = recordShell(examples.map(({ text }) => text).join('\n'), ['curl'], []).calls.map(
  (call) => [call.slice(1).join(' '), call] as const,
);

test('the page has examples', () => {
  expect(calls.length).toBeGreaterThan(5);
});

test.each(calls)('curl %s', async (_, [, ...args]) => {
  const given = new Map<string, string>();
  const headers = new Headers();
  let address = '';
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-')) {
      address = arg.replace('localhost:8642', `127.0.0.1:${manager.port}`);
      continue;
    }
    const value = args[++at] ?? '';
    if (arg !== '-H') given.set(arg, value);
    else headers.set(...(value.split(/: (.*)/s).slice(0, 2) as [string, string]));
  }
  expect([...given.keys()].filter((option) => !['-u', '-X', '-d'].includes(option))).toEqual([]);
  const login = given.get('-u');
  // The nearest type that tests have.
  const body = given.get('-d')?.replaceAll('videotest-producer', 'test-video');
  if (login !== undefined) headers.set('Authorization', `Basic ${btoa(login)}`);
  if (headers.has('If-Match')) {
    // In place of ETAG comes what GET of the same answers.
    const read = await fetch(address, { headers: { Authorization: headers.get('Authorization') ?? '' } });
    headers.set('If-Match', read.headers.get('etag') ?? '');
  }
  const answer = await fetch(address, {
    method: given.get('-X') ?? (body === undefined ? 'GET' : 'POST'),
    headers,
    ...(body !== undefined && { body }),
  });
  const { status } = answer;
  expect([status, await answer.text()]).toEqual([
    [200, 201, 204].includes(status) ? status : 200,
    expect.anything(),
  ]);
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
