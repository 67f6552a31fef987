import { afterEach, describe, expect, test } from '@jest/globals';
import type { Keycard, Verdict } from '@flumotion/core/plugin';
import { checkComponent, checkPlug } from '@flumotion/core/testing';
import { testBouncer, testPlug, tokenBouncer, tokenPlug } from '../src';
import { signUrl } from '../src/sign';
import { ask, clock, endAll, judge, start, values } from './rig';
import { EC, NOW, SECRET, shared, sign } from './signers';

afterEach(endAll);

test('the declarations are sound', () => {
  expect([tokenBouncer, testBouncer].map((bouncer) => checkComponent(bouncer))).toEqual([[], []]);
  expect([tokenPlug, testPlug].map((plug) => checkPlug(plug))).toEqual([[], []]);
});

test.each([
  [{}, 'without a key nobody is admitted'],
  [{ 'url-secret': ['short'] }, 'url-secret has less than 16 bytes'],
  [{ 'jwt-secret': ['a secret of less than 32 bytes'] }, 'jwt-secret has less than 32 bytes'],
  [{ 'jwks-file': 'a', 'jwks-url': 'https://x/' }, 'either jwks-file or jwks-url'],
  [{ 'jwks-url': 'http://id.example/keys' }, 'is no https URL'],
  [{ 'jwks-url': 'http://127.0.0.1.example/keys' }, 'is no https URL'],
  [{ 'jwks-url': 'keys' }, 'is no https URL'],
  [{ 'jwks-url': 'https://id.example/keys' }, undefined],
  [{ 'jwks-url': 'http://[::1]:8080/keys' }, undefined],
  [{ 'url-secret': ['correct horse battery'] }, undefined],
])('check: %j', (given, complaint) => {
  const found = judge.check?.(values(given));
  if (complaint === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(complaint);
});

describe('signed URLs', () => {
  const secret = 'correct horse battery';
  const card = (url: string): Partial<Keycard> => ({
    path: decodeURIComponent(new URL(url).pathname),
    arguments: Object.fromEntries(new URL(url).searchParams),
  });
  const live = 'http://radio.example/live.ogg';

  test('admit until they expire, and to then', async () => {
    const context = await start({ 'url-secret': [secret] });
    const url = signUrl(live, { secret, expires: NOW + 60 });
    expect(await ask(context, card(url))).toEqual({ admitted: true, duration: 65 });
    clock.now = NOW + 64;
    expect(await ask(context, card(url))).toEqual({ admitted: true, duration: 1 });
    clock.now = NOW + 65;
    expect(await ask(context, card(url))).toEqual({ admitted: false, reason: 'the URL has expired' });
    expect(context.stats).toEqual({ admitted: 2, refused: 1 });
  });

  test('let stay whom they admitted, if wanted', async () => {
    const context = await start({ 'url-secret': [secret], 'stay-after-expiry': true });
    const url = signUrl(live, { secret, expires: NOW + 60 });
    expect(await ask(context, card(url))).toEqual({ admitted: true });
  });

  test('are for one address and for one path, or for what begins alike', async () => {
    const context = await start({ 'url-secret': [secret] });
    const grant = { secret, expires: NOW + 60, address: '192.0.2.7', below: '/club/' };
    const url = card(signUrl('http://radio.example/club/live.ogg', grant));
    expect(await ask(context, url)).toMatchObject({ admitted: true });
    expect(await ask(context, { ...url, address: '::ffff:192.0.2.7' })).toMatchObject({ admitted: true });
    expect(await ask(context, { ...url, path: '/club/other.ogg' })).toMatchObject({ admitted: true });
    expect(await ask(context, { ...url, path: '/clubhouse' })).toMatchObject({
      reason: 'the URL is for other paths',
    });
    expect(await ask(context, { ...url, address: '192.0.2.8' })).toMatchObject({
      reason: expect.stringContaining('another address than yours, 192.0.2.8'),
    });
  });

  test('are asked for in words', async () => {
    const context = await start({ 'url-secret': [secret] });
    expect(await ask(context, {})).toEqual({ admitted: false, reason: 'a signed URL is needed' });
    expect(await ask(context, { arguments: { signature: 'x' } })).toEqual({
      admitted: false,
      reason: 'the signature of the URL is not valid',
    });
  });
});

describe('tokens with a shared secret', () => {
  const given = {
    'jwt-secret': [SECRET],
    issuer: 'https://id.example',
    audience: ['radio', 'tv'],
  };
  const good = { iss: 'https://id.example', aud: 'radio' };

  test.each<[string, object, Verdict]>([
    ['in order', {}, { admitted: true, duration: 65 }],
    ['of a second audience', { aud: ['x', 'tv'] }, { admitted: true, duration: 65 }],
    ['that expired', { exp: NOW - 5 }, { admitted: false, reason: 'the token has expired' }],
    [
      'that expires at no time',
      { exp: undefined },
      { admitted: false, reason: 'the claim exp of the token does not fit' },
    ],
    ['of a time to come', { nbf: NOW + 6 }, { admitted: false, reason: 'the token is not valid yet' }],
    ['within the tolerance', { nbf: NOW + 5, exp: NOW - 4 }, { admitted: true, duration: 1 }],
    [
      'of another issuer',
      { iss: 'x' },
      { admitted: false, reason: 'the claim iss of the token does not fit' },
    ],
    ['for others', { aud: 'x' }, { admitted: false, reason: 'the claim aud of the token does not fit' }],
    ['for this path', { path: '/live.ogg' }, { admitted: true, duration: 65 }],
    ['for another path', { path: '/x' }, { admitted: false, reason: 'the token is for another path' }],
    ['for paths below', { below: '/' }, { admitted: true, duration: 65 }],
    [
      'for a beginning without a slash',
      { below: '/live' },
      { admitted: false, reason: 'the token is for other paths' },
    ],
    ['for this address', { address: '192.0.2.7' }, { admitted: true, duration: 65 }],
    [
      'with a claim of another kind',
      { path: ['/live.ogg'] },
      { admitted: false, reason: 'the claim path of the token is no text' },
    ],
  ])('one %s', async (_, claims, verdict) => {
    const token = await shared({ ...good, ...claims });
    expect(await ask(await start(given), { token })).toEqual(verdict);
  });

  test('several secrets while one takes the place of another', async () => {
    const context = await start({ 'jwt-secret': ['another secret of at least 32 bytes', SECRET] });
    expect(await ask(context, { token: await shared() })).toMatchObject({ admitted: true });
    const stranger = await shared({}, 'a secret that nobody here knows of!!');
    expect(await ask(context, { token: stranger })).toEqual({
      admitted: false,
      reason: 'the token is not signed with a known key',
    });
  });

  test('are asked for in words, and what is none is refused', async () => {
    const context = await start({ 'jwt-secret': [SECRET] });
    const [head = '', body = '', signature = ''] = (await shared()).split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    const refused = [
      [undefined, 'a token or a signed URL is needed'],
      ['', 'the token is no JSON Web Token'],
      ['word', 'the token is no JSON Web Token'],
      ['a.b.c', 'the token is no JSON Web Token'],
      [`${head}.${body}`, 'the token is no JSON Web Token'],
      [`${head}.${body}.`, 'the token is not signed with a known key'],
      [
        `${head}.${Buffer.from('{"exp":9999999999}').toString('base64url')}.${signature}`,
        'the token is not signed with a known key',
      ],
      [none, 'the token is signed in a way that is not accepted'],
      [await sign('HS512', Buffer.alloc(64)), 'the token is signed in a way that is not accepted'],
      [await sign('ES256', EC.privateKey), 'the token is signed in a way that is not accepted'],
    ] as const;
    for (const [token, reason] of refused) {
      expect([token, await ask(context, token === undefined ? {} : { token })]).toEqual([
        token,
        { admitted: false, reason },
      ]);
    }
  });
});
