import { expect, test } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { m3u, xspf } from '../../player-page/src';

const url = 'http://radio.example:8800/live.mp3?token=a&b=%22';

test('M3U has the name and the URL, each in its line', () => {
  expect(m3u({ url, name: 'Rock & Roll' })).toBe(`#EXTM3U\r\n#EXTINF:-1,Rock & Roll\r\n${url}\r\n`);
  const lines = m3u({ url, name: 'a\r\nhttp://evil.example/\u2028b\u0085c' }).split('\r\n');
  expect(lines).toEqual(['#EXTM3U', '#EXTINF:-1,a http://evil.example/ b c', url, '']);
});

test('XSPF is well formed, whatever the names are', () => {
  const name = 'A <b>"ball"</b> & a \u0001 clock \ud800';
  const read = new XMLParser({ ignoreAttributes: false }).parse(xspf({ url, name, title: 'T & U' })) as {
    playlist: Record<string, unknown> & { trackList: { track: Record<string, unknown> } };
  };
  expect(read.playlist).toMatchObject({ '@_xmlns': 'http://xspf.org/ns/0/', '@_version': '1' });
  expect(read.playlist.trackList.track).toMatchObject({ location: url, title: 'T & U' });
  expect(read.playlist['title']).toBe('A <b>"ball"</b> & a clock');
  expect(xspf({ url, name: 'Name', title: '' })).toContain('      <title>Name</title>');
});
