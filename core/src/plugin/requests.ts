import type { FileRequestEntry } from './files';

/**
 * A request for a stream or a file, as the loggers of requests see it.
 * @example
 * ```ts
 * const line = (entry: RequestEntry): string => `${entry.ip} ${entry.uri} ${String(entry.response)}`;
 * ```
 */
export interface RequestEntry extends FileRequestEntry {
  /** Address of the client. */
  readonly ip: string;
  /** When the request came, in milliseconds since 1970. */
  readonly time: number;
  readonly method: string;
  /** Path and query as they were asked for, secrets replaced by `***`. */
  readonly uri: string;
  /** Name the client gave to a bouncer; undefined when nobody asked for one. */
  readonly username?: string | undefined;
  /** Protocol of the client, as `HTTP/1.1`. */
  readonly clientproto: string;
  /** HTTP status. */
  readonly response: number;
  /** Bytes of the body that were sent; 0 while the request has only begun. */
  readonly 'bytes-sent': number;
  readonly referer?: string | undefined;
  readonly 'user-agent'?: string | undefined;
  /** Seconds the client was connected; 0 while the request has only begun. */
  readonly 'time-connected': number;
  /** Why it has ended, as a word that stays the same: `left`, `too-slow`, `refused-login`. */
  readonly reason?: string | undefined;
  /** Why it has ended, in words. */
  readonly detail?: string | undefined;
}

/**
 * What happened to a request: it was answered, or it has ended.
 * @example
 * ```ts
 * const over = (type: RequestEvent): boolean => type === 'http_session_completed';
 * ```
 */
export type RequestEvent = 'http_session_started' | 'http_session_completed';

/**
 * What a component that answers HTTP requests asks of a plug of the socket `request-logger`.
 * @example
 * ```ts
 * const logger: RequestLogger = { event: (type, { uri }) => console.log(type, uri) };
 * ```
 */
export interface RequestLogger {
  /** Something happened to a request. Called often: keep it short, and bound what you queue. */
  event(type: RequestEvent, entry: RequestEntry): void;
  /** Closes what is written to and opens it again, so that the old file can be moved away. */
  rotate?(): void | Promise<void>;
}

/**
 * A request whose answer a plug of the socket `request-modifier` may change.
 * @example
 * ```ts
 * const save = (request: ModifiableRequest): void => request.setHeader('content-disposition', 'attachment');
 * ```
 */
export interface ModifiableRequest {
  readonly method: string;
  /** Path asked for, percent-decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Sets a header field of the answer; one that the component sets itself is replaced. */
  setHeader(name: string, value: string): void;
}

/**
 * What a component that answers HTTP requests asks of a plug of the socket `request-modifier`.
 * @example
 * ```ts
 * const modifier: RequestModifier = { modify: (request) => request.setHeader('x-robots-tag', 'none') };
 * ```
 */
export interface RequestModifier {
  /** Changes the answer to a request that was admitted. */
  modify(request: ModifiableRequest): void;
}

/**
 * What is on a stream, for lists of streams.
 * @example
 * ```ts
 * const data: StreamData = { protocol: 'http', description: 'The hall', url: 'http://example.org/hall.ogg' };
 * ```
 */
export interface StreamData {
  readonly protocol: string;
  readonly description: string;
  readonly url: string;
}

/**
 * What a streamer asks of a plug of the socket `stream-data`.
 * @example
 * ```ts
 * const provider: StreamDataProvider = { streamData: (own) => ({ ...own, description: 'The hall' }) };
 * ```
 */
export interface StreamDataProvider {
  /** Describes the stream, in place of what the component would say by itself. */
  streamData(own: StreamData): StreamData | Promise<StreamData>;
}
