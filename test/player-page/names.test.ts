import { expect, test } from '@jest/globals';
import { namesBeside, playerPage } from '../../player-page/src';
import { encodePath, relativePath } from '../../player-page/src/names';
import { originOf } from '../../player-page/src/origin';

test('the names beside a mount point; the root has them inside', () => {
  expect(namesBeside('/live.ogg')).toEqual({
    page: '/live.ogg.html',
    state: '/live.ogg.json',
    m3u: '/live.ogg.m3u',
    xspf: '/live.ogg.xspf',
    poster: '/live.ogg.poster',
    assets: '/live.ogg.player/',
  });
  expect(namesBeside('/').page).toBe('/index.html');
  expect(namesBeside('/club/').m3u).toBe('/club/index.m3u');
});

test.each([
  ['/index.html', '/', './'],
  ['/live.html', '/live', './live'],
  ['/club/a b.html', '/club/a b', './a%20b'],
  ['/hls.html', '/hls/main.m3u8', './hls/main.m3u8'],
  ['/a/b/c.html', '/d', '../../d'],
  ['/javascript:x.html', '/javascript:x', './javascript%3Ax'],
  ['/x//evil.example.html', '/x//evil.example', './evil.example'],
])('from %s to %s it is %s', (from, to, relative) => {
  expect(relativePath(from, to)).toBe(relative);
  const there = new URL(relative, `http://host${encodePath(from)}`);
  expect(there.host).toBe('host');
  expect(decodeURIComponent(there.pathname)).toBe(to);
});

function origin(host: string | undefined, secure = false): string {
  const fields = new Map(host === undefined ? [] : [['host', host]]);
  const request = { method: 'GET', path: '/', query: new URLSearchParams(), fields };
  return originOf(request, secure, 'http://fallback:8800');
}

test('the server is called as the client calls it', () => {
  expect(origin('Radio.example:8800')).toBe('http://Radio.example:8800');
  expect(origin('[2001:db8::1]:8800')).toBe('http://[2001:db8::1]:8800');
  expect(origin('radio.example:443', true)).toBe('https://radio.example');
  expect(origin('radio.example:80')).toBe('http://radio.example');
});

test.each([
  undefined,
  '',
  'a b',
  'a/b',
  'user@host',
  'host:port',
  'a"><script>',
  'a\r\nSet-Cookie: x',
  'a'.repeat(300),
])('a name that is none is not believed: %p', (host) => {
  expect(origin(host)).toBe('http://fallback:8800');
});

const EVIL = `"><script>alert(1)</script><a href='x' onclick=y>&\u0000\u202e`;

test('outside text in the page is text', () => {
  for (const embedded of [true, false]) {
    const page = playerPage(
      {
        name: EVIL,
        stream: EVIL,
        state: EVIL,
        m3u: EVIL,
        xspf: EVIL,
        page: EVIL,
        poster: EVIL,
        assets: './a/',
        codecs: [EVIL],
      },
      embedded,
    );
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('onclick=y>');
    expect(page.replaceAll(/<script type="module" src="\.\/a\/main\.js">/g, '')).not.toContain('<script');
    // Nothing that a policy without inline scripts and styles would stop.
    expect(page).not.toMatch(/<style| style="(?!border: 0)|javascript:|\son\w+="/);
  }
});

test('a page in a frame has only the player', () => {
  const facts = { name: 'x', stream: './x', page: './x.html', assets: './a/' };
  expect(playerPage(facts, false)).toContain('Play it elsewhere');
  expect(playerPage(facts, true)).not.toContain('Play it elsewhere');
});
