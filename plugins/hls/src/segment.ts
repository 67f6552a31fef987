/** What is known of a segment when it begins. */
export interface SegmentStart {
  /** It does not continue the segment before it. */
  readonly discontinuity: boolean;
  /** It begins without a keyframe, as none came in time. */
  readonly forced: boolean;
  /** Header of its format that a player needs first; undefined where segments stand by themselves. */
  readonly header: Buffer | undefined;
  /** Of its file name. */
  readonly extension: 'ts' | 'm4s';
  /** When it began, in milliseconds since 1970. */
  readonly date: number;
}

/** A piece of a segment, for players that do not wait for the whole. */
export interface Part {
  readonly data: Buffer;
  /** Seconds. */
  readonly duration: number;
  /** It has a keyframe. */
  readonly independent: boolean;
}

/** A segment whose media is complete. */
export interface Segment extends SegmentStart {
  readonly data: Buffer;
  /** Seconds. */
  readonly duration: number;
  /** The pieces it was given in, which share its bytes; none where nobody asked for them. */
  readonly parts: readonly Part[];
}

/** Who takes what the segmenter cuts. */
export interface SegmentSink {
  /** A piece of the segment that is open; the first of each comes before any other news of it. */
  part?(part: Part, of: SegmentStart): void;
  /** A finished segment, after its last piece. */
  segment(segment: Segment): void;
}
