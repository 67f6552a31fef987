import type { FeedCaps } from '@flumotion/core/plugin';
import { codecsOf, isSound } from '@flumotion/player-page';
import { contentType, isUnframed } from './content-type';

/** Types that go on with new headers in the middle; a player of any other cannot, so the response ends. */
const CHAINED: ReadonlySet<string> = new Set(['application/ogg', 'audio/ogg', 'video/ogg', 'video/mpegts']);

/** Whether a media type is a kind of Ogg. */
export function isOgg(mediaType: string): boolean {
  return mediaType.endsWith('/ogg');
}

/** The headers as they begin a stream. GStreamer gives those of FLAC in Ogg's form, with nine bytes before its own mark. */
function headersOf({ mediaType, streamHeader }: FeedCaps): Buffer {
  const headers = Buffer.concat(streamHeader);
  return mediaType === 'audio/x-flac' && headers[0] === 0x7f ? headers.subarray(9) : headers;
}

/** What stays the same over a stretch of data: its type and the headers a listener needs first. */
export class Stream {
  readonly mediaType: string;
  readonly contentType: string;
  /** Headers in one piece, shared by all listeners; empty for formats without. */
  readonly headers: Buffer;
  /** No player can make anything of it. */
  readonly unframed: boolean;
  private sound: boolean | undefined;

  /** @param ending - what properly ends the stream before this one, for a listener that goes over from it. */
  constructor(
    caps: FeedCaps,
    private readonly ending: Buffer = Buffer.alloc(0),
  ) {
    this.mediaType = caps.mediaType;
    this.contentType = contentType(caps);
    this.headers = headersOf(caps);
    this.unframed = isUnframed(caps);
    this.bridge = this.ending.length === 0 ? this.headers : Buffer.concat([this.ending, this.headers]);
  }

  /** A stream of which another process has told the parts. */
  static revive(parts: Pick<Stream, 'mediaType' | 'contentType' | 'headers' | 'bridge'>): Stream {
    return Object.assign(Object.create(Stream.prototype) as Stream, parts);
  }

  /** What a listener of the stream before gets before the data of this one. */
  readonly bridge: Buffer;

  /** Whether it has no pictures, by its type or, of Ogg, which is one type for all, by its headers. */
  get isSound(): boolean {
    this.sound ??= isSound(this.contentType, codecsOf(this.contentType, this.headers));
    return this.sound;
  }

  /** Whether caps promise the same stream, so that listeners go on as if nothing had happened. */
  sameAs(caps: FeedCaps): boolean {
    return contentType(caps) === this.contentType && this.headers.equals(headersOf(caps));
  }

  /** Whether a listener of the stream before can be given this one in the same response. */
  follows(before: Stream): boolean {
    return before.contentType === this.contentType && CHAINED.has(this.mediaType);
  }
}
