import { OPERATIONS } from '../../../core/src/manager/api/operations';
import { ApiClient, type ApiAnswer, type ApiOptions } from '../../support/api-client';
import { AUDIENCE, EditingRig, SECOND } from '../../support/editing-rig';
import { waitUntil } from '../../support/wait-until';

let rig: EditingRig;
let admin: ApiClient;

beforeEach(() => {
  rig = new EditingRig();
  admin = new ApiClient(() => rig.manager.port).withPassword('user', 'test');
});
afterEach(async () => {
  await rig.dispose();
});

interface Told {
  readonly code?: string;
  readonly message?: string;
  readonly field?: string;
  readonly problems?: readonly Record<string, unknown>[];
}

async function ask(
  method: string,
  path: string,
  options?: ApiOptions,
): Promise<ApiAnswer & { body: Told & Record<string, unknown>; etag: string; text: string }> {
  const answer = await admin.ask(method, `/api${path}`, options);
  described(method, path, answer);
  return {
    ...answer,
    body: answer.body as Told & Record<string, unknown>,
    etag: answer.headers.get('etag') ?? '',
    text: typeof answer.body === 'string' ? answer.body : '',
  };
}

/** Expects an answer to have what the table of operations says, and nothing else. */
function described(method: string, path: string, { status, body }: ApiAnswer): void {
  const place = (path.split('?')[0] ?? '').split('/');
  const operation = OPERATIONS.find((one) => {
    const parts = one.path.split('/');
    const fits = parts.every((part, at) => part === place[at] || part.startsWith('{'));
    return one.method === method.toLowerCase() && parts.length === place.length && fits;
  });
  const answer = operation?.answer;
  if (status >= 300 || !answer || 'media' in answer) return;
  expect([status, answer.parse(body)]).toEqual([operation.status ?? 200, body]);
}

/** Sends a change that names the state it means. */
async function change(method: string, path: string, body?: unknown): ReturnType<typeof ask> {
  const { etag } = await ask('GET', path);
  return ask(method, path, { headers: { 'If-Match': etag }, ...(body === undefined ? {} : { body }) });
}

const xml = (body: string, headers: Record<string, string> = {}): ApiOptions => ({
  body,
  headers: { 'Content-Type': 'application/xml', ...headers },
});

