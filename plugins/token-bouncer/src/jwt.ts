import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import type { Grant } from './grant';
import type { Keys } from './keys';

/** What tokens are judged by. */
export interface TokenRules {
  readonly secrets: readonly string[];
  readonly keys: Keys | undefined;
  readonly issuer: string | undefined;
  readonly audience: readonly string[];
  /** Seconds. */
  readonly tolerance: number;
}

/** Least length of a key, in bytes, as RFC 7518 asks for. */
export const SHORTEST_JWT_SECRET = 32;

/** Which keys check which signatures: a public key must never be taken for a shared secret. */
const PUBLIC = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const SHARED = ['HS256'];

/**
 * Reads a JSON Web Token whose signature and claims are valid. The claims `address`, `path` and `below` limit what it
 * grants.
 * @param now - milliseconds since 1970.
 * @returns what it grants, or why it is refused, in words.
 * @throws Error when it cannot be judged now, as while there are no keys.
 */
export async function readToken(token: string, rules: TokenRules, now: number): Promise<Grant | string> {
  const { issuer, audience, tolerance } = rules;
  const options: JWTVerifyOptions = {
    requiredClaims: ['exp'],
    clockTolerance: tolerance,
    currentDate: new Date(now),
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience.length === 0 ? {} : { audience: [...audience] }),
  };
  try {
    return grantOf(await verified(token, rules, options));
  } catch (error) {
    const reason = refusalOf(error);
    if (reason === undefined) throw error;
    return reason;
  }
}

async function verified(token: string, rules: TokenRules, options: JWTVerifyOptions): Promise<JWTPayload> {
  const { alg = '' } = decodeHeader(token);
  if (PUBLIC.includes(alg) && rules.keys) return byPublicKey(token, rules.keys, options);
  if (!SHARED.includes(alg) || rules.secrets.length === 0) throw new errors.JOSEAlgNotAllowed();
  let wrong: unknown;
  for (const secret of rules.secrets) {
    try {
      const { payload } = await jwtVerify(token, Buffer.from(secret), { ...options, algorithms: SHARED });
      return payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
      wrong = error;
    }
  }
  throw wrong;
}

async function byPublicKey(token: string, keys: Keys, given: JWTVerifyOptions): Promise<JWTPayload> {
  const options = { ...given, algorithms: PUBLIC };
  try {
    return (await jwtVerify(token, keys.find, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    // The token does not say which of several keys it is signed with.
    for await (const key of error) {
      try {
        return (await jwtVerify(token, key, options)).payload;
      } catch (other) {
        if (!(other instanceof errors.JWSSignatureVerificationFailed)) throw other;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

function decodeHeader(token: string): ReturnType<typeof decodeProtectedHeader> {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw new errors.JWTInvalid();
  }
}

function grantOf(payload: JWTPayload): Grant | string {
  const { exp = 0, address, path, below } = payload as JWTPayload & Record<string, unknown>;
  for (const [name, claim] of Object.entries({ address, path, below })) {
    if (claim !== undefined && typeof claim !== 'string') return `the claim ${name} of the token is no text`;
  }
  return { expires: exp, address, path, below } as Grant;
}

/** Why a token is refused; undefined when the error says nothing of the token. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === 'nbf'
      ? 'the token is not valid yet'
      : `the claim ${error.claim} of the token does not fit`;
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey)
    return 'the token is not signed with a known key';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'the token is signed in a way that is not accepted';
  const malformed = [errors.JWTInvalid, errors.JWSInvalid, errors.JOSENotSupported];
  return malformed.some((kind) => error instanceof kind) ? 'the token is no JSON Web Token' : undefined;
}
