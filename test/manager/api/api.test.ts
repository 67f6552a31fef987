import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { Logger } from '../../../core/src/log/logger';
import { FakeWorker } from '../../support/fake-worker';
import { TestManager } from '../../support/test-manager';
import { HttpServer } from '../../../core/src/manager/http-server';
import { waitUntil } from '../../support/wait-until';

const FLOW = `<flow name="main">
  <component name="video" type="test-video" worker="one">
    <property name="text">hello</property>
    <property name="password">hush</property>
  </component>
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
  await manager.mood('video', 'happy');
  await manager.mood('http', 'happy');
  return worker;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

async function ask(
  method: string,
  path: string,
  options: { login?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { login = 'user:test', body, headers = {} } = options;
  const answer = await fetch(`http://127.0.0.1:${manager.port}${path}`, {
    method,
    headers: {
      ...(login === '' ? {} : { Authorization: `Basic ${Buffer.from(login).toString('base64')}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const parsed = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text };
  return { status: answer.status, headers: answer.headers, body: parsed };
}

it('the schema of a planet is that of the installed types', async () => {
  const { status, headers, body } = await ask('GET', '/api/planet/schema');
  expect([status, headers.get('content-type')]).toEqual([
    200,
    expect.stringMatching(/^application\/schema\+json/),
  ]);
  expect(body).toMatchObject({
    title: 'Flumotion planet',
    $defs: { 'properties-of-test-video': expect.any(Object) },
  });
});

describe('who may ask', () => {
  it.each(['/healthz', '/readyz'])('everybody for %s', async (path) => {
    expect(await ask('GET', path, { login: '' })).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it.each([
    ['nobody', ''],
    ['a wrong password', 'user:guess'],
    ['an unknown user', 'eve:test'],
    ['no colon', 'user'],
  ])('not %s for the planet', async (_, login) => {
    for (const path of ['/api/planet', '/metrics', '/api/nothing']) {
      const { status, headers, body } = await ask('GET', path, { login });
      expect([status, body['code'], headers.get('www-authenticate')]).toEqual([
        401,
        'not-admitted',
        expect.stringContaining('Basic realm="flumotion"'),
      ]);
    }
  });

  it('writes refused logins to the log, escaped', async () => {
    await ask('GET', '/api/planet', { login: 'e\nve:guess' });
    expect(
      manager.log.filter((line) => line.includes('refused GET /api/planet, user "e\\nve"')),
    ).toHaveLength(1);
  });
});

it('sets security headers on every answer, and lets no other site in', async () => {
  for (const path of ['/healthz', '/api/planet', '/nothing']) {
    const { headers } = await ask('GET', path, { headers: { Origin: 'http://evil.example' } });
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  }
  for (const headers of [
    { Origin: 'http://evil.example' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { Origin: 'null' },
  ]) {
    const path = '/api/components/main/video/stop';
    expect(await ask('POST', path, { headers: { ...headers } })).toMatchObject({
      status: 403,
      body: { code: 'cross-site' },
    });
  }
  expect(manager.show('video').wanted).toBe('running');
});

describe('workers', () => {
  it('are shown, each with its feeder ports, packages and the elements that it lacks', async () => {
    const one = await running();
    const { body: all } = await ask('GET', '/api/workers');
    expect(all).toMatchObject({ workers: [{ name: 'one', online: true, hostname: 'host-a' }] });
    const { status, body } = await ask('GET', '/api/workers/one');
    expect([status, body]).toEqual([200, (all as { workers: unknown[] }).workers[0]]);
    expect(body).toHaveProperty('feederPorts');
    expect(await ask('GET', '/api/workers/on')).toMatchObject({
      status: 404,
      body: { code: 'worker-unknown', message: expect.stringContaining('did you mean "one"?') },
    });
    const { body: elements } = await ask('GET', '/api/workers/one/elements');
    expect(elements).toMatchObject({
      types: expect.arrayContaining([{ type: 'test-video', missing: [] }]),
    });
    one.disconnect();
    await waitUntil(
      'the worker is away',
      async () => (await ask('GET', '/api/workers/one/elements')).status === 409,
    );
  });
});

describe('the planet', () => {
  it('is shown whole, without secrets', async () => {
    await running();
    const { status, body } = await ask('GET', '/api/planet');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: 'test',
      flows: [
        {
          name: 'main',
          components: [
            { id: '/main/video', mood: 'happy', worker: 'one', properties: { text: 'hello' }, pid: 4711 },
            { id: '/main/http', mood: 'happy', wanted: 'running' },
          ],
        },
      ],
      workers: [{ name: 'one', online: true, address: '127.0.0.1', hostname: 'host-a' }],
    });
    expect(JSON.stringify(body)).not.toContain('hush');
  });

  it('is loaded again; a wrong file is told and changes nothing', async () => {
    const one = await running();
    manager.write(FLOW.replace('hello', 'bye'));
    expect((await ask('POST', '/api/planet/reload')).status).toBe(200);
    await waitUntil('the text', () => one.spec('/main/video')?.properties['text'] === 'bye');
    manager.write(FLOW.replace('test-video', 'test-vidoe'));
    const { status, body } = await ask('POST', '/api/planet/reload');
    expect([status, body['code']]).toEqual([422, 'planet-invalid']);
    expect(body['message']).toMatch(/planet\.xml:\d+: .*test-vidoe/);
    expect(manager.show('video').mood).toBe('happy');
  });
});

describe('components', () => {
  it('are stopped, started and restarted', async () => {
    const one = await running();
    expect(await ask('POST', '/api/components/main/video/stop')).toMatchObject({
      status: 200,
      body: { wanted: 'stopped' },
    });
    await manager.mood('video', 'sleeping');
    expect((await ask('POST', '/api/components/main/video/start')).status).toBe(200);
    await manager.mood('video', 'happy');
    one.asked.length = 0;
    expect((await ask('POST', '/api/components/main/video/restart')).status).toBe(200);
    await waitUntil('the restart', () => one.asked.length === 2);
    expect(one.asked).toEqual(['stop-job /main/video', 'start-job /main/video']);
    expect((await ask('GET', '/api/components/main/http')).body).toMatchObject({ id: '/main/http' });
  });

  it.each([
    '/api/components/main/nobody/stop',
    '/api/components/%00/..%2f/start',
    '/api/components/main/constructor/stop',
  ])('that are not there: POST %s', async (path) => {
    expect(await ask('POST', path)).toMatchObject({ status: 404, body: { code: 'component-unknown' } });
  });

  it('that are not there are told with the nearest that is, and wrong values with their field', async () => {
    const { body } = await ask('POST', '/api/components/main/vidio/stop');
    expect(body['message']).toContain('did you mean "/main/video"?');
    const path = '/api/components/main/video/properties';
    const fields = await Promise.all(
      ['text', 'txt', 'pattern'].map((name) => ask('PUT', `${path}/${name}`, { body: { value: 3 } })),
    );
    expect(fields.map((answer) => answer.body['field'])).toEqual(['value', 'property', 'property']);
  });

  it('take a live property, in the job and in the file', async () => {
    const one = await running();
    one.asked.length = 0;
    const path = '/api/components/main/video/properties/text';
    const { status, body } = await ask('PUT', path, { body: { value: '<b>&"new"' } });
    expect([status, body['properties']]).toEqual([200, { text: '<b>&"new"' }]);
    expect(one.spec('/main/video')?.properties).toEqual({ text: '<b>&"new"', password: 'hush' });
    expect(readFileSync(manager.file, 'utf8')).toContain('&lt;b&gt;&amp;');
    await manager.control.load();
    expect(manager.show('video').properties).toEqual({ text: '<b>&"new"' });
    expect(one.asked).toEqual(['set-property /main/video']);
    expect((await ask('PUT', path, { body: { value: null } })).body['properties']).toEqual({});
    expect(readFileSync(manager.file, 'utf8')).not.toContain('name="text"');
  });

  it('put the file back when the job refuses', async () => {
    const one = await running();
    const before = readFileSync(manager.file, 'utf8');
    one.refuse.set('/main/video', 'no such font');
    const path = '/api/components/main/video/properties/text';
    const { status, body } = await ask('PUT', path, { body: { value: 'new' } });
    expect([status, body['message']]).toEqual([expect.any(Number), expect.stringContaining('no such font')]);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(readFileSync(manager.file, 'utf8')).toBe(before);
    expect(manager.show('video').properties).toEqual({ text: 'hello' });
  });

  it('keep what was edited in the file meanwhile', async () => {
    await running();
    manager.write(FLOW.replace('</flow>', '<component name="more" type="test-video" worker="one"/></flow>'));
    await ask('PUT', '/api/components/main/video/properties/text', { body: { value: 'new' } });
    expect(readFileSync(manager.file, 'utf8')).toContain('name="more"');
  });

  it.each<readonly [string, string, unknown, number, string]>([
    ['an unknown property', 'txt', { value: 'x' }, 422, 'property-refused'],
    ['an inherited name', 'constructor', { value: 'x' }, 422, 'property-refused'],
    ['a property that is not live', 'pattern', { value: 3 }, 409, 'property-not-live'],
    ['a value of another kind', 'text', { value: 3 }, 422, 'property-refused'],
    ['no value', 'text', {}, 400, 'body-invalid'],
    ['something else beside', 'text', { value: 'x', more: 1 }, 400, 'body-invalid'],
    ['no JSON', 'text', '{"value":', 400, 'body-invalid'],
    ['too much', 'text', { value: 'x'.repeat(70_000) }, 413, 'body-too-large'],
  ])('refuse %s', async (_, property, body, status, code) => {
    const before = readFileSync(manager.file, 'utf8');
    const answer = await ask('PUT', `/api/components/main/video/properties/${property}`, { body });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(readFileSync(manager.file, 'utf8')).toBe(before);
  });
});

it('answers what is nowhere with a sentence', async () => {
  expect(await ask('GET', '/nothing')).toMatchObject({
    status: 404,
    body: { code: 'no-such-page', message: expect.stringContaining('"/nothing"') },
  });
});

it('tells which methods a path takes', async () => {
  expect(await ask('DELETE', '/api/planet')).toMatchObject({
    status: 405,
    body: { code: 'method-not-allowed', message: expect.stringContaining('it takes HEAD, GET') },
  });
});

it('counts everything for Prometheus', async () => {
  const one = await running();
  one.say('/main/http', {
    stats: { clients: 7, 'bytes-sent': 1234, mount: 'http://x/', 'queue.a': 1, 'queue.b-c': 2 },
    feeders: [],
    eaters: [
      { eater: 'default', alias: 'default', feed: '/main/video:default', connected: true, connections: 1 },
    ],
  });
  const client = {
    client: '/main/http:default',
    connected: true,
    since: 1,
    bytes: 99,
    dropped: 2,
    reconnects: 0,
  };
  one.say('/main/video', { feeders: [{ feeder: 'default', clients: [client], refused: 0 }] });
  await waitUntil('the stats', () => manager.show('http').stats['clients'] === 7);
  await waitUntil('the client', () => manager.show('video').feeders[0]?.clients.length === 1);
  const { body, headers } = await ask('GET', '/metrics');
  expect(headers.get('content-type')).toContain('text/plain');
  const lines = String(body['text']).split('\n');
  for (const line of [
    'flumotion_component_mood{flow="main",component="video",mood="happy"} 1',
    'flumotion_component_mood{flow="main",component="video",mood="sad"} 0',
    'flumotion_component_cpu_ratio{flow="main",component="http"} 0.25',
    'flumotion_component_memory_bytes{flow="main",component="http"} 50000000',
    'flumotion_feed_sent_bytes_total{flow="main",component="video",feeder="default",client="/main/http:default"} 99',
    'flumotion_eater_connected{flow="main",component="http",alias="default"} 1',
    'flumotion_test_streamer_clients{flow="main",component="http"} 7',
    'flumotion_test_streamer_bytes_sent_total{flow="main",component="http"} 1234',
    'flumotion_test_streamer_queue{flow="main",component="http",lane="a"} 1',
    'flumotion_test_streamer_queue{flow="main",component="http",lane="b-c"} 2',
    'flumotion_worker_online{worker="one"} 1',
    'flumotion_worker_cores{worker="one"} 4',
    'flumotion_worker_cpu_ratio{worker="one"} 0.4',
    'flumotion_worker_load_average{worker="one",minutes="5"} 0.75',
    'flumotion_worker_memory_used_bytes{worker="one"} 3000000000',
  ]) {
    expect(lines).toContain(line);
  }
  expect(lines.some((line) => line.startsWith('flumotion_component_uptime_seconds{'))).toBe(true);
  expect(lines.some((line) => line.includes('mount'))).toBe(false);
});

describe('the port', () => {
  const upgrade = (path: string, origin?: string): Promise<number | undefined> =>
    new Promise((resolve) => {
      const socket = new WebSocket(
        `ws://127.0.0.1:${manager.port}${path}`,
        origin === undefined ? {} : { origin },
      );
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
      socket.on('error', () => undefined);
      socket.on('open', () => {
        socket.terminate();
        resolve(101);
      });
    });

  it('takes WebSockets of workers only at their path, and none from pages', async () => {
    expect(await upgrade('/worker')).toBe(101);
    expect(await upgrade('/elsewhere')).toBe(404);
    expect(await upgrade('/worker', 'http://evil.example')).toBe(403);
  });

  it('refuses headers that are too large', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { 'X-Large': 'x'.repeat(20_000) };
      httpRequest({ port: manager.port, host: '127.0.0.1', path: '/healthz', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(431);
  });

  it('survives what is no HTTP', async () => {
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(manager.port, '127.0.0.1', () => socket.end('\x16\x03\x01 nonsense\r\n\r\n'));
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text));
    });
    expect(answer).toContain('400 Bad Request');
    expect((await ask('GET', '/healthz', { login: '' })).status).toBe(200);
  });

  it('in use is one clear sentence', async () => {
    const settings = { host: '127.0.0.1', port: manager.port } as never;
    const second = new HttpServer(settings, {}, () => undefined, new Logger(() => undefined, [], 'm', 't'), {
      takes: () => false,
      serve: () => undefined,
      close: () => undefined,
    });
    await expect(second.open(() => undefined)).rejects.toMatchObject({
      code: 'port-in-use',
      message: `port ${manager.port} is in use by another program; stop that program or choose another port with --port`,
    });
  });
});
