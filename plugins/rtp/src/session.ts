import { numbersOf } from '@flumotion/core/plugin';

/** A sender as `rtpsession` knows it. */
export interface KnownSender {
  readonly ssrc: number;
  readonly packets: number;
  readonly lost: number;
  /** Highest sequence number, with the times it began anew. */
  readonly highest: number;
  /** In ticks of the RTP time. */
  readonly jitter: number;
}

/** The senders in the text of a session's `stats`. */
export function sendersOf(stats: unknown): KnownSender[] {
  if (typeof stats !== 'string') return [];
  return stats
    .split('application/x-rtp-source-stats')
    .slice(1)
    .flatMap((text) => {
      const number = (field: string): number => numbersOf(text, field)[0] ?? 0;
      const [packets, lost] = [number('packets-received'), number('packets-lost')];
      if (packets === 0 || /internal\\*=\\*\(boolean\\*\)true/.test(text)) return [];
      const highest = number('seqnum-base') + packets + lost - 1;
      return [
        { ssrc: number('ssrc'), packets, lost, highest: Math.max(0, highest), jitter: number('jitter') },
      ];
    });
}