describe('flows', () => {
  it('are listed, shown, made, changed and taken away', async () => {
    const one = await rig.running();
    expect((await ask('GET', '/flows')).body).toEqual([
      { name: 'atmosphere', components: [], etag: expect.stringMatching(/^"[\w-]+"$/) },
      {
        name: 'main',
        components: ['video', 'encoder', 'http'],
        etag: (await ask('GET', '/flows/main')).etag,
      },
    ]);
    const made = await ask('POST', '/flows', { body: { name: 'a night', components: [SECOND] } });
    expect([made.status, made.headers.get('location'), made.etag]).toEqual([
      201,
      '/api/flows/a%20night',
      (await ask('GET', '/flows/a%20night')).etag,
    ]);
    const changed = await change('PUT', '/flows/a%20night', { name: 'a night', components: [] });
    expect(changed).toMatchObject({
      status: 200,
      etag: (await ask('GET', '/flows/a%20night')).etag,
      body: { name: 'a night', components: [], warnings: [] },
    });
    const gone = await change('DELETE', '/flows/a%20night');
    expect([gone.status, gone.body]).toEqual([204, '']);
    expect(await ask('GET', '/flows/a%20night')).toMatchObject({
      status: 404,
      body: { code: 'flow-unknown' },
    });
    await waitUntil('the end', () => one.jobs.size === 3);
  });

  it('do not change without the state that is meant, nor with an old one', async () => {
    await rig.running();
    const { etag, body } = await ask('GET', '/flows/main');
    const nameless = await ask('PUT', '/flows/main', { body });
    expect(nameless).toMatchObject({ status: 428, body: { code: 'precondition-required' } });
    expect((await ask('POST', '/flows/main/components', { body: SECOND })).status).toBe(201);
    const late = await ask('PUT', '/flows/main', { body, headers: { 'If-Match': etag } });
    expect(late).toMatchObject({
      status: 412,
      body: { code: 'changed-meanwhile', message: expect.stringContaining('by user at') },
    });
    expect((await ask('DELETE', '/flows/main', { headers: { 'If-Match': etag } })).status).toBe(412);
    expect(await rig.names()).toContain('second');
  });

  it('go out as XML and come in as XML', async () => {
    await rig.running();
    const out = await ask('GET', '/flows/main/xml');
    expect(out.headers.get('content-type')).toMatch(/^application\/xml/);
    const { text } = out;
    expect(text).toContain('<flow name="main">');
    expect(text).not.toContain('hush');
    expect((await ask('GET', '/flows/main/xml?secrets=true')).text).toContain('hush');
    const renamed = text.replace('<component name="video"', '<component name="video" label="Hall"');
    const put = await ask('PUT', '/flows/main/xml', xml(renamed, { 'If-Match': out.etag }));
    expect(put).toMatchObject({ status: 200, etag: (await ask('GET', '/flows/main')).etag });
    expect(rig.text()).toContain('label="Hall"');
    expect(rig.text()).toContain('hush');
    const loaded = await ask('POST', '/flows', xml(text.replace('flow name="main"', 'flow name="copy"')));
    expect(loaded).toMatchObject({ status: 422, body: { code: 'change-refused' } });
    expect(loaded.body.problems).toContainEqual(
      expect.objectContaining({ level: 'error', text: expect.stringContaining('8800') }),
    );
    expect((await ask('POST', '/flows', xml('<planet><flow name="x"/></planet>'))).body).toMatchObject({
      flows: [{ name: 'x', components: [], etag: expect.any(String) }],
    });
    expect((await ask('GET', '/planet/xml')).text).toMatch(/<manager[^]*hush[^]*<flow name="x"\/>/);
  });

  it('are checked before they are changed', async () => {
    await rig.running();
    const before = rig.text();
    const verdict = await ask('POST', '/flows/main/check', {
      body: { name: 'main', components: [{ ...SECOND, properties: { pattern: 'x' } }] },
    });
    expect(verdict).toMatchObject({
      status: 200,
      body: {
        problems: [{ level: 'error', component: '/main/second', property: 'pattern' }],
        difference: { added: [], removed: [] },
      },
    });
    expect(
      (await ask('POST', '/flows/check', xml('<flow name="new"><component/></flow>'))).body.problems,
    ).toContainEqual(expect.objectContaining({ level: 'error', line: 1 }));
    expect(rig.text()).toBe(before);
  });

  it('are started, stopped and started afresh', async () => {
    const one = await rig.running();
    expect(await ask('POST', '/flows/main/stop')).toMatchObject({
      status: 200,
      body: {
        name: 'main',
        components: [{ wanted: 'stopped' }, { wanted: 'stopped' }, { wanted: 'stopped' }],
      },
    });
    await waitUntil('silence', () => one.jobs.size === 0);
    await ask('POST', '/flows/main/start');
    await waitUntil('all', () => one.jobs.size === 3);
    expect((await ask('POST', '/flows/main/restart')).status).toBe(200);
    expect((await ask('POST', '/flows/none/start')).body.code).toBe('flow-unknown');
  });

  it.each<readonly [string, string, unknown, string | undefined]>([
    ['a component without a type', '/flows', { name: 'x', components: [{ name: 'a' }] }, 'components.0.type'],
    ['something unknown', '/flows', { name: 'x', components: [], colour: 'red' }, 'colour'],
    [
      'a feed of another form',
      '/flows/main/components',
      { ...AUDIENCE, eaters: { default: ['x'] } },
      'eaters.default.0',
    ],
    ['no worker to move to', '/components/main/video/move', {}, 'worker'],
  ])('refuse %s, naming the field', async (_, path, body, field) => {
    await rig.running();
    const answer = await ask('POST', path, { body });
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([400, 'body-invalid', field]);
  });
});

