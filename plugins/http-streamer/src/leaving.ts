import type { StatName } from './declaration';

/** Why a listener is no longer served. */
export type Leaving = 'left' | 'duration' | 'stream-changed' | 'slow' | 'abuse' | 'stopped';

interface LeavingRow {
  /** For the log, in words. */
  readonly text: string;
  /** Counter that it adds to. */
  readonly stat: StatName | undefined;
  /** `end`: what was written is still delivered. `reset`: the kernel's buffer is given back at once. */
  readonly close: 'end' | 'reset';
}

/** What each way of leaving means. */
export const LEAVINGS: Readonly<Record<Leaving, LeavingRow>> = {
  left: { text: 'closed by the listener', stat: 'left-by-themselves', close: 'reset' },
  duration: { text: 'its time is up', stat: 'left-duration', close: 'end' },
  'stream-changed': { text: 'the stream changed form', stat: 'left-stream-changed', close: 'end' },
  slow: { text: 'too slow', stat: 'dropped-slow', close: 'reset' },
  abuse: { text: 'sent data that nobody asked for', stat: 'dropped-abuse', close: 'reset' },
  stopped: { text: 'the component stopped', stat: undefined, close: 'end' },
};
