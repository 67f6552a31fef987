import { createHmac, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { Keycard } from '@flumotion/core/plugin';
import type { Grant } from './grant';

/** What is signed of a URL, beside its path. */
export interface UrlGrant {
  /** Key that the token-bouncer has as `url-secret`. */
  readonly secret: string;
  /** When the URL expires, in seconds since 1970. */
  readonly expires: number;
  /** Address of the one client that may use it. */
  readonly address?: string;
  /** Beginning of the paths it is for, as `/live/`, in place of the one path of the URL. */
  readonly below?: string;
}

/** Least length of a key, in bytes. */
export const SHORTEST_SECRET = 16;

/**
 * Signs a URL for a token-bouncer.
 * @returns the URL with the arguments `expires`, `signature` and, where they are given, `address` and `below`.
 * @throws Error when something of it can grant nothing.
 */
export function signUrl(url: string, { secret, expires, address, below }: UrlGrant): string {
  const signed = new URL(url);
  const complain = (text: string): never => {
    throw new Error(`this URL cannot be signed: ${text}`);
  };
  if (Buffer.byteLength(secret) < SHORTEST_SECRET)
    complain(`the secret has less than ${SHORTEST_SECRET} bytes`);
  if (!Number.isSafeInteger(expires) || expires <= 0) complain('expires is no whole number of seconds');
  if (address !== undefined && isIP(address) === 0) complain(`${JSON.stringify(address)} is no address`);
  if (below !== undefined && !/^\/(.*\/)?$/s.test(below))
    complain('below neither begins nor ends with a slash');
  const grant = { expires, address, below, path: decodeURIComponent(signed.pathname) };
  for (const name of ['expires', 'address', 'below', 'signature']) signed.searchParams.delete(name);
  signed.searchParams.set('expires', String(expires));
  if (address !== undefined) signed.searchParams.set('address', address);
  if (below !== undefined) signed.searchParams.set('below', below);
  signed.searchParams.set('signature', signatureOf(grant, secret).toString('base64url'));
  return signed.href;
}

/** Whether a keycard comes with a signed URL. */
export function isSigned({ arguments: given }: Keycard): boolean {
  return given?.['signature'] !== undefined;
}

/** What the URL of a keycard grants; undefined when its signature is that of none of the keys. */
export function signedGrant(keycard: Keycard, secrets: readonly string[]): Grant | undefined {
  const { signature = '', expires = '', address, below } = keycard.arguments ?? {};
  const given = decodeSignature(signature);
  if (!given || !/^\d{1,12}$/.test(expires) || (address !== undefined && isIP(address) === 0))
    return undefined;
  const path = below === undefined ? keycard.path : undefined;
  const grant: Grant = { expires: Number(expires), address, below, path: path ?? '' };
  // All keys are tried, so that how long it takes tells nothing of which fits.
  const fitting = secrets.filter((secret) => timingSafeEqual(signatureOf(grant, secret, expires), given));
  return fitting.length > 0 ? { ...grant, path } : undefined;
}

/** No two grants have the same text: the lines stand in one order, and the last takes the rest. */
function signatureOf(grant: Grant, secret: string, expires = String(grant.expires)): Buffer {
  const { address, below, path = '' } = grant;
  const text = [
    `expires=${expires}`,
    ...(address === undefined ? [] : [`address=${address}`]),
    below === undefined ? `path=${path}` : `below=${below}`,
  ].join('\n');
  return createHmac('sha256', secret).update(text).digest();
}

/** The 32 bytes of a signature in hexadecimal or base64url. */
function decodeSignature(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[\w-]{43}=?$/.test(text) ? Buffer.from(text, 'base64url') : undefined;
}
