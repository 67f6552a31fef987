import type { FeedBuffer, FeedTags } from './tap';

/**
 * The opposite of a tap: puts media made or mended in Node into the pipeline, where the template has `@inlet:name@`.
 * Nothing is lost while the pipeline keeps up; what it does not take within 16 MB is left out, up to the next buffer
 * that is not `delta`.
 * @example
 * ```ts
 * const behaviour: Behaviour = {
 *   start(context) {
 *     const inlet = context.inlet('stream');
 *     context.tap('muxed', {
 *       caps: ({ text, streamHeader }) => inlet.caps(text, streamHeader),
 *       buffer: (buffer) => inlet.buffer(buffer),
 *     });
 *   },
 * };
 * ```
 */
export interface Inlet {
  /**
   * Says what comes: once before the first buffer, and again whenever it changes.
   * @param text - caps in GStreamer's notation, as `video/mpegts, systemstream=(boolean)true`.
   * @param streamHeader - what whoever joins late needs first.
   */
  caps(text: string, streamHeader?: readonly Buffer[]): void;
  /** Gives a buffer; `pts` counts nanoseconds of the flow's time, as in a tap. */
  buffer(buffer: FeedBuffer): void;
  /**
   * Says what the stream is from here on, in place of all that was said before; numbers are whole, empty texts are
   * left out. Not before the caps.
   */
  tags(tags: FeedTags): void;
}
