import type { Reason } from '@flumotion/web';

/**
 * How connections are closed. `end`: what was written is still delivered. `reset`: the kernel's buffer is given back at
 * once.
 */
export const CLOSINGS: Readonly<Record<Reason, 'end' | 'reset'>> = {
  left: 'reset',
  error: 'reset',
  'too-slow': 'reset',
  abuse: 'reset',
  limit: 'end',
  expired: 'end',
  ejected: 'end',
  'source-end': 'end',
  stopped: 'end',
};

/** What the system says of a connection that its listener has closed. */
const GONE = ['ECONNRESET', 'EPIPE', 'ECONNABORTED'];

/** Why a listener is gone whose connection has an error. */
export function reasonOf({
  code = 'unknown',
}: NodeJS.ErrnoException): readonly [reason: Reason, detail?: string] {
  return GONE.includes(code) ? ['left'] : ['error', `(${code})`];
}
