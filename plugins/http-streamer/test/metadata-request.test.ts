import { parseHead, type RequestHead } from '@flumotion/web';
import { MetadataRequests, type Announcers, type WholeAnswer } from '../src/metadata-request';
import { Station } from '../src/station';
import { answered, feed, get, parts, rig, send, stopAll } from './rig';
import { waitUntil } from '../../../test/support/wait-until';

afterEach(stopAll);

const ANNOUNCERS: Announcers = {
  users: ['source', 'admin'],
  password: 'pä:ss',
  mount: '/live',
  realm: 'Radio "1"',
};
const basic = (text: string): string => `Authorization: Basic ${Buffer.from(text).toString('base64')}\r\n`;
const LOGIN = basic('source:pä:ss');

function head(target: string, fields = LOGIN, method = 'GET'): RequestHead {
  const read = parseHead(`${method} ${target} HTTP/1.0\r\n${fields}\r\n`);
  if (!('method' in read)) throw new Error(read.reason);
  return read;
}

async function ask(
  request: RequestHead,
  announcers = ANNOUNCERS,
  title = '',
): Promise<[WholeAnswer | undefined, string, string]> {
  const station = new Station(
    () => ({ description: '', public: false, title }),
    () => undefined,
  );
  station.refresh();
  const figures = ({ path }: RequestHead): string => `<figures of="${path}"/>`;
  const requests = new MetadataRequests(() => announcers, station, figures);
  const answer = await requests.answer(request, '192.0.2.1');
  return [answer, station.title.text, station.title.url];
}

it.each([
  ['song=A%20B+c', 'A B c'],
  ['song=%C3%A4%F0%9F%8E%B5', 'ä🎵'],
  ['song=%E4', 'ä'],
  ['song=%A4&charset=ISO-8859-15', '€'],
  ['song=%E4&charset=no-such', 'ä'],
  ['artist=A&title=T', 'A - T'],
  ['title=T', 'T'],
  ['song=', ''],
  ['song=It%27s%3B%20%26%20%25', "It's; & %"],
])('takes %s', async (query, title) => {
  const [answer, text] = await ask(head(`/admin/metadata?mount=/live&mode=updinfo&${query}`));
  expect(answer?.status).toBe(200);
  expect(answer?.body).toBe(
    '<?xml version="1.0"?>\n<iceresponse><message>Metadata update successful</message><return>1</return></iceresponse>\n',
  );
  expect(text).toBe(title);
});

it('gives who logs in the figures in XML, as Icecast does', async () => {
  for (const path of ['/admin/stats', '/admin/stats.xml', '/admin/listmounts', '/admin/listclients']) {
    const [answer] = await ask(head(path));
    expect(answer).toMatchObject({ status: 200, fields: { 'Content-Type': 'text/xml; charset=utf-8' } });
    expect(answer?.body).toBe(`<figures of="${path}"/>`);
  }
  expect((await ask(head('/admin/stats', '')))[0]?.status).toBe(401);
  expect((await ask(head('/admin/stats'), { ...ANNOUNCERS, password: undefined }))[0]).toBeUndefined();
});

it('takes an address', async () => {
  expect((await ask(head('/admin/metadata?mount=/live&mode=updinfo&song=A&url=http%3A%2F%2Fa%2F')))[2]).toBe(
    'http://a/',
  );
});

it("takes SHOUTcast's form, with the password among the arguments", async () => {
  const [answer, text] = await ask(head('/admin.cgi?pass=p%C3%A4:ss&mode=updinfo&song=A', ''));
  expect([answer?.status, text]).toEqual([200, 'A']);
  expect((await ask(head('/admin.cgi?pass=other&mode=updinfo&song=A', '')))[0]?.status).toBe(401);
  expect(
    (await ask(head('/admin/metadata?mount=/live&pass=p%C3%A4:ss&mode=updinfo&song=A', '')))[0]?.status,
  ).toBe(401);
});

it.each([
  ['without a login', '', 401],
  ['with another password', basic('source:pass'), 401],
  ['with another name', basic('nobody:pä:ss'), 401],
  ['with no colon', basic('source'), 401],
  ['with what is no login', 'Authorization: Basic ***\r\n', 401],
])('refuses one %s', async (_, fields, status) => {
  const [answer, text] = await ask(head('/admin/metadata?mount=/live&mode=updinfo&song=A', fields));
  expect([answer?.status, text]).toEqual([status, '']);
  expect(answer?.fields['WWW-Authenticate']).toBe('Basic realm="Radio 1", charset="UTF-8"');
});

it.each([
  ['mount=/other&mode=updinfo&song=A', 404],
  ['mode=updinfo&song=A', 400],
  ['mount=/live&song=A', 400],
  ['mount=/live&mode=updinfo', 400],
  ['mount=/live&mode=updinfo&artist=A', 400],
])('refuses %s with %d', async (query, status) => {
  const [answer, text] = await ask(head(`/admin/metadata?${query}`));
  expect([answer?.status, text]).toEqual([status, '']);
  expect(answer?.body).toContain('<return>0</return>');
});

