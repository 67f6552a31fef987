/** Something wrong with a stream. */
export interface StreamProblem {
  /** What is wrong, without figures, so that equal problems of many listeners count together. */
  readonly reason: string;
  /** Bytes of the stream before the place. */
  readonly offset: number;
  /** The figures: what was seen and what was expected. */
  readonly detail?: string;
}

/** Follows one stream, piece by piece, and notices what a player would stumble over. */
export interface StreamChecker {
  /** Takes the next bytes, whose memory is used for others after this returns. */
  push(piece: Buffer): void;
  /** The stream ended by itself: what is cut off is a problem. Not called when the listener left. */
  end(): void;
  /** What is wrong, in order; the first hundred. */
  readonly problems: readonly StreamProblem[];
  /** What has to arrive yet before the stream can be played; undefined when it can. */
  readonly awaits: string | undefined;
  /** What it is, as `Ogg: theora, vorbis`. */
  readonly description: string;
}

/** Problems kept of one stream. */
export const MAX_PROBLEMS = 100;

/** Keeps the first problems of a stream. */
export class ProblemList {
  readonly problems: StreamProblem[] = [];

  add(reason: string, offset: number, detail?: string): void {
    if (this.problems.length >= MAX_PROBLEMS) return;
    this.problems.push({ reason, offset, ...(detail !== undefined && { detail }) });
  }
}
