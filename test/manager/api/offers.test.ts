import { FakeWorker } from '../../support/fake-worker';
import { TestManager } from '../../support/test-manager';

const FLOW = `<flow name="main">
  <component name="video" type="test-video" worker="one"/>
  <component name="http" type="test-streamer" worker="one"><eater name="default"><feed>video</feed></eater></component>
</flow>`;

let manager: TestManager;
let worker: FakeWorker | undefined;

beforeEach(async () => {
  manager = await new TestManager().write(FLOW).start();
});
afterEach(async () => {
  worker?.disconnect();
  worker = undefined;
  await manager.dispose();
});

async function running(): Promise<FakeWorker> {
  worker = await new FakeWorker('one').login(manager.port);
  await manager.mood('http', 'happy');
  return worker;
}

async function ask(
  method: string,
  path: string,
  { body }: { body?: unknown } = {},
): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`http://127.0.0.1:${manager.port}${path}`, {
    method,
    headers: {
      Authorization: `Basic ${Buffer.from('user:test').toString('base64')}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

describe('tables and actions of a component', () => {
  const at = '/api/components/main/http';

  it('are told with what is in them', async () => {
    const { body: tables } = await ask('GET', `${at}/tables`);
    expect(tables).toMatchObject({ listeners: { columns: { user: { kind: 'text' } } } });
    const { body: actions } = await ask('GET', `${at}/actions`);
    expect(actions).toMatchObject({ 'eject-listener': { parameters: { id: { type: 'string' } } } });
  });

  it('are passed to its job, a table with what is wanted of it', async () => {
    const one = await running();
    const query = '?limit=5&offset=2&sort=-id&user=b%20b';
    expect(await ask('GET', `${at}/tables/listeners${query}`)).toMatchObject({
      status: 200,
      body: { rows: [{ id: '1', user: 'bob' }], total: 1, offset: 2 },
    });
    expect(one.asked.at(-1)).toBe(
      'read-table /main/http listeners {"offset":2,"limit":5,"sort":"-id","where":{"user":"b b"}}',
    );
    const taken = await ask('POST', `${at}/actions/eject-listener`, { body: { id: '1' } });
    expect(taken).toMatchObject({ status: 200, body: { ejected: 1 } });
    expect(one.asked.at(-1)).toBe('take-action /main/http eject-listener {"id":"1"}');
    await ask('POST', `${at}/actions/eject-listener`);
    expect(one.asked.at(-1)).toBe('take-action /main/http eject-listener {}');
  });

  it('are refused where nobody can answer', async () => {
    for (const [method, path] of [
      ['GET', 'tables/listeners'],
      ['POST', 'actions/eject-listener'],
    ] as const) {
      expect(await ask(method, `${at}/${path}`)).toMatchObject({
        status: 503,
        body: { code: 'job-not-reached', message: expect.stringContaining('it is not running') as string },
      });
    }
  });

  it.each([
    ['GET', 'tables/listeners?limit=many', 400, 'table-query-invalid', undefined],
    ['POST', 'actions/eject-listener', 400, 'body-invalid', [1]],
  ])('%s %s answers %d %s', async (method, path, status, code, body?: unknown) => {
    await running();
    expect(await ask(method, `${at}/${path}`, { body })).toMatchObject({ status, body: { code } });
  });

  it('leave a word of each action with those who keep the books, without secrets', () => {
    const given = { id: '1', password: 'hush', word: 'x' };
    expect(manager.control.shownParameters('main', 'http', 'eject-listener', given)).toEqual({
      id: '1',
      password: '***',
      word: '***',
    });
  });
});
