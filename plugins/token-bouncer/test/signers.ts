import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';

/** The clock of the tests: 2026-03-01T12:00:00Z, in seconds. */
export const NOW = 1_772_366_400;
/** Key of tokens with a shared secret. */
export const SECRET = 'a secret of at least thirty-two bytes';

/** Pairs of keys, made once. */
export const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const EC_384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
export const ED = generateKeyPairSync('ed25519');
export const OTHER_EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A key as it stands in a JSON Web Key Set. */
export function jwk(key: KeyObject, kid?: string): object {
  return { ...key.export({ format: 'jwk' }), ...(kid === undefined ? {} : { kid }) };
}

/** Signs a token that is valid for a minute, unless its claims say otherwise. */
export async function sign(
  alg: string,
  key: KeyObject | Uint8Array,
  claims: JWTPayload = {},
  kid?: string,
): Promise<string> {
  return new SignJWT({ exp: NOW + 60, ...claims })
    .setProtectedHeader({ alg, ...(kid === undefined ? {} : { kid }) })
    .sign(key);
}

/** A token signed with the shared secret. */
export function shared(claims: JWTPayload = {}, secret = SECRET): Promise<string> {
  return sign('HS256', Buffer.from(secret), claims);
}
