import type { FeedBuffer, FeedCaps } from '@flumotion/core/plugin';

/** Containers; what is none is one encoding, whose buffers carry its times. Sound that is cut anywhere counts its own. */
const BYTES =
  /^(application\/(x-)?(ogg|mxf|asf|vnd\.rn-realmedia)|video\/(ogg|webm|x-matroska|mpegts|quicktime|x-flv|mpeg\b.*systemstream=\(boolean\)true|x-msvideo|x-ms-asf)|audio\/(ogg|webm|x-matroska|x-m4a|x-wav|mpeg, .*mpegversion=\(int\)1\b|mpeg, .*stream-format=\(string\)adts))/;
/** Of these, containers whose times are those of the flow when one of its muxers writes them. */
const SHARED_TIME = /^(application|video|audio)\/(x-)?(ogg|webm|matroska)\b/;
/** Media that repeats its headers among the rest. */
const REPEATED = /^video\/mpegts\b/;
const MAX_HEADERS = 64;

/** What a buffer is for the decoder. */
export type Part = 'header' | 'media';

/** Knows what a decoder needs to begin with the stream that comes. */
export class Intake {
  private headers: FeedBuffer[] = [];
  private media = false;

  /** @param again - called when a stream begins anew: what was decoded so far is another one. */
  constructor(private readonly again: () => void) {}

  /** Caps of the stream; undefined before it comes. */
  caps: FeedCaps | undefined;

  /** Whether its buffers carry the times of what is decoded. */
  get timed(): boolean {
    return !BYTES.test(this.caps?.text ?? '');
  }

  /** Nanoseconds up to which the stream's own times and those of its buffers are the same. */
  get tolerance(): bigint {
    if (this.timed) return 10_000_000_000n;
    return SHARED_TIME.test(this.caps?.mediaType ?? '') ? 1_000_000_000n : 0n;
  }

  /** What goes before the media. */
  get start(): readonly FeedBuffer[] {
    return this.headers;
  }

  /** Whether caps are those that are known: feeds repeat them. */
  isSame({ text, streamHeader }: FeedCaps): boolean {
    const { caps } = this;
    if (caps?.text !== text || caps.streamHeader.length !== streamHeader.length) return false;
    return streamHeader.every((header, at) => caps.streamHeader[at]?.equals(header) === true);
  }

  /** Another stream begins. */
  begin(caps: FeedCaps): void {
    this.caps = caps;
    this.media = false;
    this.headers = caps.streamHeader.map(headerOf);
    this.again();
  }

  /** Takes note of a buffer. @returns whether it is media, or a header that is kept. */
  take(buffer: FeedBuffer): Part {
    if (!buffer.header || !this.hasHeaders()) {
      this.media = true;
      return 'media';
    }
    if (this.media) {
      this.media = false;
      this.headers = (this.caps?.streamHeader ?? []).map(headerOf);
      this.again();
    }
    const known = (this.caps?.streamHeader.length ?? 0) > 0;
    if (!known && this.headers.length < MAX_HEADERS) this.headers.push(buffer);
    return 'header';
  }

  /** Parsers mark keyframes as headers too when settings are before them; only these belong to a beginning. */
  private hasHeaders(): boolean {
    const { caps } = this;
    if (!caps || REPEATED.test(caps.text)) return false;
    return !this.timed || caps.streamHeader.length > 0;
  }
}

function headerOf(data: Buffer): FeedBuffer {
  return { data, delta: false, header: true, discont: false };
}
