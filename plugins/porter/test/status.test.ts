import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { waitUntil } from '../../../test/support/wait-until';
import { curl, Rig, talk } from './rig';

interface Figures {
  readonly icestats: { readonly host: string; readonly source?: unknown };
}

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});
afterEach(() => rig.close());

const urls = ({ icestats }: Figures): unknown[] =>
  [icestats.source ?? []].flat().map((source) => (source as { listenurl: string }).listenurl);

async function figures(url: string): Promise<Figures> {
  const text = await curl(`${url}/status-json.xsl`);
  expect(text).toMatch(/^HTTP\/1\.1 200 [^]*Content-Type: application\/json/);
  return JSON.parse(text.slice(text.indexOf('{'))) as Figures;
}

test.each(['http', 'https'])(
  'the figures of all streamers stand in one document, over %s',
  async (scheme) => {
    const porter = await (scheme === 'http' ? rig.porter() : rig.securePorter());
    await rig.streamer('one', { properties: { 'mount-point': '/one' }, shows: 'http://r:99/%6fne' });
    await rig.streamer('two', { properties: { 'mount-point': '/two' }, shows: 'http://r/two' });
    await rig.streamer('other', { properties: { 'mount-point': '/files' } });
    const shown = await figures(`${scheme}://127.0.0.1:${porter.port}`);
    const at = `${scheme}://127.0.0.1:${porter.port}`;
    expect(urls(shown)).toEqual([`${at}/%6fne`, `${at}/two`]);
    expect(shown.icestats.host).toBe('127.0.0.1');
    expect(porter.context.stats['clients-handed']).toBe(0);
  },
);

test('the streams are where the client found the porter, which a proxy tells, or else where it says it is', async () => {
  const porter = await rig.porter({
    'forwarded-from': ['127.0.0.1'],
    'external-interface': 'radio.example',
    'iptables-port': 80,
  });
  await rig.streamer('one', { properties: { 'mount-point': '/one' }, shows: 'http://10.0.0.7:8800/one' });
  const port = Number(/listening on port (\d+)/.exec(porter.context.logged.join('\n'))?.[1]);
  for (const [fields, at] of [
    ['Host: my.example:8000', 'http://my.example:8000'],
    ['Host: my.example\r\nX-Forwarded-Proto: https', 'https://my.example'],
    ['Host: "><script>', 'http://radio.example'],
    ['X: y', 'http://radio.example'],
  ] as const) {
    const client = talk(port, `GET /status-json.xsl HTTP/1.0\r\n${fields}\r\n\r\n`);
    await waitUntil('the figures', () => client.heard().endsWith('}'));
    const text = client.heard();
    const shown = JSON.parse(text.slice(text.indexOf('{'))) as Figures;
    expect(urls(shown)).toEqual([`${at}/one`]);
    expect(shown.icestats.host).toBe(new URL(at).hostname);
  }
});

test("Icecast's page and SHOUTcast's line are those of all streamers", async () => {
  const porter = await rig.porter();
  await rig.streamer('one', { properties: { 'mount-point': '/one' }, shows: 'http://r/one' });
  await rig.streamer('two', { properties: { 'mount-point': '/two' }, shows: 'http://r/two' });
  const url = `http://127.0.0.1:${porter.port}`;
  expect(await curl(`${url}/status.xsl`)).toMatch(
    /^HTTP\/1\.1 200 [^]*Content-Type: text\/html[^]*Mount Point \/one[^]*Mount Point \/two/,
  );
  expect(await curl(`${url}/7.html?sid=2`)).toMatch(/<body>3,1,4,0,3,128,/);
  expect(await curl(`${url}/7.html?sid=3`)).toMatch(/<body>0,0,0,/);
});

test('requests to the administration of a stream go to its streamer', async () => {
  const porter = await rig.porter();
  await rig.streamer('one', { properties: { 'mount-point': '/one' } });
  await rig.streamer('two', { properties: { 'mount-point': '/two' } });
  for (const [target, answer] of [
    ['/admin/metadata?mount=/two&mode=updinfo&song=A', 'two /admin/metadata'],
    ['/admin/stats?mount=%2Fone', 'one /admin/stats'],
    ['/admin/listclients?mount=/one', 'one /admin/listclients'],
  ] as const) {
    const client = talk(porter.port, `GET ${target} HTTP/1.0\r\n\r\n`);
    await waitUntil('its answer', () => client.heard().includes(answer));
  }
  for (const target of ['/admin/metadata', '/admin/metadata?mount=/three', '/admin/killclient?mount=/one'])
    expect(await curl(`http://127.0.0.1:${porter.port}${target}`)).toMatch(/^HTTP\/1\.1 (404|503) /);
});

test('figures in XML are those of all streamers that take the login', async () => {
  const porter = await rig.porter();
  const url = `http://127.0.0.1:${porter.port}`;
  const ask = (path: string, password = 'hush'): Promise<string> =>
    curl(`${url}${path}`, '-u', `admin:${password}`);
  expect(await ask('/admin/stats')).toMatch(/^HTTP\/1\.1 404 /);
  await rig.streamer('one', { properties: { 'mount-point': '/one' }, admin: 'hush' });
  await rig.streamer('two', { properties: { 'mount-point': '/two' }, admin: 'hush' });
  await rig.streamer('other', { properties: { 'mount-point': '/other' }, admin: 'else' });
  const shown = await ask('/admin/stats');
  expect(shown).toMatch(/^HTTP\/1\.1 200 [^]*Content-Type: text\/xml/);
  expect([...shown.matchAll(/<source mount="([^"]*)">/g)].map(([, mount]) => mount)).toEqual([
    '/one',
    '/two',
  ]);
  expect(shown).toContain('<listeners>6</listeners><clients>6</clients><sources>2</sources>');
  expect(shown).toContain(`<listenurl>${url}/two</listenurl>`);
  const body = shown.slice(shown.indexOf('\r\n\r\n') + 4);
  expect(shown).toContain(`Content-Length: ${String(Buffer.byteLength(body))}\r\n`);
  expect(await ask('/admin/listmounts', 'else')).toMatch(/<icestats><source mount="\/other">/);
  expect(await ask('/admin/stats', 'wrong')).toMatch(/^HTTP\/1\.1 401 [^]*WWW-Authenticate: Basic/);
  expect(await curl(`${url}/admin/stats`)).toMatch(/^HTTP\/1\.1 401 [^]*WWW-Authenticate: Basic/);
});

test('a streamer that does not answer is left out, and none is an empty document', async () => {
  const porter = await rig.porter();
  const url = `http://127.0.0.1:${porter.port}`;
  expect(urls(await figures(url))).toEqual([]);
  await rig.streamer('one', { properties: { 'mount-point': '/one' }, shows: 'http://r/one' });
  await rig.streamer('stuck', { properties: { 'mount-point': '/stuck' }, keeps: true });
  // What was asked for is good for a second.
  await waitUntil('the figures of one', async () => urls(await figures(url)).length > 0);
  expect(urls(await figures(url))).toEqual([`${url}/one`]);
});

test('it can be switched off, and a streamer with that path answers itself', async () => {
  const off = await rig.porter({ 'status-page': false });
  expect(await curl(`http://127.0.0.1:${off.port}/status-json.xsl`)).toMatch(/ (404|503) /);
  off.stop();
  const porter = await rig.porter();
  await rig.streamer('root', { properties: { 'mount-point': '/' } });
  const client = talk(porter.port, 'GET /status-json.xsl HTTP/1.0\r\n\r\n');
  await waitUntil('its answer', () => client.heard().includes('root /status-json.xsl'));
});
