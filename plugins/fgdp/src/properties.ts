import type { PropertySpecs, ValuesOf } from '@flumotion/core/plugin';

/** Properties of both ends; `mode` is each end's own. */
export const LINK_PROPERTIES = {
  host: {
    type: 'string',
    default: 'localhost',
    description: 'Name or address to connect to (push), or the address to listen on (pull).',
  },
  port: {
    type: 'int',
    min: 1,
    max: 65_535,
    default: 15_000,
    listens: 'tcp',
    listensUnless: ['mode', 'push'],
    description: 'TCP port to connect to, or to listen on.',
  },
  username: { type: 'string', default: 'user', description: 'User name; the same at both ends.' },
  password: {
    type: 'string',
    secret: true,
    description:
      'Password; the same at both ends. When left out it is that of Flumotion 0.10, "test", which everybody knows: a warning asks for another.',
  },
  version: { type: 'enum', values: ['0.1'], default: '0.1', description: 'Version of the protocol.' },
  'max-reconnection-delay': {
    type: 'int',
    min: 1,
    max: 3600,
    default: 5,
    unit: 's',
    description: 'Longest time between two attempts to connect.',
  },
  tls: { type: 'bool', default: false, description: 'Encrypt the connection; the same at both ends.' },
  certificate: { type: 'string', description: 'PEM file of the certificate; for the end that listens.' },
  key: { type: 'string', description: 'PEM file of its private key; for the end that listens.' },
  fingerprint: {
    type: 'string',
    description:
      'SHA-256 fingerprint of the certificate of the end that listens; without it the certificate has to be one that the system trusts.',
  },
} as const satisfies PropertySpecs;

/** The property `mode`, with what it is when left out. */
export function modeProperty<const M extends 'push' | 'pull'>(usual: M) {
  return {
    type: 'enum',
    values: ['push', 'pull'],
    default: usual,
    description: 'Connect to the other end (push), or wait for it to connect (pull).',
  } as const;
}

/** What the original used where a planet says nothing. */
export const KNOWN_PASSWORD = 'test';

/** Values of both ends. */
export type LinkValues = ValuesOf<typeof LINK_PROPERTIES> & { readonly mode: 'push' | 'pull' };

/** Bytes of a SHA-256 fingerprint in hexadecimal, with or without colons. */
const FINGERPRINT = /^([0-9a-f]{2}:?){31}[0-9a-f]{2}$/i;

/** What is wrong with values that do not go together. */
export function checkLink(p: LinkValues): string | undefined {
  if (/[\s\p{Cc}]/u.test(p.username)) return 'username must not have blanks';
  if (p.fingerprint !== undefined && !FINGERPRINT.test(p.fingerprint))
    return 'fingerprint is not the SHA-256 of a certificate: 64 hexadecimal digits, with or without colons';
  const files = [p.certificate, p.key].filter((file) => file !== undefined).length;
  if (!p.tls) return files > 0 || p.fingerprint !== undefined ? 'set tls as well' : undefined;
  if (p.mode === 'pull' && files < 2) return 'to listen with tls, certificate and key are needed';
  return undefined;
}
