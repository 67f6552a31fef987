import type { Failure } from './http/failure';

/** What one listener does. */
export interface ListenerPlan {
  readonly url: URL;
  /** It is content after this many bytes. */
  readonly bytes?: number;
  /** It is content after this many seconds, counted from the first byte. */
  readonly seconds?: number;
  /** Bytes a second to read; as fast as the stream comes when left out. */
  readonly readRate?: number;
  /** Bytes a read, when there is a rate. */
  readonly readSize: number;
  /** It stops reading after the first bytes, and stays. */
  readonly stalls?: boolean;
  /** Longest wait for the connection, the answer and every further byte, in seconds. */
  readonly timeout: number;
  /** Longest stay for `bytes`, in seconds. */
  readonly patience: number;
}

/** How it went for one listener. Times in milliseconds. */
export interface ListenerResult {
  /** Why it failed; absent for a good stream, and for one that was cut short without a fault. */
  readonly failure?: Failure;
  /** The test was interrupted before the listener was content. */
  readonly interrupted: boolean;
  /** From the request to the first byte of the stream; absent when none came. */
  readonly firstByte?: number;
  /** Longest time without a byte, after the first; of HLS, longest time for which the picture would have stood still. */
  readonly worstGap: number;
  /**
   * Most by which the first listener of the same stream had a byte earlier, or, of HLS, since the end of a segment was made;
   * absent where neither is known.
   */
  readonly lag?: number;
  readonly bytes: number;
  /** From the first byte to the end. */
  readonly stayed: number;
  /** What the stream is, as `Ogg: theora, vorbis`. */
  readonly description?: string;
  /** It stopped reading, as it was meant to: whether the server cut it off. */
  readonly stalled?: 'held' | 'cut off';
}