describe('components', () => {
  it('are added, shown, changed, moved and taken away', async () => {
    const one = await rig.running();
    const added = await ask('POST', '/flows/main/components', { body: AUDIENCE });
    expect([added.status, added.headers.get('location')]).toEqual([
      201,
      '/api/components/main/audience/config',
    ]);
    const path = '/components/main/audience/config';
    const { body } = await ask('GET', path);
    expect(body).toMatchObject({ name: 'audience', secrets: [] });
    expect((await change('PUT', path, { ...body, properties: { port: 8802 } })).body).toMatchObject({
      properties: { port: 8802 },
      warnings: [],
    });
    expect((await ask('PUT', path, { body })).status).toBe(428);
    const moved = await ask('POST', '/components/main/audience/move', { body: { worker: 'two' } });
    expect(moved).toMatchObject({
      status: 200,
      body: { worker: 'two' },
      etag: (await ask('GET', path)).etag,
    });
    expect((await change('DELETE', path)).status).toBe(204);
    expect((await ask('GET', path)).body.code).toBe('component-unknown');
    expect(await rig.names()).toEqual(['video', 'encoder', 'http']);
    await waitUntil('the end', () => one.jobs.size === 3);
  });

  it('of the atmosphere are in the flow atmosphere', async () => {
    await rig.running();
    const guard = { name: 'guard', type: 'test-bouncer', worker: 'one' };
    expect((await ask('POST', '/flows/atmosphere/components', { body: guard })).status).toBe(201);
    expect((await ask('GET', '/components/atmosphere/guard/config')).body).toMatchObject(guard);
    expect((await change('DELETE', '/flows/atmosphere')).status).toBe(204);
    expect((await ask('GET', '/flows/atmosphere')).body).toEqual({ name: 'atmosphere', components: [] });
  });

  it('tell all that is wrong with a change, and where', async () => {
    await rig.running();
    const { body } = await change('PUT', '/components/main/http/config', {
      name: 'http',
      type: 'test-streamer',
      worker: 'one',
      properties: { port: 'x', prot: 1 },
    });
    expect(body).toMatchObject({
      code: 'change-refused',
      problems: [
        { level: 'error', component: '/main/http', property: 'port' },
        { level: 'error', component: '/main/http', property: 'prot' },
        { level: 'error', component: '/main/http', text: expect.stringContaining('needs a feed') },
      ],
    });
  });
});

it('the log of changes has what it was and what it is, without secrets', async () => {
  await rig.running();
  await change('PUT', '/components/main/video/config', {
    ...SECOND,
    name: 'video',
    properties: { text: 'new', password: 'louder' },
  });
  await ask('POST', '/flows/main/components', {
    body: { ...SECOND, properties: { password: 'secret word' } },
  });
  const { body } = await ask('GET', '/audit');
  const text = JSON.stringify(body);
  expect(text).toMatch(/"operation":"replaceComponentConfig"/);
  expect(text).toContain('/main/second');
  expect(text).toContain('"hello"');
  expect(text).not.toMatch(/hush|louder|secret word/);
});

it('the registry is shown, with declarations and their schemas', async () => {
  await rig.running();
  expect((await ask('GET', '/registry')).body).toMatchObject({
    components: expect.arrayContaining([expect.objectContaining({ type: 'test-video', kind: 'producer' })]),
    packages: [{ name: '@test/components' }],
  });
  expect((await ask('GET', '/registry/components/test-video')).body).toMatchObject({
    type: 'test-video',
    schema: { properties: { text: { type: 'string' } } },
  });
  expect(await ask('GET', '/registry/plugs/none')).toMatchObject({
    status: 404,
    body: { code: 'type-unknown' },
  });
});
