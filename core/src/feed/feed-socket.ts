import type { Socket } from 'node:net';

/** A greeted feed, positioned at its first stream byte. Either C reads the descriptor or Node calls `read`, never both. */
export interface FeedSocket {
  /** The descriptor to read GDP from; valid until `close`, or until `disconnected` has returned. */
  readonly fd: number;
  readonly socket: Socket;
  /** Unix socket that leads to the stream in shared memory; nothing comes over the descriptor then. */
  readonly memory?: string;
  /**
   * Starts reading in Node. Chunks are shared memory, never to be changed.
   * @param rest asked when all that had come was read, and at the end of each rest: milliseconds for which more may wait
   * in the kernel, 0 to be told of the next byte. Not every connection can wait; one that cannot does not ask.
   */
  read(onBytes: (chunk: Buffer) => void, rest?: () => number): void;
  /** Gives the connection up; the connector reports it as disconnected and makes a new one. */
  close(reason?: string): void;
}

/** One connection of an eater, before and after its greeting. */
export interface FeedConnection {
  readonly socket: Socket;
  /**
   * The next line of the greeting, read no further than its newline.
   * @throws FlumotionError `feed-greeting-invalid` when it is too long, late, or the connection ends first.
   */
  line(): Promise<string>;
  write(text: string): void;
  /** Ends the greeting; the stream's bytes come next. Answers the socket whose descriptor carries them. */
  stream(): Promise<Socket>;
  read(onBytes: (chunk: Buffer) => void, rest?: () => number): void;
  /** Calls back once, with the reason, when the other end or the network ended the connection. */
  onEnd(listener: (reason: string) => void): void;
  destroy(): void;
}
