import type { Chunk } from './chunks';

/** Where a listener stands: the next chunk, by its number. */
export type Position = number;

/** How much history new listeners are given at once. */
export interface Burst {
  /** Seconds, at least. */
  readonly time: number;
  /** Bytes, at least. */
  readonly size: number;
}

/** Most bytes of history, whatever burst and lag ask for. */
export const MAX_HISTORY = 64 * 1024 * 1024;
/** Longest history in seconds, whatever burst and lag ask for. */
export const MAX_AGE = 180;

/**
 * The history that all listeners share, as numbered chunks. It reaches back to the keyframe that a burst starts from
 * and as far as a listener may lag, whichever is more, within `MAX_HISTORY` and `MAX_AGE`.
 */
export class Ring {
  private chunks: Chunk[] = [];
  /** Numbers of the chunks with a keyframe, from the one that a burst starts at. */
  private readonly keys: Position[] = [];
  private oldest: Position = 0;
  private held = 0;

  /** Number that the next chunk will have. */
  get head(): Position {
    return this.oldest + this.chunks.length;
  }

  /** Number of the oldest chunk still here. */
  get tail(): Position {
    return this.oldest;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.held;
  }

  /** Where a burst starts; undefined while there is no keyframe in the history. */
  get burstStart(): Position | undefined {
    return this.keys[0];
  }

  /** The newest chunk with a keyframe; undefined while there is none. */
  get newestKey(): Position | undefined {
    return this.keys[this.keys.length - 1];
  }

  /** The chunk at a position; undefined at the head and for what is no longer here. */
  at(position: Position): Chunk | undefined {
    return this.chunks[position - this.oldest];
  }

  /**
   * Appends a chunk and lets go of what nobody may need.
   * @param lag - seconds a listener may be behind.
   */
  push(chunk: Chunk, burst: Burst, lag: number): void {
    if (chunk.fromFirstKey) this.keys.push(this.head);
    this.chunks.push(chunk);
    this.held += chunk.data.length;
    const end = chunk.offset + chunk.data.length;
    while (this.reaches(this.keys[1], burst, chunk.at, end)) this.keys.shift();
    for (let first = this.chunks[0]; first && first !== chunk; first = this.chunks[0]) {
      const age = (chunk.at - first.at) / 1000;
      const needed = age <= lag || this.oldest >= (this.keys[0] ?? this.head);
      if (needed && age <= MAX_AGE && this.held <= MAX_HISTORY) return;
      this.drop(first);
    }
  }

  /** Forgets all chunks; numbers go on. */
  clear(): void {
    this.oldest = this.head;
    this.chunks = [];
    this.keys.length = 0;
    this.held = 0;
  }

  /** Whether a burst may start as late as at this keyframe. */
  private reaches(key: Position | undefined, burst: Burst, now: number, end: number): boolean {
    const chunk = key === undefined ? undefined : this.at(key);
    if (!chunk) return false;
    return now - chunk.at >= burst.time * 1000 && end - chunk.offset >= burst.size;
  }

  private drop(first: Chunk): void {
    this.chunks.shift();
    if (this.keys[0] === this.oldest) this.keys.shift();
    this.oldest++;
    this.held -= first.data.length;
  }
}
