import type { FeedBuffer, FeedCaps, TapHandler } from '@flumotion/core/plugin';
import { Gatherer, type Chunk } from './chunks';
import { OggTracks } from './ogg';
import { isOgg, Stream } from './stream';

/** Reads the feed: keeps the current stream and its headers, and turns buffers into shared chunks. */
export class Source implements TapHandler {
  /** Bytes of stream received, headers aside. */
  received = 0;
  private current: Stream | undefined;
  /** Buffers are passed over until a keyframe: at the start, after a loss and after a change of headers. */
  private seeking = true;
  private begun = false;
  private since = 0;
  private readonly tracks = new OggTracks();
  private readonly gatherer: Gatherer;

  /**
   * @param interval - milliseconds for which buffers are gathered.
   * @param onChunk - takes each chunk, in order.
   * @param onStream - told when a stream begins that listeners can be given.
   */
  constructor(
    interval: () => number,
    private readonly onChunk: (chunk: Chunk) => void,
    private readonly onStream: (stream: Stream) => void,
  ) {
    this.gatherer = new Gatherer(interval, (chunk) => this.onChunk(chunk));
  }

  /** The stream that listeners are given; undefined until its first keyframe has come. */
  get stream(): Stream | undefined {
    return this.begun ? this.current : undefined;
  }

  /** Seconds since the stream last became available; 0 when it is not. */
  get uptime(): number {
    return this.begun && !this.seeking ? (performance.now() - this.since) / 1000 : 0;
  }

  caps(caps: FeedCaps): void {
    if (this.current?.sameAs(caps)) return;
    const { current } = this;
    if (current) this.gatherer.flush(current);
    const ending =
      current && this.begun && isOgg(current.mediaType) && isOgg(caps.mediaType)
        ? this.tracks.end()
        : undefined;
    this.current = new Stream(caps, ending);
    this.begun = false;
    this.seeking = true;
  }

  buffer(buffer: FeedBuffer): void {
    const { current } = this;
    if (!current) return;
    if (this.seeking) {
      if (buffer.delta || (buffer.header && current.headers.length > 0)) return;
      this.seeking = false;
      this.since = performance.now();
      if (!this.begun) {
        this.begun = true;
        this.onStream(current);
      }
    }
    this.received += buffer.data.length;
    if (isOgg(current.mediaType)) this.tracks.follow(buffer.data);
    this.gatherer.add(buffer.data, !buffer.delta, current);
  }

  lost(): void {
    if (this.current) this.gatherer.flush(this.current);
    this.seeking = true;
  }

  /** Stops gathering. */
  close(): void {
    this.gatherer.close();
  }
}
