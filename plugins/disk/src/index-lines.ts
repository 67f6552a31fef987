/** First lines of an index file, as the original wrote them. */
export const INDEX_HEADER = 'FLUIDX1 #Flumotion\nCHK POS LEN TS DUR KF TDT TDUR\n';

interface Chunk {
  readonly position: number;
  readonly pts: bigint;
  readonly unix: number;
}

/** Makes the lines of an index: one a keyframe, told when the next one begins. */
export class IndexLines {
  private number = 0;
  private chunk: Chunk | undefined;

  /**
   * A keyframe begins at a byte position.
   * @param pts - its time in nanoseconds.
   * @param unix - wall clock, seconds since 1970.
   * @returns the line of the chunk before it; empty for the first.
   */
  keyframe(position: number, pts: bigint, unix: number): string {
    const line = this.end(position, pts, unix);
    this.chunk = { position, pts, unix };
    return line;
  }

  /** The recording ends at a position. @returns the last line. */
  end(position: number, pts: bigint, unix: number): string {
    if (!this.chunk) return '';
    const { position: start, pts: from, unix: since } = this.chunk;
    this.chunk = undefined;
    const fields = [this.number++, start, position - start, from, pts - from, 1, since, unix - since];
    return `${fields.join(' ')}\n`;
  }
}

/**
 * Length of the stream in a recording, by its index.
 * @param head - text from the beginning of the index, at least its first three lines.
 * @param tail - text from the end of the index, at least its last line.
 * @returns seconds; undefined when the index is no such text or has no line yet.
 */
export function indexedSeconds(head: string, tail: string): number | undefined {
  const whole = /^\d+ \d+ \d+ (\d+) (\d+) 1 -?\d+ -?\d+$/;
  const first = whole.exec(head.slice(INDEX_HEADER.length).split('\n')[0] ?? '');
  const last = whole.exec(tail.trimEnd().split('\n').at(-1) ?? '');
  if (!head.startsWith(INDEX_HEADER) || !first || !last) return undefined;
  return Number(BigInt(last[1] ?? 0) + BigInt(last[2] ?? 0) - BigInt(first[1] ?? 0)) / 1e9;
}
