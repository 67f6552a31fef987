import type { PropertySpecs } from '@flumotion/core/plugin';

/** Properties of both ends. */
export const COMMON = {
  protocol: {
    type: 'enum',
    values: ['rtp', 'udp'],
    default: 'rtp',
    description: 'RTP packets, or an MPEG transport stream in plain UDP datagrams (udp).',
  },
  interface: {
    type: 'string',
    description:
      'Network interface for multicast, by name or address; the one that the system chooses when left out.',
  },
  rtcp: {
    type: 'bool',
    default: true,
    description: 'Exchange reports (RTCP) with the other end: loss, jitter, and what keeps streams together.',
  },
  'srtp-key': {
    type: 'string',
    secret: true,
    description:
      'Encrypts the packets (SRTP, AES 128, SHA-1 80): 30 bytes in base64, as in a=crypto of an SDP; the same at both ends.',
  },
} as const satisfies PropertySpecs;

/** Largest SSRC. */
export const MAX_SSRC = 4_294_967_295;

/** What is wrong with an SRTP key and what goes with it. */
export function checkSrtp(p: {
  readonly 'srtp-key'?: string | undefined;
  readonly ssrc?: number | undefined;
  readonly protocol: string;
}): string | undefined {
  const key = p['srtp-key'];
  if (key === undefined) return undefined;
  if (!/^[A-Za-z0-9+/]{40}$/.test(key)) return 'srtp-key is not 30 bytes in base64, which are 40 characters';
  if (p.protocol === 'udp') return 'srtp-key encrypts RTP; with protocol udp leave it out';
  return p.ssrc === undefined ? 'srtp-key needs an ssrc, the same at both ends' : undefined;
}

/** An SRTP key in the form that elements take. */
export function keyInHex(key: string): string {
  return Buffer.from(key, 'base64').toString('hex');
}
