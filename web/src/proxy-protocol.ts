import { isIP, isIPv4, isIPv6 } from 'node:net';

/** Most bytes of a header: version 1 has at most 107, of version 2 no more is read (addresses and some extensions). */
export const MAX_PROXY_HEADER = 16 + 1024;

/** First bytes of a header of version 2. */
const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const MAX_LINE = 107;
/** `00:00:…` in 16 bytes. */
const GROUPS = 8;

/** What stands at the beginning of a connection. */
export type ProxyHeader =
  /** More bytes are needed to tell. */
  | { readonly kind: 'more' }
  /** No header of the PROXY protocol, or a broken one. */
  | { readonly kind: 'bad'; readonly reason: string }
  /** A header of so many bytes. Without an address the proxy speaks for itself, as in a health check. */
  | { readonly kind: 'header'; readonly length: number; readonly address: string | undefined };

const MORE: ProxyHeader = { kind: 'more' };

/**
 * Reads the header with which a proxy tells the client's address, version 1 (text) or 2 (binary).
 * Source: "The PROXY protocol, Versions 1 & 2", HAProxy Technologies, sections 2.1 and 2.2.
 */
export function parseProxyHeader(data: Buffer): ProxyHeader {
  const known = data.subarray(0, SIGNATURE.length);
  if (known.equals(SIGNATURE.subarray(0, known.length)) && data.length > 0)
    return known.length < SIGNATURE.length ? MORE : parseBinary(data);
  const start = data.toString('latin1', 0, 6);
  if (!'PROXY '.startsWith(start.slice(0, 6))) return bad('it does not begin with a PROXY header');
  const end = data.indexOf('\r\n');
  if (end > MAX_LINE - 2 || (end < 0 && data.length >= MAX_LINE)) return bad('the PROXY line is too long');
  return end < 0 ? MORE : parseLine(data.toString('latin1', 0, end), end + 2);
}

function parseLine(line: string, length: number): ProxyHeader {
  const [, family, source = '', target = '', ...ports] = line.split(' ');
  if (family === 'UNKNOWN') return { kind: 'header', length, address: undefined };
  const fits = family === 'TCP4' ? isIPv4 : family === 'TCP6' ? isIPv6 : undefined;
  const valid = ports.length === 2 && ports.every((port) => /^\d{1,5}$/.test(port) && Number(port) < 65_536);
  if (!fits?.(source) || !fits(target) || !valid) return bad('the PROXY line has no valid form');
  return { kind: 'header', length, address: source };
}

function parseBinary(data: Buffer): ProxyHeader {
  if (data.length < 16) return MORE;
  const command = data.readUInt8(12);
  const family = data.readUInt8(13);
  const length = 16 + data.readUInt16BE(14);
  if (command >> 4 !== 2 || (command & 15) > 1)
    return bad('the PROXY header is of an unknown version or command');
  if (length > MAX_PROXY_HEADER) return bad('the PROXY header is too long');
  if (data.length < length) return MORE;
  const local = (command & 15) === 0;
  const size = family >> 4 === 1 ? 4 : family >> 4 === 2 ? 16 : 0;
  if (local || size === 0) return { kind: 'header', length, address: undefined };
  if (length < 16 + 2 * size + 4) return bad('the PROXY header is too short for its addresses');
  const address = size === 4 ? [...data.subarray(16, 20)].join('.') : ipv6(data.subarray(16, 32));
  return isIP(address) === 0
    ? bad('the PROXY header has no valid address')
    : { kind: 'header', length, address };
}

function ipv6(bytes: Buffer): string {
  const groups = Array.from({ length: GROUPS }, (_, index) => bytes.readUInt16BE(index * 2).toString(16));
  const host = new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host);
  return mapped ? [...bytes.subarray(12)].join('.') : host;
}

function bad(reason: string): ProxyHeader {
  return { kind: 'bad', reason };
}
