import { expect, test } from '@jest/globals';
import { adminXml, icecastStatus, statusForm, type StatusSource } from '../../player-page/src';

const server = { host: 'radio.example', began: Date.UTC(2026, 10, 29, 6, 30) };
const source = (mount: string, title: string, url = 'http://w.example/?a&b'): StatusSource => ({
  url: `http://radio.example:8000${mount}`,
  about: { name: 'Über <Radio>', genre: 'Rock', url, title },
  contentType: 'audio/mpeg',
  listeners: 3,
  peak: 7,
  bitrate: 127_900,
  since: Date.UTC(2026, 10, 29, 6, 31, 5),
});
const document = icecastStatus(server, [
  source('/live%20a', 'A & "B", <script>alert(1)</script>'),
  source('/b', 'ü🎵', 'javascript:alert(1)'),
]);
const ask = (path: string, query = ''): string => statusForm(path, document, new URLSearchParams(query)).body;

test("Icecast's page has a table for each mount point, with outside text as text", () => {
  const page = ask('/status.xsl');
  expect(statusForm('/status.xsl', document, new URLSearchParams()).contentType).toBe('text/html');
  expect(page.match(/<h3 class="mount">[^<]*/g)).toEqual([
    '<h3 class="mount">Mount Point /live a',
    '<h3 class="mount">Mount Point /b',
  ]);
  expect(page).toContain('<tr><td>Listeners (current):</td><td class="streamstats">3</td></tr>');
  expect(page).toContain('<td>Listeners (peak):</td><td class="streamstats">7</td>');
  expect(page).toContain('A &amp; &quot;B&quot;, &lt;script&gt;');
  expect(page).toContain('<a href="http://w.example/?a&amp;b">');
  expect(page).not.toMatch(/<script|href="javascript/);
});

test("SHOUTcast's line is of one stream, the first or the one with the number", () => {
  expect(ask('/7.html')).toContain('<body>3,1,7,0,3,128,A &amp; &quot;B&quot;, &lt;script&gt;');
  expect(ask('/7.html', 'sid=2')).toContain('<body>3,1,7,0,3,128,ü🎵</body>');
  for (const sid of ['3', '99999999'])
    expect(ask('/7.html', `sid=${sid}`)).toContain('<body>0,0,0,0,0,0,</body>');
  for (const sid of ['0', '-1', 'x', '1.5']) expect(ask('/7.html', `sid=${sid}`)).toContain('<body>3,1,');
});

test('the XML of /admin/stats has the same names as the JSON, in ASCII', () => {
  const xml = adminXml('/admin/stats', document, []);
  expect(adminXml('/admin/stats.xml', document, [])).toBe(xml);
  expect(xml).toMatch(/^<\?xml version="1\.0"\?>\n<icestats><admin>icemaster@radio\.example<\/admin>/);
  expect(xml).toContain('<listeners>6</listeners><clients>6</clients><sources>2</sources>');
  expect(xml).toContain('<source mount="/live a"><bitrate>128</bitrate><genre>Rock</genre>');
  expect(xml).toContain('<server_name>&#220;ber &lt;Radio&gt;</server_name>');
  expect(xml).toContain('<title>&#252;&#127925;</title>');
  expect(xml).not.toMatch(/[^\x00-\x7f]|dummy/);
  expect(adminXml('/admin/stats', icecastStatus(server, []), [])).toContain(
    '<sources>0</sources></icestats>',
  );
});

test('the mounts, and who listens, are listed in XML as Icecast does', () => {
  expect(adminXml('/admin/listmounts', document, [])).toMatch(
    /^<\?xml version="1\.0"\?>\n<icestats><source mount="\/live a"><fallback><\/fallback><listeners>3<\/listeners><Connected>\d+<\/Connected><content-type>audio\/mpeg<\/content-type><\/source><source mount="\/b">/,
  );
  const clients = [
    { id: '7', address: '192.0.2.7', agent: 'VLC "3"\x07', user: undefined, seconds: 61 },
    { id: '"8', address: '::1', agent: undefined, user: 'änn', seconds: 0 },
  ];
  const one = icecastStatus(server, [source('/live', '')]);
  expect(adminXml('/admin/listclients', one, clients)).toBe(
    '<?xml version="1.0"?>\n<icestats><source mount="/live"><Listeners>2</Listeners>' +
      '<listener id="7"><IP>192.0.2.7</IP><UserAgent>VLC &quot;3&quot;&#65533;</UserAgent><Connected>61</Connected><ID>7</ID></listener>' +
      '<listener id="&quot;8"><IP>::1</IP><UserAgent></UserAgent><Connected>0</Connected><ID>&quot;8</ID><username>&#228;nn</username></listener>' +
      '</source></icestats>\n',
  );
});

test('the JSON is as it was', () => {
  expect(ask('/status-json.xsl')).toBe(document);
});
