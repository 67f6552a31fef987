import { afterEach, expect, test } from '@jest/globals';
import { ask, played, rig, stopAll } from './rig';

afterEach(stopAll);

test('the page, playlists and figures are beside the mount point, and name the main playlist', async () => {
  const { url, port } = await played({ description: 'A <ball>' });
  const page = await ask(`${url}.html`);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.text).toContain('<title>A &lt;ball&gt;</title>');
  const host = `http://127.0.0.1:${String(port)}`;
  expect((await ask(`${url}.m3u`)).text).toContain(`\r\n${host}/live/main.m3u8\r\n`);
  expect(JSON.parse((await ask(`${url}.json`)).text)).toMatchObject({
    live: true,
    type: 'application/vnd.apple.mpegurl',
    listeners: 0,
  });
  expect(JSON.parse((await ask(`${host}/status-json.xsl`)).text)).toMatchObject({
    icestats: { source: { listenurl: `${host}/live/main.m3u8`, listeners: 0 } },
  });
  expect((await ask(`${url}.html`, { method: 'HEAD' })).bytes).toHaveLength(0);
  expect((await ask(`${url}.html`, { method: 'POST' })).status).toBe(405);
  expect((await ask(`${url}.htm`)).status).toBe(404);
});

test('before there is a stream, the page waits and playlists are answered as the stream is', async () => {
  const { url } = await rig();
  expect((await ask(`${url}.html`)).status).toBe(200);
  expect((await ask(`${url}.xspf`)).status).toBe(503);
  expect((await ask(`${url}.json`)).text).toContain('"live":false');
});

test('nobody is judged for them, and what is switched off is not there', async () => {
  const { url } = await played({ 'player-page': false }, () => ({ admitted: false, reason: 'not you' }));
  expect((await ask(`${url}/main.m3u8`)).status).toBe(403);
  expect((await ask(`${url}.m3u`)).status).toBe(200);
  expect((await ask(`${url}.html`)).status).toBe(404);
});
