import { NO_CHANGE, type Title } from './title';

/** Where a listener with metadata stands. */
export class Place {
  /** Bytes of media until the next block. */
  left: number;
  /** What this listener was told last; undefined before the first block, which always tells the title. */
  told: Title | undefined;

  /** @param interval - bytes of media between two blocks, at most 2^20. */
  constructor(readonly interval: number) {
    this.left = interval;
  }
}

/**
 * Puts blocks of ICY metadata between the bytes of shared chunks. Nothing is copied: the result are views of the chunk
 * with blocks between them, and listeners at the same place get the same views.
 */
export class Weaver {
  private data: Buffer | undefined;
  private title: Title | undefined;
  private readonly known = new Map<number, readonly Buffer[]>();

  /**
   * Moves a listener on by some media.
   * @returns the media with the blocks that are due; undefined when none is, and the media goes as it is.
   */
  weave(data: Buffer, title: Title, place: Place): readonly Buffer[] | undefined {
    const { left, interval } = place;
    if (data.length <= left) {
      place.left -= data.length;
      return undefined;
    }
    const first = place.told === title ? NO_CHANGE : title.block;
    const pieces = this.pieces(data, title, first, left, interval);
    const after = data.length - left;
    place.left = Math.ceil(after / interval) * interval - after;
    place.told = title;
    return pieces;
  }

  private pieces(
    data: Buffer,
    title: Title,
    first: Buffer,
    left: number,
    interval: number,
  ): readonly Buffer[] {
    if (data !== this.data || title !== this.title) {
      this.known.clear();
      this.data = data;
      this.title = title;
    }
    const key = (interval * 2 ** 21 + left) * 2 + (first === NO_CHANGE ? 0 : 1);
    const known = this.known.get(key) ?? cut(data, first, left, interval);
    this.known.set(key, known);
    return known;
  }
}

function cut(data: Buffer, first: Buffer, left: number, interval: number): readonly Buffer[] {
  const pieces = left > 0 ? [data.subarray(0, left)] : [];
  let block = first;
  for (let at = left; at < data.length; at += interval) {
    pieces.push(block, data.subarray(at, at + interval));
    block = NO_CHANGE;
  }
  return pieces;
}
