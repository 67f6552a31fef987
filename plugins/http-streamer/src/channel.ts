import {
  codecsOf,
  type About,
  type Channel,
  type ChannelFigures,
  type Media,
  type Poster,
} from '@flumotion/player-page';
import type { Figures } from './figures';
import type { Icy } from './icy';
import type { Source } from './source';
import type { Station } from './station';
import type { Stream } from './stream';

/** Milliseconds without media after which the source is called away. */
const AWAY = 5000;

/** What a channel is made from. */
export interface ChannelParts {
  readonly mount: string;
  readonly poster: Poster | undefined;
  readonly source: Source;
  readonly figures: Figures;
  /** URL of the stream, once it is known. */
  readonly url: () => string;
  readonly listeners: () => number;
  readonly station: Station;
  readonly icy: Pick<Icy, 'bitrateOf'>;
}

/** Tells what is beside the stream how the stream is. */
export class LiveChannel implements Channel {
  readonly mount: string;
  readonly began = Date.now();
  readonly poster: Poster | undefined;
  private since = this.began;
  private shown: Stream | undefined;
  private codecs: readonly string[] = [];
  private received = -1;
  private arrived = -Infinity;

  constructor(private readonly parts: ChannelParts) {
    ({ mount: this.mount, poster: this.poster } = parts);
  }

  /** Looks whether media flow; call it about once a second. */
  check(): void {
    const { received } = this.parts.source;
    if (received !== this.received) this.arrived = performance.now();
    this.received = received;
    this.media();
  }

  origin(): string {
    return URL.canParse(this.parts.url()) ? new URL(this.parts.url()).origin : 'http://localhost';
  }

  media(): Media | undefined {
    const { onAir: stream, uptime } = this.parts.source;
    if (!stream) return undefined;
    if (stream !== this.shown) {
      this.codecs = codecsOf(stream.contentType, stream.headers);
      this.since = Date.now() - Math.round(uptime * 1000);
      this.shown = stream;
    }
    const flowing = uptime > 0 && performance.now() - this.arrived < AWAY;
    return { contentType: stream.contentType, codecs: this.codecs, flowing, since: this.since };
  }

  figures(): ChannelFigures {
    const { figures, icy, listeners, source } = this.parts;
    const bitrate = (source.stream && icy.bitrateOf(source.stream)) ?? figures.bitrate;
    return { listeners: listeners(), peak: figures.peak, bitrate };
  }

  about(): About {
    return this.parts.station.info();
  }
}
