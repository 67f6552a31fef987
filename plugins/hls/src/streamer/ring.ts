import { shortened, withEntry, type Playlist, type Window } from '../playlist';
import type { Part, Segment, SegmentSink, SegmentStart } from '../segment';
import type { FileNames } from './file-names';

/** How much is kept. */
export interface Limits extends Window {
  /** Segments that stay after they have left the playlist, for players that are behind; one more than it has when undefined. */
  readonly extra: number | undefined;
  /** Most bytes of media. */
  readonly bytes: number;
}

/** Where a stream begins to count. */
export interface Beginning {
  /** Whole seconds; no segment is longer, rounded. */
  readonly targetDuration: number;
  /** Number of the first segment: higher than any of an earlier run. */
  readonly number: number;
  /** Discontinuities before it: not fewer than in an earlier run. Asked when there is media. */
  readonly discontinuities: () => number;
}

/** A segment that is kept. */
export interface Held {
  readonly data: Buffer;
  readonly duration: number;
  readonly parts: readonly Part[];
}

/** The segment that is being filled, as far as its parts have come. */
export interface Filling {
  readonly start: SegmentStart;
  readonly map: string | undefined;
  readonly parts: readonly Part[];
}

/** Media of one stream in memory: what the playlist names, and a little more. */
export class Ring implements SegmentSink {
  private list: Playlist;
  private readonly held = new Map<number, Held>();
  private filled: (Filling & { readonly parts: Part[] }) | undefined;
  /** Headers by the number of the segment from which on they are used. */
  private readonly headers = new Map<number, Buffer>();
  private size = 0;
  private over = false;
  private begun = false;
  private limited = false;

  /**
   * @param changed - called when there is a new part or segment, or the stream has ended.
   */
  constructor(
    private readonly names: FileNames,
    private readonly beginning: Beginning,
    private readonly limits: () => Limits,
    private readonly changed: () => void,
  ) {
    const { targetDuration, number } = beginning;
    this.list = { targetDuration, sequence: number, discontinuities: 0, entries: [] };
  }

  /** What is in the playlist. */
  get playlist(): Playlist {
    return this.list;
  }

  /** Number of the segment that is being filled, or comes next. */
  get next(): number {
    return this.list.sequence + this.list.entries.length;
  }

  /** The segment that is being filled; undefined before its first part is there. */
  get filling(): Filling | undefined {
    return this.filled;
  }

  /** The stream has ended, and nothing follows. */
  get ended(): boolean {
    return this.over;
  }

  /** Bytes of media. */
  get bytes(): number {
    return this.size;
  }

  /** The limit of bytes keeps less than the window asks for. */
  get cramped(): boolean {
    return this.limited;
  }

  part(part: Part, of: SegmentStart): void {
    this.goOn();
    this.filled ??= { start: of, map: this.mapFor(of, this.next), parts: [] };
    this.filled.parts.push(part);
    this.changed();
  }

  segment(segment: Segment): void {
    this.goOn();
    const number = this.next;
    const { data, duration, parts, discontinuity, date } = segment;
    const map = this.mapFor(segment, number);
    this.filled = undefined;
    this.held.set(number, { data, duration, parts });
    this.size += data.length;
    const limits = this.limits();
    const file = this.names.segment(number, segment.extension);
    this.list = withEntry(this.list, { file, duration, discontinuity, map, date }, limits);
    this.prune(limits);
    this.changed();
  }

  /** Nothing follows, until something does: that begins a new playlist. */
  end(): void {
    if (this.over || this.list.entries.length === 0) return;
    this.over = true;
    this.changed();
  }

  /** A kept segment. */
  get(number: number): Held | undefined {
    return this.held.get(number);
  }

  /** Parts of a segment, also of the one that is being filled. */
  partsOf(number: number): readonly Part[] {
    if (number === this.next) return this.filled?.parts ?? [];
    return this.held.get(number)?.parts ?? [];
  }

  /** Header that is used from a segment on. */
  header(number: number): Buffer | undefined {
    return this.headers.get(number);
  }

  private goOn(): void {
    if (!this.begun) this.list = { ...this.list, discontinuities: this.beginning.discontinuities() };
    this.begun = true;
    if (!this.over) return;
    this.over = false;
    const { entries, sequence, discontinuities, targetDuration } = this.list;
    const gone = entries.filter(({ discontinuity }) => discontinuity).length;
    this.list = {
      targetDuration,
      sequence: sequence + entries.length,
      discontinuities: discontinuities + gone,
      entries: [],
    };
  }

  private mapFor({ header }: SegmentStart, number: number): string | undefined {
    if (header === undefined) return undefined;
    const last = [...this.headers].at(-1);
    if (last?.[1].equals(header)) return this.names.header(last[0]);
    this.headers.set(number, header);
    return this.names.header(number);
  }

  private prune(limits: Limits): void {
    const keep = limits.extra ?? this.list.entries.length + 1;
    let cramped = false;
    for (const [number, { data }] of this.held) {
      if (number >= this.list.sequence - keep && this.size <= limits.bytes) break;
      if (number >= this.list.sequence) {
        cramped = true;
        if (!this.shorten()) break;
      }
      this.held.delete(number);
      this.size -= data.length;
    }
    const { entries } = this.list;
    const length = entries.reduce((sum, { duration }) => sum + duration, 0);
    if (cramped) this.limited = true;
    else if (entries.length >= limits.segments && length >= (limits.seconds ?? 0)) this.limited = false;
    this.pruneHeaders();
  }

  /** Takes the oldest segment from the playlist, if that may be. */
  private shorten(): boolean {
    const { entries, sequence } = this.list;
    this.list = shortened(this.list, { segments: entries.length - 1 });
    return this.list.sequence > sequence;
  }

  /** A header is needed from its segment on, up to the next header. */
  private pruneHeaders(): void {
    const [oldest = this.next] = this.held.keys();
    const numbers = [...this.headers.keys()];
    numbers.forEach((number, at) => {
      const until = numbers[at + 1];
      if (until !== undefined && until <= oldest) this.headers.delete(number);
    });
  }
}
