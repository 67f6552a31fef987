import type { Opening, Request } from '@flumotion/web';
import type { Place } from './weaver';

/** Who a listener is. */
export interface Visit {
  /** Names it: its keycard, where somebody judged it. */
  readonly id: string;
  readonly address: string;
  readonly user: string | undefined;
  readonly agent: string | undefined;
  /** Monotonic milliseconds at which its time is up, which whoever judges may change; and why it ends then. */
  until: number;
  readonly ends: 'limit' | 'expired';
  /** What is known of its line in the log; undefined when it is not to be logged. */
  readonly opening: Opening | undefined;
  /** What the plugs that log requests are told; undefined when it is not to be logged. */
  readonly request: Request | undefined;
}

/** How the body of a response is sent: as it is, in chunks, or with metadata in between. */
export interface Body {
  readonly chunked?: boolean;
  /** Where it begins to count to its next metadata. Never chunked: radios that ask for it do not all know chunks. */
  readonly place?: Place | undefined;
}
