import { headLength, parseHead } from '../../web/src';

const parse = (text: string): ReturnType<typeof parseHead> => parseHead(text.replaceAll('\n', '\r\n'));

it('reads a request', () => {
  expect(parse('GET /live%20one?token=a HTTP/1.1\nHost: x\nUser-Agent:  Lavf/59 \n\n')).toMatchObject({
    method: 'GET',
    path: '/live one',
    version: '1.1',
    fields: new Map([
      ['host', 'x'],
      ['user-agent', 'Lavf/59'],
    ]),
  });
});

it.each([
  ['GET http://other:80/live HTTP/1.0', '/live'],
  ['GET http://other HTTP/1.0', '/'],
  ['GET /?a=b HTTP/1.0', '/'],
  ['GET //x HTTP/1.0', '//x'],
  ['OPTIONS * HTTP/1.0', '*'],
])('finds the path in %j', (line, path) => {
  expect(parse(`${line}\n\n`)).toMatchObject({ path });
});

it.each([
  ['', 400],
  ['GET /', 400],
  ['GET  / HTTP/1.0', 400],
  ['GET / HTTP/2.0', 505],
  ['PRI * HTTP/2.0', 505],
  ['GET * HTTP/1.0', 400],
  ['GET /%zz HTTP/1.0', 400],
  ['GET / HTTP/1.1', 400],
  ['GET / HTTP/1.0\nno colon', 400],
  ['GET / HTTP/1.0\n folded: x', 400],
  ['GET / HTTP/1.0\na b: x', 400],
  ['GET / HTTP/1.0\nx: a\x00b', 400],
  ['SOURCE /x ICE/1.0', 400],
  [`GET / HTTP/1.0${'\nx: y'.repeat(101)}`, 431],
  [`GET /${'x'.repeat(4096)} HTTP/1.0`, 414],
])('refuses %j', (text, status) => {
  expect(parse(`${text}\n\n`)).toMatchObject({ status });
});

it('finds the end of a head, also with bare line feeds', () => {
  expect(headLength('GET / HTTP/1.0\r\n')).toBe(0);
  expect(headLength('GET / HTTP/1.0\r\n\r\nrest')).toBe(18);
  expect(headLength('GET / HTTP/1.0\n\nrest')).toBe(16);
});

it('takes no longer for hostile text', () => {
  const start = process.cpuUsage();
  for (const filler of [' ', '\t', 'a', ':', '\r', '%41', '?']) {
    const text = filler.repeat(8000 / filler.length);
    parseHead(`GET / HTTP/1.0\r\nx:${text}a\x01\r\n\r\n`);
    parseHead(`GET /${text} HTTP/1.0\r\n\r\n`);
    headLength(`GET / HTTP/1.0\r\n${text}`);
  }
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(500);
});
