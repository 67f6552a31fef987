import { MAX_PROXY_HEADER, parseProxyHeader } from '../../web/src';

const SIGNATURE = '0d0a0d0a000d0a515549540a';

function header(text: string): ReturnType<typeof parseProxyHeader> {
  return parseProxyHeader(Buffer.from(text, 'latin1'));
}

function binary(hex: string): ReturnType<typeof parseProxyHeader> {
  return parseProxyHeader(Buffer.from(SIGNATURE + hex.replaceAll(' ', ''), 'hex'));
}

it.each([
  ['PROXY TCP4 192.0.2.7 192.0.2.1 56324 443\r\nGET', 42, '192.0.2.7'],
  ['PROXY TCP6 2001:db8::7 2001:db8::1 56324 443\r\n', 46, '2001:db8::7'],
  ['PROXY UNKNOWN\r\n', 15, undefined],
  ['PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n', 43, undefined],
])('reads the line %j', (text, length, address) => {
  expect(header(text)).toEqual({ kind: 'header', length, address });
});

it.each([
  ['21 11 000c c0000207 c0000201 d000 01bb', 28, '192.0.2.7'],
  ['21 11 000f c0000207 c0000201 d000 01bb 040000', 31, '192.0.2.7'],
  [
    '21 21 0024 20010db8000000000000000000000007 20010db8000000000000000000000001 d000 01bb',
    52,
    '2001:db8::7',
  ],
  ['21 21 0024 00000000000000000000ffffc0000207 00000000000000000000ffffc0000201 d000 01bb', 52, '192.0.2.7'],
  ['20 00 0000', 16, undefined],
  ['20 11 000c c0000207 c0000201 d000 01bb', 28, undefined],
  ['21 31 0000', 16, undefined],
])('reads the binary header %s', (hex, length, address) => {
  expect(binary(hex)).toEqual({ kind: 'header', length, address });
});

it('waits for the rest of each', () => {
  const line = 'PROXY TCP4 192.0.2.7 192.0.2.1 56324 443\r\n';
  for (let length = 0; length < line.length; length++)
    expect(header(line.slice(0, length)).kind).toBe('more');
  const whole = Buffer.from(`${SIGNATURE}2111000cc0000207c0000201d00001bb`, 'hex');
  for (let length = 0; length < whole.length; length++)
    expect(parseProxyHeader(whole.subarray(0, length)).kind).toBe('more');
});

it.each([
  'GET / HTTP/1.1\r\n',
  'PROXY TCP4 192.0.2.7 192.0.2.1 56324\r\n',
  'PROXY TCP4 192.0.2.7 192.0.2.1 56324 99999\r\n',
  'PROXY TCP4 2001:db8::7 192.0.2.1 1 2\r\n',
  'PROXY TCP6 192.0.2.7 192.0.2.1 1 2\r\n',
  'PROXY TCP4 192.0.2.7.evil 192.0.2.1 1 2\r\n',
  'PROXY UDP4 192.0.2.7 192.0.2.1 1 2\r\n',
  `PROXY UNKNOWN ${'x'.repeat(200)}`,
  `PROXY UNKNOWN ${'x'.repeat(100)}\r\n`,
])('refuses %j', (text) => {
  expect(header(text).kind).toBe('bad');
});

it.each([
  '11 11 000c',
  '22 11 000c',
  '21 11 0004 c0000207',
  `21 11 ${MAX_PROXY_HEADER.toString(16).padStart(4, '0')}`,
])('refuses the binary header %s', (hex) => {
  expect(binary(hex).kind).toBe('bad');
});
