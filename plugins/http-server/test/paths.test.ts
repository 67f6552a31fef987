import { afterEach, expect, test } from '@jest/globals';
import { pathBelow } from '../src/paths';
import { cleanUp, folder, raw, serve } from './rig';

afterEach(cleanUp);

test.each([
  ['/a.ogg', '', 'a.ogg'],
  ['/', '', ''],
  ['/films/a%20b.ogg', '/films', 'a b.ogg'],
  ['/caf%C3%A9/%E2%98%83.ogg', '/café', '☃.ogg'],
  ['/films', '/films', ''],
  ['/films/', '/films', ''],
  ['/a..b/c.', '', 'a..b/c.'],
  ['/100%25.ogg', '', '100%.ogg'],
  ['/a/%252e%252e/b', '', 'a/%2e%2e/b'],
])('%s below %j is %j', (target, mount, path) => {
  expect(pathBelow(target, mount)).toBe(path);
});

/** Ways out of a folder that servers have fallen for. */
const WAYS = [
  '..',
  '%2e%2e',
  '%2E.',
  '.%2e',
  '%c0%ae%c0%ae',
  '%e0%80%ae%e0%80%ae',
  '%f0%80%80%ae%f0%80%80%ae',
  '%c0%2e%c0%2e',
  '%uff0e%uff0e',
  '%u002e%u002e',
  '..%00',
  '%00..',
  '..;',
  '..%0a',
  '..%0d%0a',
  '..%09',
  '..%20/..',
  '....',
  '...',
  '.%00.',
  '%252e%252e',
  '%25252e%25252e',
  '..%01',
  '.',
  '%2e',
];
const SLASHES = [
  '/',
  '%2f',
  '%2F',
  '\\',
  '%5c',
  '%5C',
  '//',
  '%2f%2f',
  '%252f',
  '%255c',
  '%c0%af',
  '%c1%9c',
  '%00/',
];

const CORPUS = [
  ...WAYS.flatMap((way) => SLASHES.map((slash) => `/${`${way}${slash}`.repeat(8)}etc/passwd`)),
  ...SLASHES.flatMap((slash) => [
    `/a${slash}..${slash}..${slash}etc${slash}passwd`,
    `${slash}etc${slash}passwd`,
  ]),
  '/etc/passwd%00.ogg',
  '/.hidden',
  '/%2ehidden',
  '/.git/config',
  '/a/.hidden',
  '/a/%2ehidden',
  '/a.ogg%00.txt',
  '/a.ogg%0a',
  '/%',
  '/%2',
  '/%zz',
  '/%ff%fe',
  '/%ed%a0%80',
  `/${'a'.repeat(256)}`,
  `/${'a/'.repeat(2000)}`,
  '/~root/.profile',
  '/%7eroot/.profile',
  'file:///etc/passwd',
  'http://other.example/../../etc/passwd',
];

test('no way leads out of the folder or to hidden files', async () => {
  const secrets = ['root/.hidden', 'root/.git/config', 'root/a/.hidden', 'secret', '../secret'];
  const path = folder({
    'deep/root/a.ogg': 'A',
    'deep/root/a/b.ogg': 'B',
    ...Object.fromEntries(secrets.map((name) => [`deep/${name}`, 'secret'])),
  });
  const { port } = await serve({ path: `${path}/deep/root` });
  const corpus = [
    ...CORPUS,
    ...WAYS.flatMap((way) => SLASHES.map((slash) => `/a/${way}${slash}${way}${slash}secret`)),
  ];
  for (const target of corpus) {
    const answer = await raw(port, `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect([target, /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]]).toEqual([
      target,
      expect.stringMatching(/^(400|404|431)$/),
    ]);
    expect(answer).not.toMatch(/root:|secret/);
  }
  expect(await raw(port, 'GET /a.ogg HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toMatch(/ 200 /);
});
