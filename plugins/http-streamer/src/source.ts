import type { FeedBuffer, FeedCaps, FeedTags, TapHandler } from '@flumotion/core/plugin';
import { Gatherer, type Chunk } from './chunks';
import { OggTracks, successors, type Successors } from './ogg-tracks';
import { MediaRate } from './media-rate';
import { isOgg, Stream } from './stream';
import type { Title } from './title';

/** Milliseconds without media after which a stream has stopped; a component behind it that died is back far sooner. */
const STOPPED = 10_000;

/** A change of headers that is decided about when the first keyframe after it has come. */
interface Change {
  readonly caps: FeedCaps;
  readonly pairs: Successors;
}

/** Reads the feed: keeps the current stream and its headers, and turns buffers into shared chunks. */
export class Source implements TapHandler {
  /** Bytes of stream received, headers aside. */
  received = 0;
  /** What listeners are given. */
  private current: Stream | undefined;
  /** What the feed says it carries; differs from `current` where the feed's tracks continue those of `current`. */
  private fed: Stream | undefined;
  private change: Change | undefined;
  private pairs: Successors | undefined;
  /** Buffers are passed over until a keyframe: at the start, after a loss and after a change of headers. */
  private seeking = true;
  private begun = false;
  private since = 0;
  /** When media came last, in monotonic milliseconds. */
  private heard = -Infinity;
  private readonly tracks = new OggTracks();
  private readonly rate = new MediaRate();
  private readonly gatherer: Gatherer;

  /**
   * @param interval - milliseconds for which buffers are gathered.
   * @param onChunk - takes each chunk, in order.
   * @param onStream - told when a stream begins that listeners can be given.
   * @param onTags - takes what the feed says of itself.
   */
  constructor(
    interval: () => number,
    private readonly onChunk: (chunk: Chunk) => void,
    private readonly onStream: (stream: Stream) => void,
    private readonly onTags: (tags: FeedTags) => void = () => undefined,
  ) {
    this.gatherer = new Gatherer(interval, (chunk) => this.onChunk(chunk));
  }

  /** The stream that listeners are given; undefined until its first keyframe has come. */
  get stream(): Stream | undefined {
    return this.begun ? this.current : undefined;
  }

  /**
   * The stream, as long as it goes on: one that has brought nothing for 10 s has stopped. Who listens stays; who comes is
   * told to come again, rather than given silence.
   */
  get onAir(): Stream | undefined {
    return performance.now() - this.heard < STOPPED ? this.stream : undefined;
  }

  /** Seconds since the stream last became available; 0 when it is not. */
  get uptime(): number {
    return this.begun && !this.seeking ? (performance.now() - this.since) / 1000 : 0;
  }

  /** Bits per second that the times of the buffers make; undefined while nobody knows. */
  get mediaRate(): number | undefined {
    return this.rate.bitrate;
  }

  tags(tags: FeedTags): void {
    this.onTags(tags);
  }

  /** Another title from here on. */
  retitle(title: Title): void {
    if (this.current) this.gatherer.flush(this.current);
    this.gatherer.retitle(title);
  }

  caps(caps: FeedCaps): void {
    if (this.fed?.sameAs(caps)) return;
    if (this.current) this.gatherer.flush(this.current);
    this.fed = new Stream(caps);
    this.seeking = true;
    const { current } = this;
    const pairs =
      this.begun && current?.contentType === this.fed.contentType && isOgg(caps.mediaType)
        ? successors(current.headers, this.fed.headers)
        : undefined;
    this.change = pairs && { caps, pairs };
    if (!pairs) this.replace(caps);
  }

  buffer(buffer: FeedBuffer): void {
    if (this.seeking && !this.found(buffer)) return;
    const { current } = this;
    if (!current) return;
    const data = this.pairs ? this.tracks.continue(buffer.data, this.pairs) : buffer.data;
    this.received += data.length;
    this.heard = performance.now();
    this.rate.add(data.length, buffer.duration);
    if (isOgg(current.mediaType)) this.tracks.follow(data);
    this.gatherer.add(data, !buffer.delta, current);
  }

  /** What is to be gathered may wait in the feed; the beginning of a stream may not. */
  drained(): number {
    return this.seeking || !this.current ? 0 : this.gatherer.drained(this.current);
  }

  lost(): void {
    if (this.current) this.gatherer.lost(this.current);
    this.seeking = true;
  }

  /** Stops gathering. */
  close(): void {
    this.gatherer.close();
  }

  /** Whether the stream can go on with this buffer. */
  private found({ data, delta, header }: FeedBuffer): boolean {
    if (!this.fed || delta || (header && this.fed.headers.length > 0)) return false;
    if (this.change) this.decide(this.change, data);
    this.seeking = false;
    this.since = performance.now();
    if (!this.begun && this.current) {
      this.begun = true;
      this.onStream(this.current);
    }
    return true;
  }

  /** Goes on with the old tracks where time goes on as well; players bear that far better than a chain of streams. */
  private decide({ caps, pairs }: Change, first: Buffer): void {
    this.change = undefined;
    if (this.tracks.canContinue(first, pairs)) this.pairs = pairs;
    else this.replace(caps);
  }

  private replace(caps: FeedCaps): void {
    const { current } = this;
    const ending = this.tracks.end();
    const chained = current && this.begun && isOgg(current.mediaType) && isOgg(caps.mediaType);
    this.current = new Stream(caps, chained ? ending : undefined);
    this.pairs = undefined;
    this.begun = false;
  }
}
