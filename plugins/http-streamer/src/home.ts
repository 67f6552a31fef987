import type { Reason } from '@flumotion/web';
import type { Framed } from './framing';
import type { InStep } from './in-step';
import type { Listener } from './listener';
import type { Ring } from './ring';
import type { Weaver } from './weaver';

/** What a listener needs of the audience it belongs to. */
export interface Home {
  readonly ring: Ring;
  readonly weaver: Weaver;
  /** Those who are served in step, by what they are given of a chunk. */
  readonly inStep: Readonly<Record<keyof Framed, InStep>>;
  /** Those who are served each by itself. */
  readonly alone: Set<Listener>;
  /** Bytes sent to all listeners. */
  sent: number;
  /** Times a listener skipped to a keyframe. */
  resyncs: number;
  /** Seconds a listener may be behind. */
  maxLag(): number;
  /** Seconds a listener may take nothing of what waits for it. */
  timeout(): number;
  /** Takes a listener out and closes its connection. */
  dismiss(listener: Listener, why: Reason, detail?: string): void;
}
