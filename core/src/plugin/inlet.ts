import type { FeedBuffer } from './tap';

/**
 * The opposite of a tap: puts media made or mended in Node into the pipeline, where the template has `@inlet:name@`.
 * Nothing is lost while the pipeline keeps up; what it does not take within 16 MB is left out, up to the next buffer
 * that is not `delta`.
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
}
