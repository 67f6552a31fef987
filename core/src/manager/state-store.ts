/** Judges what was stored; a schema of zod is one. */
export interface Judge<T> {
  /** @throws when it does not fit. */
  parse(value: unknown): T;
}

/** A list that only grows at its end; what is oldest goes when it is too large. */
export interface Journal {
  /** Adds an entry; resolves when it is written. @throws FlumotionError `state-unwritable`. */
  append(entry: unknown): Promise<void>;
  /** The entries, the newest first; damaged ones are left out. @throws FlumotionError `state-unreadable`. */
  read(): AsyncIterable<unknown>;
}

/**
 * Keeps what must survive a restart of the manager: small documents by key. The built-in one keeps files; one that
 * several managers share can stand in its place.
 */
export interface StateStore {
  /**
   * Reads a document; undefined when there is none, or when it was damaged and has been put aside.
   * @throws FlumotionError `state-unreadable` when the store itself cannot be read.
   */
  read<T>(key: string, schema: Judge<T>): Promise<T | undefined>;
  /**
   * Replaces a document; resolves when it is safe. Writes of one key happen in order.
   * @throws FlumotionError `state-unwritable`.
   */
  write(key: string, value: unknown): Promise<void>;
  /** A list by key, the same one for the same key. */
  journal(key: string): Journal;
  /** Gives the store free for another manager; writes under way are finished first. */
  close(): Promise<void>;
}
