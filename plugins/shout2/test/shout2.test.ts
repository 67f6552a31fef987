import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import shout2 from '../src';
import { contentType, requestHead } from '../src/request';
import { failure, refusal } from '../src/trouble';

test('the declaration is sound', () => {
  expect(checkComponent(shout2)).toEqual([]);
});

test.each([
  [{}, 'mount-point: a value is required'],
  [{ 'mount-point': '/a', port: 0 }, 'port: 0 is not'],
  [{ 'mount-point': '/a', port: 65_536 }, 'port: 65536 is not'],
  [{ 'mount-point': '/a', protocol: 'icy' }, 'protocol: '],
])('%j is refused', (values, words) => {
  expect(refusals(shout2, values)).toEqual([expect.stringContaining(words)]);
});

const P = {
  ip: 'host',
  port: 8000,
  user: 'source',
  password: 'pass',
  'mount-point': '/a b',
  protocol: 'http',
  public: false,
};

test.each([
  [{ 'mount-point': 'live.ogg' }, 'must begin with a slash'],
  [{ 'mount-point': '/a\r\nIce-Name: b' }, 'mount-point holds a line break'],
  [{ description: 'a\nb' }, 'description holds a line break'],
  [{ user: 'a:b' }, 'must not hold a colon'],
  [{}, undefined],
])('%j', (values, words) => {
  const complaint = shout2.behaviour.check?.({ ...P, ...values } as never);
  if (words === undefined) expect(complaint).toBeUndefined();
  else expect(complaint).toContain(words);
});

test('the request names stream, type and credentials', () => {
  const put = requestHead({ ...P, 'short-name': 'Näme', public: true } as never, 'audio/mpeg').split('\r\n');
  expect(put).toEqual([
    'PUT /a%20b HTTP/1.1',
    'Host: host:8000',
    'Authorization: Basic c291cmNlOnBhc3M=',
    'User-Agent: Flumotion',
    'Content-Type: audio/mpeg',
    'Ice-Public: 1',
    'Ice-Name: Näme',
    'Expect: 100-continue',
    '',
    '',
  ]);
  expect(requestHead({ ...P, ip: '::1', protocol: 'source' } as never, 'x')).toMatch(
    /^SOURCE \/a%20b HTTP\/1\.0\r\nHost: \[::1\]:8000\r\n(?!.*Expect)/s,
  );
});

test('AAC is told from MP3', () => {
  expect(contentType('audio/mpeg', 'audio/mpeg, mpegversion=(int)1')).toBe('audio/mpeg');
  expect(contentType('audio/mpeg', 'audio/mpeg, mpegversion=(int)4')).toBe('audio/aac');
  expect(contentType('application/ogg', 'application/ogg')).toBe('application/ogg');
});

test.each([
  [401, '', true, 'refuses the password for /a'],
  [403, '<b>Mountpoint in use</b>', true, 'another source uses /a'],
  [409, '', true, 'another source uses /a'],
  [403, 'too many sources connected', true, 'takes no more sources'],
  [403, 'Content-type not supported', true, 'does not take this kind'],
  [500, '<i>Internal</i>\n error', true, 'status 500: Internal error'],
])('an answer of %d %s', (status, body, lasting, words) => {
  expect(refusal('host:8000', '/a', status, body)).toMatchObject({
    lasting,
    text: expect.stringContaining(words),
  });
});

test('a broken connection is told in words', () => {
  expect(failure('host:1', Object.assign(new Error('x'), { code: 'ECONNREFUSED' })).text).toContain(
    'refuses',
  );
  expect(failure('host:1', new Error('odd')).text).toContain('odd');
  expect(failure('host:1', undefined)).toEqual({ lasting: false, text: 'host:1 closed the connection' });
});
