import type { CompanionRequest } from './channel';

/** A name or address with or without a port, and nothing else: it is going to stand in URLs. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]{0,252})|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/**
 * The URL of the server as the client sees it, without a slash at the end.
 * @param secure - whether the client is known to have come by TLS.
 * @param fallback - for a request whose Host field cannot be used.
 */
export function originOf({ fields }: CompanionRequest, secure: boolean, fallback: string): string {
  const host = fields.get('host');
  if (host === undefined || !HOST.test(host)) return fallback;
  const [scheme, usual] = secure ? ['https', ':443'] : ['http', ':80'];
  return `${scheme}://${host.endsWith(usual) ? host.slice(0, -usual.length) : host}`;
}
