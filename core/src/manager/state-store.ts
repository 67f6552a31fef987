import type { z } from 'zod/v3';

/**
 * Keeps what must survive a restart of the manager: small documents by key. The built-in one keeps files; one that
 * several managers share can stand in its place.
 */
export interface StateStore {
  /**
   * Reads a document; undefined when there is none, or when it was damaged and has been put aside.
   * @throws FlumotionError `state-unreadable` when the store itself cannot be read.
   */
  read<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined>;
  /**
   * Replaces a document; resolves when it is safe. Writes of one key happen in order.
   * @throws FlumotionError `state-unwritable`.
   */
  write(key: string, value: unknown): Promise<void>;
  /** Gives the store free for another manager; writes under way are finished first. */
  close(): Promise<void>;
}
