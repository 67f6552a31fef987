import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import type { PipelineElement, PropertySpecs, ValuesOf } from '@flumotion/core/plugin';

/** Characters a passphrase may have, by SRT's definition. */
const PASSPHRASE = [10, 79] as const;
/** Characters a stream id may have, by SRT's definition. */
const STREAM_ID_MAX = 512;

/** Properties of both ends. */
export const CONNECTION_PROPERTIES = {
  mode: {
    type: 'enum',
    values: ['caller', 'listener'],
    default: 'caller',
    description: 'Connect to the other end (caller), or wait for it to connect (listener).',
  },
  host: {
    type: 'string',
    description:
      'Name or address to connect to; for a listener the address to listen on, all of the machine when left out.',
  },
  port: {
    type: 'int',
    required: true,
    min: 1,
    max: 65_535,
    listens: 'udp',
    listensUnless: ['mode', 'caller'],
    description: 'UDP port to connect to, or to listen on.',
  },
  passphrase: {
    type: 'string',
    secret: true,
    description:
      'Encrypts the stream; the same on both ends, 10 to 79 characters. Not encrypted when left out.',
  },
  'key-length': {
    type: 'enum',
    values: ['16', '24', '32'],
    description: 'Bytes of the key made from the passphrase; 16 when left out at both ends.',
  },
  latency: {
    type: 'int',
    min: 20,
    max: 30_000,
    unit: 'ms',
    description:
      'Time in which lost packets may be sent again, at least four times the round trip; the greater of both ends counts, 125 when left out.',
  },
  'stream-id': {
    type: 'string',
    description: 'Which stream is meant, for servers that have several; only a caller sends it.',
  },
} as const satisfies PropertySpecs;

/** Values of `CONNECTION_PROPERTIES`. */
export type ConnectionValues = ValuesOf<typeof CONNECTION_PROPERTIES>;

/** What is wrong with values that do not go together. */
export function checkConnection(p: ConnectionValues): string | undefined {
  if (p.mode === 'caller' && p.host === undefined)
    return 'host is needed to connect to; or set mode to listener';
  const { passphrase } = p;
  const [least, most] = PASSPHRASE;
  if (passphrase === undefined) {
    if (p['key-length'] !== undefined) return 'key-length means nothing without a passphrase';
  } else if (passphrase.length < least || passphrase.length > most) {
    return `passphrase has ${String(passphrase.length)} characters; SRT needs ${String(least)} to ${String(most)}`;
  }
  const id = p['stream-id'];
  if (id === undefined) return undefined;
  if (p.mode === 'listener') return 'stream-id is what a caller sends; a listener has none';
  return id.length > STREAM_ID_MAX
    ? `stream-id is longer than ${String(STREAM_ID_MAX)} characters`
    : undefined;
}

/** What the connection goes to or waits for, for people. */
export function peerOf(p: ConnectionValues): string {
  const host = p.host ?? '0.0.0.0';
  const where = `srt://${isIPv6(host) ? `[${host}]` : host}:${String(p.port)}`;
  return p.mode === 'caller' ? where : `a caller at ${where}`;
}

/**
 * Puts the values on `srtsrc` or `srtsink`, which is stopped. The name is resolved here: the element would hold up the
 * job with it.
 * @throws Error when the name of the host is not known.
 */
export async function applyConnection(element: PipelineElement, p: ConnectionValues): Promise<void> {
  const address = await addressOf(p.host ?? '0.0.0.0');
  // The URI comes first: setting it takes all other settings away.
  element.set('uri', `srt://${isIPv6(address) ? `[${address}]` : address}:${String(p.port)}`);
  element.set('mode', p.mode);
  if (p.mode === 'listener') {
    element.set('localaddress', address);
    element.set('localport', p.port);
  }
  if (p.latency !== undefined) element.set('latency', p.latency);
  if (p.passphrase !== undefined) element.set('passphrase', p.passphrase);
  if (p['key-length'] !== undefined) element.set('pbkeylen', p['key-length']);
  if (p['stream-id'] !== undefined) element.set('streamid', p['stream-id']);
}

async function addressOf(host: string): Promise<string> {
  try {
    return (await lookup(host)).address;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Error(
      `no address is known for ${host} (${code}); check the property host and the name server`,
      {
        cause: error,
      },
    );
  }
}
