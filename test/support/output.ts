import type { FeedBuffer, FeedCaps, FeedTags } from '../../core/src/plugin';
import { waitUntil } from './wait-until';

/** What came out of one feeder. */
export class Output {
  readonly caps: FeedCaps[] = [];
  readonly buffers: FeedBuffer[] = [];
  readonly tags: FeedTags[] = [];

  /** Seconds of running time of each buffer. */
  get times(): readonly number[] {
    return this.buffers.map((buffer) => Number(buffer.pts ?? -1n) / 1e9);
  }

  /** Waits until so many buffers are here. */
  async have(count: number, deadline = 15_000): Promise<void> {
    await waitUntil(
      () => `${String(count)} buffers (${String(this.buffers.length)} so far)`,
      () => this.buffers.length >= count,
      deadline,
    );
  }

  /** All bytes that are no headers. */
  bytes(): Buffer {
    return Buffer.concat(this.buffers.filter((buffer) => !buffer.header).map((buffer) => buffer.data));
  }
}
