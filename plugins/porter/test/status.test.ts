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
    await rig.streamer('one', { properties: { 'mount-point': '/one' }, shows: 'http://r/one' });
    await rig.streamer('two', { properties: { 'mount-point': '/two' }, shows: 'http://r/two' });
    await rig.streamer('other', { properties: { 'mount-point': '/files' } });
    const shown = await figures(`${scheme}://127.0.0.1:${porter.port}`);
    expect(urls(shown)).toEqual(['http://r/one', 'http://r/two']);
    expect(shown.icestats.host).toBe('127.0.0.1');
    expect(porter.context.stats['clients-handed']).toBe(0);
  },
);

test('a streamer that does not answer is left out, and none is an empty document', async () => {
  const porter = await rig.porter();
  const url = `http://127.0.0.1:${porter.port}`;
  expect(urls(await figures(url))).toEqual([]);
  await rig.streamer('one', { properties: { 'mount-point': '/one' }, shows: 'http://r/one' });
  await rig.streamer('stuck', { properties: { 'mount-point': '/stuck' }, keeps: true });
  // What was asked for is good for a second.
  await waitUntil('the figures of one', async () => urls(await figures(url)).length > 0);
  expect(urls(await figures(url))).toEqual(['http://r/one']);
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
