import type { Fraction } from './properties';

/**
 * A source that makes up what it gives out, such as a test picture: it begins now, and its own time equals the flow's
 * running time. Two of them are in step wherever and whenever they start. A `clocksync` must come after it.
 */
export interface FollowCue {
  readonly kind: 'follow';
  /** Name of the source element. */
  readonly element: string;
  /** Frames, or samples, a second; the source begins on a whole one. */
  readonly grid: Fraction;
  /** Nanoseconds by which what the source makes up is ahead of the time it says; 0 when left out. */
  readonly ahead?: number;
}

/** How a source that does not live by the clock is laid on the flow's time. */
export type Cue = FollowCue;
