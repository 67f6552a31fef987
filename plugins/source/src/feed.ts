import type { FeedTags, Inlet } from '@flumotion/core/plugin';
import type { FormatSink, Piece } from './formats/format';
import { Pacer } from './pacer';
import { Timeline } from './timeline';

/** What the feed says of itself, over all sources. */
interface Said {
  caps: string;
  headers: readonly Buffer[];
}

/** Lays what one source sends after the other into the pipeline. */
export class Feed {
  private said: Said | undefined;
  private tagged = false;
  private floor = 0n;
  private current: SourceFeed | undefined;

  /** @param now - nanoseconds of the flow's time. */
  constructor(
    private readonly inlet: Inlet,
    private readonly now: () => bigint,
  ) {}

  /**
   * Begins with a source; what still waits of the one before is forgotten.
   * @param changed - called when something has been handed on that had waited.
   */
  begin(changed: () => void): SourceFeed {
    this.close();
    const feed = new SourceFeed(this.now, this.floor, changed, {
      caps: (caps, headers, pts) => this.caps(caps, headers, pts),
      tags: (tags) => this.tags(tags),
      piece: ({ data, delta, duration }, pts, discont) => {
        this.floor = pts;
        this.inlet.buffer({
          data,
          pts,
          delta,
          header: false,
          discont,
          ...(duration === undefined ? {} : { duration }),
        });
      },
    });
    this.current = feed;
    return feed;
  }

  /** Forgets what still waits. */
  close(): void {
    this.current?.close();
    this.current = undefined;
  }

  private tags(tags: FeedTags): void {
    const some = Object.keys(tags).length > 0;
    if (some || this.tagged) this.inlet.tags(tags);
    this.tagged = some;
  }

  private caps(caps: string, headers: readonly Buffer[], pts: bigint): void {
    const { said } = this;
    const same =
      said?.caps === caps &&
      said.headers.length === headers.length &&
      said.headers.every((header, at) => headers[at]?.equals(header) === true);
    // Whoever reads a feed takes headers for the beginning of another stream.
    if (same && headers.length === 0) return;
    this.said = { caps, headers };
    this.inlet.caps(caps, headers);
    for (const data of headers) this.inlet.buffer({ data, pts, delta: false, header: true, discont: false });
  }
}

/** What a source's media, caps and tags go to when they are due. */
interface Way {
  caps(caps: string, headers: readonly Buffer[], pts: bigint): void;
  tags(tags: FeedTags): void;
  piece(piece: Piece, pts: bigint, discont: boolean): void;
}

/** The media of one source on its way into the pipeline. */
export class SourceFeed implements FormatSink {
  private readonly timeline: Timeline;
  private readonly pacer: Pacer;
  private start: { readonly caps: string; readonly headers: readonly Buffer[] } | undefined;
  private begun = false;
  private naming = false;
  private embedded: FeedTags = {};
  private song: FeedTags = {};
  private stream: FeedTags = {};

  /** @param floor - time before which nothing may be. */
  constructor(
    now: () => bigint,
    floor: bigint,
    changed: () => void,
    private readonly way: Way,
  ) {
    this.timeline = new Timeline(now, floor);
    this.pacer = new Pacer(now, changed);
  }

  /** Whether the source has to wait. */
  get full(): boolean {
    return this.pacer.full;
  }

  /** Whether all that came has been handed on. */
  get empty(): boolean {
    return this.pacer.empty;
  }

  /** Whether media has come. */
  get hasMedia(): boolean {
    return this.begun;
  }

  /** What plays, as far as the stream itself says it. */
  get title(): string | undefined {
    const { title, artist } = this.embedded;
    if (title === undefined || this.song['title'] !== undefined) return undefined;
    return artist === undefined ? String(title) : `${artist} - ${title}`;
  }

  /** Says what the stream is, as the source told when it came. */
  describe(tags: FeedTags): void {
    this.stream = tags;
  }

  /** Says what plays from the media on that came last; what Ogg says itself later takes its place. */
  plays(song: FeedTags): void {
    this.song = song;
    if (this.begun) this.tell(this.timeline.latest);
  }

  begin(caps: string, headers: readonly Buffer[]): void {
    this.start = { caps, headers };
    this.timeline.restart();
  }

  named(tags: Readonly<Record<string, string>>): void {
    // Those of all tracks of one beginning count, and none of the stream before in a chain.
    this.embedded = this.naming ? { ...this.embedded, ...tags } : tags;
    this.naming = true;
    if (tags['title'] !== undefined) this.song = {};
  }

  piece(piece: Piece): void {
    const pts = this.timeline.at(piece.time, piece.duration);
    const { start, begun } = this;
    if (start) {
      this.start = undefined;
      const bytes = start.headers.reduce((sum, { length }) => sum + length, 0);
      this.pacer.add(pts, bytes, () => this.way.caps(start.caps, start.headers, pts));
      this.tell(pts);
    }
    this.begun = true;
    this.naming = false;
    this.pacer.add(pts, piece.data.length, () => this.way.piece(piece, pts, !begun));
  }

  /** Forgets what waits. */
  close(): void {
    this.pacer.clear();
  }

  private tell(due: bigint): void {
    const tags = { ...this.stream, ...this.embedded, ...this.song };
    this.pacer.add(due, 0, () => this.way.tags(tags));
  }
}
