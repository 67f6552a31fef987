import { renameSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { EditingRig } from '../../support/editing-rig';

let rig: EditingRig;

beforeEach(async () => {
  rig = new EditingRig();
  await rig.running();
});
afterEach(async () => {
  await rig.dispose();
});

interface Told {
  readonly code?: string;
  readonly message?: string;
  readonly field?: string;
  readonly problems?: readonly { readonly field: string; readonly text: string }[];
  readonly warnings?: readonly string[];
}

async function ask(
  method: string,
  path: string,
  body?: string | Buffer,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: Told }> {
  const answer = await fetch(`http://127.0.0.1:${rig.manager.port}/api${path}`, {
    method,
    headers: {
      Authorization: `Basic ${Buffer.from('user:test').toString('base64')}`,
      'Content-Type': 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : { body: new Uint8Array(Buffer.from(body)) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === '' ? {} : (JSON.parse(text) as Told),
  };
}

const XML = { 'Content-Type': 'application/xml' };

it('who asks for the events as for a page is told that they are a WebSocket', async () => {
  const { status, headers, body } = await ask('GET', '/events');
  expect([status, headers.get('upgrade'), body.code]).toEqual([426, 'websocket', 'upgrade-required']);
  expect(body.message).toContain(`ws://127.0.0.1:${rig.manager.port}/api/events`);
  const nobody = await fetch(`http://127.0.0.1:${rig.manager.port}/api/events`);
  expect(nobody.status).toBe(401);
});

it('a flow is made without components', async () => {
  const made = await ask('POST', '/flows', '{"name": "night"}');
  expect(made).toMatchObject({ status: 201, body: { flows: [{ name: 'night', components: [] }] } });
  expect((await ask('POST', '/flows/check', '{"name": "day"}')).status).toBe(200);
  // What replaces a flow has to say all of it: to forget a word must not delete everything.
  const { headers } = await ask('GET', '/flows/night');
  const put = await ask('PUT', '/flows/night', '{"name": "night"}', {
    'If-Match': headers.get('etag') ?? '',
  });
  expect(put).toMatchObject({ status: 400, body: { field: 'components' } });
});

it.each<readonly [string, string | Buffer, Record<string, string>, RegExp]>([
  ['packed', gzipSync('{"name": "x"}'), { 'Content-Encoding': 'gzip' }, /Content-Encoding: "gzip"/],
  [
    'said to be in another charset',
    '{"name": "x"}',
    { 'Content-Type': 'application/json; charset=ISO-8859-1' },
    /charset "ISO-8859-1"/,
  ],
  ['in another charset', Buffer.from('{"name": "caf\xe9"}', 'latin1'), {}, /bytes that are not UTF-8/],
  [
    'XML in another charset',
    Buffer.from('<flow name="caf\xe9"/>', 'latin1'),
    XML,
    /bytes that are not UTF-8/,
  ],
])('a body that is %s is refused with what to do', async (_, given, headers, said) => {
  const { status, body } = await ask('POST', '/flows', given, headers);
  expect([status, body.code]).toEqual([415, 'body-encoding']);
  expect(body.message).toMatch(said);
  expect(body.message).toContain('send it as UTF-8');
});

it.each(['application/json', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"'])(
  'a body of %s is taken',
  async (type) => {
    const component = { name: 'a', type: 'test-video', worker: 'one', label: 'Café' };
    const text = `\ufeff${JSON.stringify({ name: 'night', components: [component] })}`;
    const made = await ask('POST', '/flows', text, { 'Content-Type': type, 'Content-Encoding': 'identity' });
    expect(made).toMatchObject({ status: 201, body: { flows: [{ components: [{ label: 'Café' }] }] } });
  },
);

it.each<readonly [string, string, string, string, string]>([
  ['what is missing', '/flows', '{}', 'name', 'missing; expected text'],
  ['another kind', '/flows', '{"name": 3}', 'name', 'expected text, got 3'],
  ['a list for text', '/flows', '{"name": []}', 'name', 'expected text, got a list'],
  [
    'text for a list',
    '/flows',
    '{"name": "x", "components": "y"}',
    'components',
    'expected a list, got text',
  ],
  ['an unknown name', '/flows', '{"name": "x", "colour": 1}', 'colour', 'not known here'],
  [
    'a word that is not one of few',
    '/users',
    '{"user": "eve", "password": "long enough it is", "role": "boss"}',
    'role',
    'got "boss"',
  ],
  [
    'a short secret',
    '/users',
    '{"user": "eve", "password": "short", "role": "admin"}',
    'password',
    'at least',
  ],
])('of %s what was seen and what was expected is told', async (_, path, given, field, text) => {
  const { status, body } = await ask('POST', path, given);
  expect([status, body.code, body.field]).toEqual([400, 'body-invalid', field]);
  expect(body.problems?.[0]).toEqual({ field, text: expect.stringContaining(text) as string });
  expect(body.message).toContain(`${field}: `);
  // A secret value is not repeated, nor the library's own words.
  expect(body.message).not.toMatch(/short\b|Invalid input|received/);
});

it('no body at all, and arguments of a path, are told as well', async () => {
  expect((await ask('POST', '/flows')).body.message).toContain('missing; expected an object');
  const { status, body } = await ask('GET', '/messages?limit=many');
  expect([status, body.field]).toEqual([400, 'limit']);
  expect(body.message).toContain('limit: expected a number');
});

it('comments that are given are not lost without a word', async () => {
  const text = '<flow name="night">\n  <!-- when it is dark -->\n  <!-- two -->\n</flow>';
  const warning = /line 2: 2 comments, this one first, are not kept/;
  const made = await ask('POST', '/flows', text, XML);
  expect([made.status, made.body.warnings]).toEqual([201, [expect.stringMatching(warning)]]);
  const { headers } = await ask('GET', '/flows/night');
  const put = await ask('PUT', '/flows/night/xml', '<flow name="night"><!-- x --></flow>', {
    ...XML,
    'If-Match': headers.get('etag') ?? '',
  });
  expect([put.status, put.body.warnings]).toEqual([200, [expect.stringMatching(/a comment is not kept/)]]);
  const check = await ask('POST', '/flows/night/check', '<flow name="night"><!-- x --></flow>', XML);
  expect(check.body.problems).toEqual([
    expect.objectContaining({ level: 'warning', text: expect.stringContaining('a comment') as string }),
  ]);
  // What only looks like one is none.
  const cdata = await ask('POST', '/flows', '<flow name="day"><![CDATA[<!-- x -->]]></flow>', XML);
  expect(JSON.stringify(cdata.body)).not.toContain('comment');
});

it('where the planet file is gone it is said what to do', async () => {
  const { headers } = await ask('GET', '/flows/main');
  renameSync(rig.manager.file, `${rig.manager.file}.away`);
  const { body: flow } = await ask('GET', '/flows/main');
  for (const [path, body, more] of [
    ['/flows/main', JSON.stringify({ ...flow, components: [] }), { 'If-Match': headers.get('etag') ?? '' }],
    ['/components/main/video/properties/text', '{"value": "x"}', {}],
  ] as const) {
    const { status, body: told } = await ask('PUT', path, body, more);
    expect([status, told.code]).toEqual([422, 'file-unreadable']);
    expect(told.message).toContain('it is not there any more; put it back');
    expect(told.message).not.toContain('ENOENT');
  }
  renameSync(`${rig.manager.file}.away`, rig.manager.file);
  const again = await ask('PUT', '/components/main/video/properties/text', '{"value": "x"}');
  expect(again.status).toBe(200);
});
