/**
 * One media buffer read from a feed.
 * @example
 * ```ts
 * const keyframe = ({ delta, header }: FeedBuffer): boolean => !delta && !header;
 * ```
 */
export interface FeedBuffer {
  /** The bytes; shared, never to be changed. */
  readonly data: Buffer;
  /** Presentation time in nanoseconds of running time; undefined when the buffer has none. */
  readonly pts?: bigint;
  /** Duration in nanoseconds; undefined when unknown. */
  readonly duration?: bigint;
  /** Cannot be decoded without the buffers before it. */
  readonly delta: boolean;
  /** Is part of the stream's headers. */
  readonly header: boolean;
  /** The stream is not continuous before this buffer. */
  readonly discont: boolean;
  /** Granule position or byte offset of the end, where the format has one. */
  readonly offsetEnd?: bigint;
}

/**
 * Caps of a feed as they arrive.
 * @example
 * ```ts
 * const ogg = ({ mediaType }: FeedCaps): boolean => mediaType === 'application/ogg';
 * ```
 */
export interface FeedCaps {
  /** The whole caps text. */
  readonly text: string;
  /** Media type, as `application/ogg`. */
  readonly mediaType: string;
  /** Buffers to send first to whoever joins late, in order. */
  readonly streamHeader: readonly Buffer[];
}

/**
 * What a stream says of itself: text and numbers by GStreamer's names of tags, as `title`, `artist`, `organization`,
 * `genre`, `bitrate`; of several values the first. Pictures and other bytes are not among them.
 * @example
 * ```ts
 * const tags: FeedTags = { title: 'News', bitrate: 128_000 };
 * ```
 */
export type FeedTags = Readonly<Record<string, string | number>>;

/**
 * Receives a feed as buffers, in a component that works in Node. All calls come in stream order.
 * @example
 * ```ts
 * const behaviour: Behaviour = {
 *   start: (context) =>
 *     context.tap('default', {
 *       caps: ({ mediaType }) => context.log.info(mediaType),
 *       buffer: ({ data }) => context.count('bytes', data.length),
 *       lost: (reason) => context.log.warn(reason),
 *     }),
 * };
 * ```
 */
export interface TapHandler {
  /** The stream's caps are known or changed. Called before the first buffer, and again after each reconnection. */
  caps(caps: FeedCaps): void;
  buffer(buffer: FeedBuffer): void;
  /** All tags of the stream as they are from here on. Not called for a feed without any. */
  tags?(tags: FeedTags): void;
  /**
   * All that has come so far was handed over. Answers the milliseconds for which more may wait where it arrives, after which
   * that is handed over and this is called again; or 0, to be given the next buffer when it comes. A process that is woken a
   * few times a second needs less CPU than one that is woken by each buffer. Not called where a feed cannot wait.
   * A rest that is too long for the rate of the feed is cut.
   */
  drained?(): number;
  /** The feed is away; it will come back with `caps`. */
  lost?(reason: string): void;
}
