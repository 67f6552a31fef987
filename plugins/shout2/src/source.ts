import type { Context, FeedBuffer, FeedCaps, FeedTags, TapHandler } from '@flumotion/core/plugin';
import { SourceConnection } from './connection';
import { contentType, requestHead, type Properties } from './request';
import { Titles } from './titles';
import type { Trouble } from './trouble';

/** Milliseconds between the first two attempts, and the most between two; each is twice the last. */
const WAIT = [1000, 60_000] as const;
/** Milliseconds a connection has to hold for the waits to be short again. */
const HELD = 30_000;
/** Most bytes that wait for the server. */
const MAX_WAITING = 2 * 1024 * 1024;

/** Types without a place for titles. */
const TOLD_BESIDE: ReadonlySet<string> = new Set(['audio/mpeg']);

/** Sends a feed to the server: headers, then media from a keyframe on; connects again whenever the connection breaks. */
export class IcecastSource implements TapHandler {
  private connection: SourceConnection | undefined;
  private stream: FeedCaps | undefined;
  /** The headers have gone out on this connection. */
  private begun = false;
  private failures = 0;
  private next = 0;
  private since = 0;
  private readonly titles: Titles;

  constructor(private readonly context: Context<Properties>) {
    context.stat('connected', 0);
    context.stat('title', '');
    this.titles = new Titles(
      context.properties,
      (title) => context.stat('title', title),
      (reason) => context.log.warn(reason),
    );
    context.waitFor('connecting to the server');
  }

  caps(caps: FeedCaps): void {
    const same = this.stream?.mediaType === caps.mediaType && sameHeaders(this.stream, caps);
    this.stream = caps;
    // The server has told its listeners the old headers.
    if (!same && this.begun) this.leave();
  }

  tags(tags: FeedTags): void {
    this.titles.tags(tags);
  }

  buffer(buffer: FeedBuffer): void {
    if (!this.stream) return;
    if (!this.connection) {
      if (Date.now() >= this.next) this.connect(this.stream);
      return;
    }
    if (!this.connection.agreed || (buffer.header && this.stream.streamHeader.length > 0)) return;
    if (!this.begun) {
      if (buffer.delta) return;
      for (const header of this.stream.streamHeader) this.send(header);
      this.begun = true;
    }
    this.send(buffer.data);
  }

  /** Ends the connection for good. */
  close(): void {
    this.stream = undefined;
    this.leave();
  }

  private connect(stream: FeedCaps): void {
    const p = this.context.properties;
    const head = requestHead(p, contentType(stream.mediaType, stream.text));
    this.connection = new SourceConnection(
      { host: p.ip, port: p.port, mount: p['mount-point'], head },
      {
        agreed: () => {
          this.agreed();
        },
        ended: (trouble) => {
          this.ended(trouble);
        },
      },
    );
  }

  private agreed(): void {
    this.since = Date.now();
    this.begun = false;
    this.context.stat('connected', 1);
    this.context.count('connections');
    this.context.clear('connection');
    this.context.waitFor(undefined);
    this.context.log.info('the server takes the stream');
    if (this.stream && TOLD_BESIDE.has(this.stream.mediaType)) this.titles.begin();
  }

  private ended({ lasting, text, advice }: Trouble): void {
    if (this.since > 0 && Date.now() - this.since > HELD) this.failures = 0;
    const wait = Math.min(WAIT[1], WAIT[0] * 2 ** Math.min(this.failures, 10));
    this.failures++;
    this.next = Date.now() + wait;
    this.forget();
    this.context.waitFor(text);
    this.context.log.warn(text);
    this.context.message({
      level: lasting ? 'error' : 'warning',
      id: 'connection',
      text: `${text}; tried again every ${String(wait / 1000)} s`,
      ...(advice === undefined ? {} : { advice }),
    });
  }

  private leave(): void {
    this.connection?.close();
    this.forget();
  }

  private forget(): void {
    this.connection = undefined;
    this.begun = false;
    this.since = 0;
    this.titles.end();
    this.context.stat('connected', 0);
  }

  private send(data: Buffer): void {
    if (!this.connection) return;
    if (this.connection.waiting + data.length > MAX_WAITING) {
      this.context.count('lost-bytes', data.length);
      return;
    }
    this.connection.write(data);
    this.context.count('sent-bytes', data.length);
  }
}

function sameHeaders(a: FeedCaps, b: FeedCaps): boolean {
  return (
    a.streamHeader.length === b.streamHeader.length &&
    a.streamHeader.every((header, index) => header.equals(b.streamHeader[index] ?? Buffer.alloc(0)))
  );
}
