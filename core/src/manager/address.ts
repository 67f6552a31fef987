import { IPv6, isValid, parse } from 'ipaddr.js';

/** Address at the other end of a connection, that of IPv4 in its own notation; empty when it is not known any more. */
export function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:/, '');
}

/**
 * Whom an address counts as where somebody may have many: an IPv4 address itself, of an IPv6 address the 64 bits that
 * one customer is given at the least (RFC 6177).
 */
export function networkOf(address: string): string {
  if (!isValid(address)) return address;
  const parsed = parse(address);
  return parsed instanceof IPv6 ? new IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0]).toString() : address;
}
