/**
 * How a cache stood to a file that was asked for.
 * @example
 * ```ts
 * const fresh = (status: CacheStatus): boolean => status === 'cache-hit' || status === 'temp-hit';
 * ```
 */
export type CacheStatus = 'cache-hit' | 'temp-hit' | 'cache-miss' | 'cache-outdate';

/**
 * What the loggers of requests are told of a request for a file, beside what every request has.
 * @example
 * ```ts
 * const part = (entry: FileRequestEntry): boolean => entry['range-first'] !== undefined;
 * ```
 */
export interface FileRequestEntry {
  /** Bytes of the whole file. */
  readonly 'resource-size'?: number | undefined;
  /** First byte asked for, of the first range. */
  readonly 'range-first'?: number | undefined;
  /** Last byte asked for, of the last range. */
  readonly 'range-last'?: number | undefined;
  /** In the cache, being copied into it, not in it, or no longer what is in it. */
  readonly 'cache-status'?: CacheStatus | undefined;
  /** Bytes that came out of the cache. */
  readonly 'cache-read'?: number | undefined;
}

/**
 * A file that a provider has opened for one request.
 * @example
 * ```ts
 * const greeting: OpenFile = {
 *   size: 5,
 *   modified: undefined,
 *   etag: '"hello"',
 *   type: 'text/plain',
 *   async *read(from, to) {
 *     yield Buffer.from('hello').subarray(from, to);
 *   },
 *   close: () => undefined,
 * };
 * ```
 */
export interface OpenFile {
  /** Bytes. */
  readonly size: number;
  /** When it last changed, in milliseconds since 1970; undefined when nobody knows. */
  readonly modified: number | undefined;
  /** Its entity tag as HTTP writes it, quotes included; undefined when there is none. */
  readonly etag: string | undefined;
  /** Its media type; undefined leaves that to the ending of its name. */
  readonly type: string | undefined;
  /**
   * Its bytes from one place up to, and not including, another, in pieces of at most 64 KiB. It throws when the file can
   * no longer be read so far, as when it was made shorter. Reads of one file may follow each other, never overlap.
   */
  read(from: number, to: number): AsyncIterable<Uint8Array>;
  /** How a cache stood to it so far; undefined without a cache. */
  cached?(): { readonly status: CacheStatus; readonly read: number };
  /** Gives back what it holds. Called once, when the answer has ended. */
  close(): void;
}

/**
 * Why there is no file: none of this name, one that may not be read, or nobody can say now.
 * @example
 * ```ts
 * const no: NoFile = { missing: 'not-found', reason: 'nothing of this name in the archive' };
 * ```
 */
export interface NoFile {
  readonly missing: 'not-found' | 'forbidden' | 'unavailable';
  /** For the log. */
  readonly reason: string;
}

/**
 * What a component that serves files asks of a plug of the socket `file-provider`.
 * @example
 * ```ts
 * const empty: FileProvider = { open: async () => ({ missing: 'not-found', reason: 'it has none' }) };
 * ```
 */
export interface FileProvider {
  /**
   * Opens a file for one request, within 5 s.
   * @param path - below the mount point, percent-decoded, with `/` between names; empty for the mount point itself. No
   *   name is empty, begins with a dot or has a slash, a backslash or a control character in it.
   */
  open(path: string): Promise<OpenFile | NoFile>;
  /** Folder or file on this machine that it serves; undefined when there is none, or for those who may not browse. */
  root?(): string | undefined;
}

/**
 * What is known of a file beside its bytes, as `bitrate` in bits per second.
 * @example
 * ```ts
 * const known: FileMetadata = { bitrate: 800_000, title: 'News' };
 * ```
 */
export type FileMetadata = Readonly<Record<string, string | number>>;

/**
 * What a component that serves files asks of a plug of the socket `metadata-provider`.
 * @example
 * ```ts
 * const provider: MetadataProvider = { metadata: (path) => (path.endsWith('.mp3') ? { bitrate: 128_000 } : undefined) };
 * ```
 */
export interface MetadataProvider {
  /** What is known of a file; `path` as a file provider has it. */
  metadata(path: string): FileMetadata | undefined | Promise<FileMetadata | undefined>;
}

/**
 * How fast one answer may go. It keeps no timer: who sends asks it, and waits as it says.
 * @example
 * ```ts
 * const unhurried: Pace = { take: (most) => ({ bytes: Math.min(most, 16_384), wait: 0 }) };
 * ```
 */
export interface Pace {
  /**
   * Takes from what may be sent now.
   * @param most - bytes there are to send, at least 1.
   * @returns bytes to send, and when that is 0 the milliseconds after which to ask again.
   */
  take(most: number): { readonly bytes: number; readonly wait: number };
}

/**
 * What a component that serves files asks of a plug of the socket `rate-controller`.
 * @example
 * ```ts
 * const controller: RateController = { pace: () => ({ take: (most) => ({ bytes: most, wait: 0 }) }) };
 * ```
 */
export interface RateController {
  /** The pace of one answer, which begins now. */
  pace(metadata: FileMetadata): Pace;
}
