import { expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import type { Keycard } from '@flumotion/core/plugin';
import { signUrl } from '../src/sign';
import { signedGrant } from '../src/signed-url';

const secret = 'correct horse battery';
const other = 'another horse battery';
const expires = 1_900_000_000;

/** The keycard that an http-streamer makes of a request for a URL. */
function keycard(url: string, address = '192.0.2.7'): Keycard {
  const { pathname, searchParams } = new URL(url);
  const given = Object.fromEntries([...searchParams].reverse());
  return { id: '1', address, path: decodeURIComponent(pathname), arguments: given };
}

test('the signature is that of the text in the README', () => {
  const signed = new URL(signUrl('http://radio.example/live.ogg', { secret, expires }));
  const text = `expires=${expires}\npath=/live.ogg`;
  const digest = createHmac('sha256', secret).update(text).digest();
  expect(signed.searchParams.get('signature')).toBe(digest.toString('base64url'));
  signed.searchParams.set('signature', digest.toString('hex'));
  expect(signedGrant(keycard(signed.href), [secret])).toMatchObject({ expires, path: '/live.ogg' });
  const bound = signUrl('http://radio.example/a b', {
    secret,
    expires,
    address: '2001:db8::7',
    below: '/a/',
  });
  const lines = `expires=${expires}\naddress=2001:db8::7\nbelow=/a/`;
  expect(new URL(bound).searchParams.get('signature')).toBe(
    createHmac('sha256', secret).update(lines).digest('base64url'),
  );
});

test('each of several keys fits, and no other', () => {
  const card = keycard(signUrl('http://radio.example/live.ogg?quality=high', { secret, expires }));
  expect(card.arguments).toMatchObject({ quality: 'high' });
  expect(signedGrant(card, [other, secret])).toMatchObject({ expires });
  expect(signedGrant(card, [secret, other])).toMatchObject({ expires });
  expect(signedGrant(card, [other])).toBeUndefined();
  expect(signedGrant(card, [])).toBeUndefined();
});

const signed = signUrl('http://radio.example/live.ogg', { secret, expires, address: '192.0.2.7' });

test.each([
  ['another time', signed.replace('expires=19', 'expires=20')],
  ['the same time in other digits', signed.replace('expires=', 'expires=0')],
  ['no number', signed.replace(/expires=\d+/, 'expires=never')],
  ['no time', signed.replace(/expires=\d+&/, '')],
  ['another address', signed.replace('192.0.2.7', '192.0.2.8')],
  ['no address', signed.replace(/address=[^&]+&/, '')],
  ['another path', signed.replace('live.ogg', 'other.ogg')],
  ['a beginning of paths', signed.replace('address', 'below=/&address')],
  ['a signature cut short', signed.slice(0, -1)],
  ['a signature that goes on', `${signed}A`],
  ['an empty signature', signed.replace(/signature=.*/, 'signature=')],
  ['another signature of the right length', signed.replace(/signature=.*/, `signature=${'A'.repeat(43)}`)],
  ['a signature that is no text of bytes', signed.replace(/signature=.*/, `signature=${'é'.repeat(43)}`)],
  ['its arguments before others', signed.replace('?', '?expires=2000000000&')],
  ['what is no address', signed.replace('192.0.2.7', '192.0.2.7%0Apath')],
])('a URL with %s is not valid', (_, url) => {
  expect(signedGrant(keycard(signed), [secret])).toBeDefined();
  expect(signedGrant(keycard(url), [secret])).toBeUndefined();
});

test('the signature for a path is not one for what begins with it', () => {
  const exact = new URL(signUrl('http://radio.example/live/', { secret, expires }));
  exact.searchParams.set('below', '/live/');
  expect(signedGrant(keycard(exact.href), [secret])).toBeUndefined();
});

test.each([
  [{ secret: 'short', expires }, 'less than 16 bytes'],
  [{ secret, expires: 1.5 }, 'no whole number'],
  [{ secret, expires: Number.NaN }, 'no whole number'],
  [{ secret, expires, address: 'home' }, '"home" is no address'],
  [{ secret, expires, below: '/live' }, 'slash'],
  [{ secret, expires, below: 'live/' }, 'slash'],
])('%j is not signed', (grant, complaint) => {
  expect(() => signUrl('http://radio.example/', grant)).toThrow(complaint);
});
