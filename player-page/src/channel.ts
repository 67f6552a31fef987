/** What listeners of a channel are given at present. */
export interface Media {
  /** As in the answer's Content-Type. */
  readonly contentType: string;
  /** Names of the codecs, as `theora`; empty when nobody knows them. */
  readonly codecs: readonly string[];
  /** Whether media come just now; false while the source is away and listeners wait for it. */
  readonly flowing: boolean;
  /** When the stream became available, in milliseconds since 1970. */
  readonly since: number;
}

/** What is known of a channel and of what plays on it; outside text, all of it. */
export interface About {
  readonly name: string;
  readonly description?: string | undefined;
  readonly genre?: string | undefined;
  /** Web page about it. */
  readonly url?: string | undefined;
  /** What plays. */
  readonly title?: string | undefined;
}

/** Figures of a channel's audience. */
export interface ChannelFigures {
  readonly listeners: number;
  /** Most listeners at a time so far. */
  readonly peak: number;
  /** Rate of the stream in bits per second; 0 while it is not known. */
  readonly bitrate: number;
}

/** A picture that stands in for the stream: where it is, or the file's bytes. */
export type Poster = { readonly url: string } | { readonly contentType: string; readonly data: Buffer };

/** A stream, as what is beside it shows it. The functions are asked at each request. */
export interface Channel {
  /** Path from which the names beside it are made, percent-decoded; that of the stream as a rule. */
  readonly mount: string;
  /** Path of what is played, percent-decoded, where it differs from `mount`: the playlist of HLS. */
  readonly stream?: string;
  readonly poster?: Poster | undefined;
  /** URL of the server, as `http://example.org:8800`, for a request that does not say under which name it came. */
  readonly origin: () => string;
  /** When the server began, in milliseconds since 1970. */
  readonly began: number;
  /** Undefined while there is nothing to give. */
  readonly media: () => Media | undefined;
  readonly figures: () => ChannelFigures;
  readonly about: () => About;
}

/** A request for something beside a stream; the head of an HTTP request as it was read. */
export interface CompanionRequest {
  readonly method: string;
  /** Percent-decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Header fields by their names in lower case. */
  readonly fields: ReadonlyMap<string, string>;
}

/** A whole answer. For HEAD the body is left out by whoever sends it, for its length is still told. */
export interface CompanionAnswer {
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly body: Buffer;
}
