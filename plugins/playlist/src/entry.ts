/** One item of a playlist: a piece of a media file, and when it is to be played. */
export interface Entry {
  /** The file's name as it is written in the playlist. */
  readonly name: string;
  /** Path of the file, beginning with a slash. */
  readonly location: string;
  /** When it begins, in nanoseconds since 1970; after the entry before it when left out. */
  readonly time?: bigint;
  /** Nanoseconds for which it is played at the most; to the file's end when left out. */
  readonly duration?: bigint;
  /** Nanoseconds of the file that are left out at its beginning. */
  readonly offset: bigint;
  /** Line of the playlist, from 1. */
  readonly line: number;
}

/** What a playlist file says. */
export interface Playlist {
  readonly entries: readonly Entry[];
  /** How many times it is played, 0 for ever; undefined when it does not say. */
  readonly loop?: number;
  /** What is wrong with single entries, which are left out, each with its line. */
  readonly problems: readonly string[];
}

/** A playlist file that is in force. */
export interface Source {
  /** Path of the playlist file. */
  readonly file: string;
  /** When the file was last changed, in milliseconds since 1970: newer ones win. */
  readonly changed: number;
  readonly playlist: Playlist;
}

/** A playlist file cannot be used at all; what it said before stays in force. */
export class PlaylistError extends Error {}

/** Most entries of one file. */
export const MAX_ENTRIES = 5000;
