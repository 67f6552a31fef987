import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** A name or address under which listeners may find this machine, when nobody has said one. */
export function guessHost(boundTo: string | undefined): string {
  if (boundTo !== undefined && boundTo !== '0.0.0.0' && boundTo !== '::') {
    return boundTo === '127.0.0.1' || boundTo === '::1' ? 'localhost' : boundTo;
  }
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? 'localhost';
}

/** URL of a stream. */
export function streamUrl(
  host: string,
  port: number,
  mount: string,
  scheme: 'http' | 'https' = 'http',
): string {
  const name = isIPv6(host) ? `[${host}]` : host;
  return `${scheme}://${name}${port === (scheme === 'http' ? 80 : 443) ? '' : `:${port}`}${encodeURI(mount)}`;
}