it('refuses other methods, and says when the property counts', async () => {
  const put = await ask(head('/admin/metadata?mount=/live&mode=updinfo&song=A', LOGIN, 'PUT'));
  expect([put[0]?.status, put[0]?.fields['Allow']]).toEqual([405, 'GET, POST']);
  const [answer, text] = await ask(head('/admin/metadata?mount=/live&mode=updinfo&song=A'), ANNOUNCERS, 'P');
  expect([answer?.status, text]).toEqual([409, 'P']);
});

it('is not there without a password, and for other paths', async () => {
  const request = head('/admin/metadata?mount=/live&mode=updinfo&song=A');
  expect((await ask(request, { ...ANNOUNCERS, password: undefined }))[0]).toBeUndefined();
  expect((await ask(head('/live')))[0]).toBeUndefined();
});

it('is answered and logged by a streamer, with the password hidden', async () => {
  const { port, context } = await rig({ 'metadata-password': 'secret', 'mount-point': '/live' });
  const login = basic('admin:secret');
  const taken = await answered(get(port, '/admin/metadata?mount=/live&mode=updinfo&song=A%22%0d%0aB', login));
  expect(taken.head()).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(context.stats['icy-title']).toBe('A" B');
  const other = await answered(get(port, '/admin.cgi?pass=secret&mode=updinfo&song=C'));
  expect(other.head()).toMatch(/^HTTP\/1\.1 200 OK/);
  await waitUntil('the log', () => context.logged.filter((line) => line.includes('updinfo')).length === 2);
  expect(context.logged.join('\n')).not.toContain('secret');
  expect(context.logged.join('\n')).toContain('Metadata update successful');
  const refused = await answered(get(port, '/admin/metadata?mount=/live&mode=updinfo&song=D'));
  expect(refused.head()).toMatch(/^HTTP\/1\.1 401/);
  expect(context.stats['refused-login']).toBe(1);
});

it('lists who listens, for who logs in', async () => {
  const { port, tap } = await rig({ 'metadata-password': 'secret', 'mount-point': '/live' });
  const { caps, buffers } = parts(feed('ogg-audio'));
  tap.caps(caps);
  tap.buffer(buffers[0]!);
  await answered(get(port, '/live', 'User-Agent: <Radio>\r\n'));
  const client = await answered(get(port, '/admin/listclients?mount=/live', basic('admin:secret')));
  await waitUntil('the list', client.closed);
  expect(client.body().toString()).toMatch(
    /<source mount="\/live"><Listeners>1<\/Listeners><listener id="1"><IP>127\.0\.0\.1<\/IP><UserAgent>.*&lt;Radio&gt;<\/UserAgent><Connected>\d+<\/Connected><ID>1<\/ID><\/listener><\/source>/,
  );
});

const FORM = 'Content-Type: application/x-www-form-urlencoded\r\n';

it.each([
  ['', '?mount=/live&mode=updinfo&song=A', '', 200, 'A'],
  [FORM, '', 'mount=%2Flive&mode=updinfo&song=A+%C3%A4', 200, 'A ä'],
  [FORM, '?mode=updinfo&mount=/live', 'song=A', 200, 'A'],
  [`${FORM}Expect: 100-continue\r\n`, '', 'mount=%2Flive&mode=updinfo&song=A', 100, 'A'],
  ['Content-Type: text/plain\r\n', '', 'mount=%2Flive&mode=updinfo&song=A', 415, ''],
  [FORM, '', `mount=%2Flive&mode=updinfo&song=${'x'.repeat(17_000)}`, 413, ''],
  [FORM, '', 'mount=/live&mode=updinfo&song=ä', 400, ''],
  [`${FORM}Transfer-Encoding: chunked\r\n`, '?mount=/live&mode=updinfo&song=A', '', 411, ''],
])('a POST with %j to %s says it in its form, %#', async (fields, query, form, status, title) => {
  const { port, context } = await rig({ 'metadata-password': 'secret', 'mount-point': '/live' });
  const length = fields.includes('chunked') ? '' : `Content-Length: ${Buffer.byteLength(form)}\r\n`;
  const head = `POST /admin/metadata${query} HTTP/1.1\r\nHost: x\r\n${basic('admin:secret')}${fields}${length}\r\n`;
  const client = send(port, head);
  await waitUntil('the connection', () => client.socket.bytesWritten > 0);
  // Its body comes in two pieces, apart from the head.
  client.socket.write(form.slice(0, 5));
  setImmediate(() => client.socket.write(form.slice(5)));
  expect((await answered(client)).head()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  await waitUntil('the answer', client.closed);
  expect(context.stats['icy-title']).toBe(title);
});

it('makes guessing slow, for who guesses', async () => {
  const station = new Station(
    () => ({ description: '', public: false }),
    () => undefined,
  );
  const requests = new MetadataRequests(
    () => ANNOUNCERS,
    station,
    () => '{}',
  );
  const guess = head('/admin/metadata?mount=/live&mode=updinfo&song=A', basic('source:guess'));
  const right = head('/admin/metadata?mount=/live&mode=updinfo&song=A');
  expect((await requests.answer(guess, '192.0.2.1'))?.status).toBe(401);
  const order: string[] = [];
  const slow = requests.answer(guess, '192.0.2.1')?.then(() => order.push('guess'));
  const quick = requests.answer(right, '192.0.2.2')?.then(({ status }) => order.push(String(status)));
  await Promise.all([slow, quick]);
  expect(order).toEqual(['200', 'guess']);
});
