import type { StatSpec } from '@flumotion/core/plugin';

/** Why somebody is no longer served: a word that stays the same, for programs. */
export type Reason =
  'left' | 'error' | 'too-slow' | 'abuse' | 'limit' | 'expired' | 'ejected' | 'source-end' | 'stopped';

/** Counters of the reasons, for a component that serves listeners. */
export const reasonStats = {
  'left-by-themselves': { kind: 'counter', description: 'Listeners that closed their connection.' },
  'left-error': { kind: 'counter', description: 'Listeners whose connection broke.' },
  'left-duration': {
    kind: 'counter',
    description: 'Listeners whose time was up, as the property duration sets it.',
  },
  'left-expired': { kind: 'counter', description: 'Listeners whose time was up, as the bouncer granted it.' },
  'left-ejected': { kind: 'counter', description: 'Listeners that the bouncer, or a person, had leave.' },
  'left-stream-changed': { kind: 'counter', description: 'Listeners ended because the stream changed form.' },
  'dropped-slow': {
    kind: 'counter',
    description: 'Listeners dropped because they took nothing for too long.',
  },
  'dropped-abuse': { kind: 'counter', description: 'Listeners dropped because they sent data.' },
} as const satisfies Readonly<Record<string, StatSpec>>;

/** What there is to say of a reason. */
export interface ReasonFacts {
  /** In words. */
  readonly text: string;
  /** Counter that it adds to; none when the component ends anyway. */
  readonly stat: keyof typeof reasonStats | undefined;
}

/** Every reason. */
export const REASONS: Readonly<Record<Reason, ReasonFacts>> = {
  left: { text: 'closed by the listener', stat: 'left-by-themselves' },
  error: { text: 'the connection broke', stat: 'left-error' },
  'too-slow': { text: 'too slow', stat: 'dropped-slow' },
  abuse: { text: 'sent data that nobody asked for', stat: 'dropped-abuse' },
  limit: { text: 'its time is up', stat: 'left-duration' },
  expired: { text: 'the time it was granted is up', stat: 'left-expired' },
  ejected: { text: 'had to leave', stat: 'left-ejected' },
  'source-end': { text: 'the stream changed form', stat: 'left-stream-changed' },
  stopped: { text: 'the component stopped', stat: undefined },
};

/** A reason as the log has it: the word, then what is to say. */
export function reasonText(reason: Reason, detail?: string): string {
  const { text } = REASONS[reason];
  return `${reason}: ${detail === undefined ? text : `${text} ${detail}`}`;
}
