/** A piece of a stream as it goes into the feed. */
export interface Piece {
  readonly data: Buffer;
  /** It cannot be decoded without the pieces before it. */
  readonly delta: boolean;
  /** When its media begins, in nanoseconds, as the stream itself counts; undefined where it does not say. */
  readonly time?: bigint;
  /** Nanoseconds that it lasts; undefined where that is not known. */
  readonly duration?: bigint;
}

/** Takes what a format reader finds, in the order of the stream. */
export interface FormatSink {
  /**
   * A stream begins, or goes on in another form.
   * @param caps in GStreamer's notation.
   * @param headers what comes before all pieces; it is not given as pieces again.
   */
  begin(caps: string, headers: readonly Buffer[]): void;
  piece(piece: Piece): void;
  /** The stream names itself, as Ogg does in its comments: texts by GStreamer's names of tags. */
  named(tags: Readonly<Record<string, string>>): void;
}

/** Cuts the bytes of a stream into pieces. What it holds is bounded by its format, or by `MAX_HEADERS`. */
export interface FormatReader {
  /** The next bytes. @throws Unreadable when they are not what they should be. */
  push(data: Buffer): void;
}

/** A stream that cannot be what it claims to be. The text is a whole sentence's end: `… has no Ogg page in 64 kB`. */
export class Unreadable extends Error {}

/** Most bytes of headers that are kept for those who join late. */
export const MAX_HEADERS = 1024 * 1024;
/** Most bytes passed over in search of the next piece. */
export const MAX_RUBBISH = 256 * 1024;
/** Nanoseconds in a second. */
export const SECOND = 1_000_000_000n;
