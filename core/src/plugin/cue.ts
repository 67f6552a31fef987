import type { Fraction } from './properties';

/**
 * A source that makes up what it gives out, such as a test picture: it begins now, and its own time equals the flow's
 * running time. Two of them are in step wherever and whenever they start. A `clocksync` must come after it.
 * @example
 * ```ts
 * const cue: FollowCue = { kind: 'follow', element: 'source', grid: [25, 1] };
 * ```
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

/**
 * Media of limited length in pieces of equal length, such as raw DV: it begins now and is played again and again, its times running on. Each
 * branch needs, in this order, the named element, `identity single-segment=true` and `clocksync`.
 * @example
 * ```ts
 * const cue: LoopCue = { kind: 'loop', through: ['video-gate', 'audio-gate'] };
 * ```
 */
export interface LoopCue {
  readonly kind: 'loop';
  /** Elements the media flows through, one a branch; those that nothing arrives at are left alone. */
  readonly through: readonly string[];
}

/**
 * How a source that does not live by the clock is laid on the flow's time.
 * @example
 * ```ts
 * const behaviour: Behaviour = {
 *   start: (context) => context.cue({ kind: 'follow', element: 'source', grid: [44_100, 1] }),
 * };
 * ```
 */
export type Cue = FollowCue | LoopCue;
