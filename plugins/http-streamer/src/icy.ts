import type { Fields, RequestHead } from '@flumotion/web';
import { cutTo, line } from './title';
import type { Station } from './station';
import type { Stream } from './stream';
import { Place } from './weaver';

/** Types that have no way of their own to tell a title, so that players ask for metadata between their bytes. */
const WITH_METADATA: ReadonlySet<string> = new Set(['audio/mpeg', 'audio/aac', 'audio/aacp']);
/** Longest value of a header field, in bytes. */
const MAX_VALUE = 500;
/** Least bytes between two blocks; less would be a stream of metadata. */
export const LEAST_INTERVAL = 256;

/** Bytes between two blocks of metadata, for a stream of so many bits per second; 0 for no metadata. */
export type MetadataInterval = (bitrate: number | undefined) => number;

/** How streams are described to players in the way of SHOUTcast and Icecast. */
export class Icy {
  /**
   * @param interval - bytes between two blocks.
   * @param measured - bits per second of a stream that does not say what it has; undefined while nobody knows.
   */
  constructor(
    private readonly station: Station,
    private readonly interval: MetadataInterval,
    private readonly measured: () => number | undefined,
  ) {}

  /** Where a listener begins that asked for metadata; undefined when it did not, or there is none. */
  place({ fields }: RequestHead, stream: Stream): Place | undefined {
    if (!WITH_METADATA.has(stream.contentType) || !(Number(fields.get('icy-metadata')) > 0)) return undefined;
    const bytes = this.interval(this.bitrateOf(stream));
    return bytes > 0 ? new Place(Math.max(LEAST_INTERVAL, Math.round(bytes))) : undefined;
  }

  /** Header fields that describe a stream of sound; with them VLC would play one with pictures in an old way. */
  fields(stream: Stream, place: Place | undefined): Fields {
    if (!stream.isSound) return {};
    const { name, genre, url, description, public: listed } = this.station.info();
    const bitrate = this.bitrateOf(stream);
    const fields = {
      'icy-name': name,
      'icy-genre': genre,
      'icy-url': url,
      'icy-description': description,
      'icy-pub': listed ? '1' : '0',
      'icy-br': bitrate === undefined ? '' : String(Math.max(1, Math.round(bitrate / 1000))),
      'icy-metaint': place ? String(place.interval) : '',
    };
    const known = Object.entries(fields).flatMap(([field, text]) =>
      text === '' ? [] : [[field, utf8(text)] as const],
    );
    return {
      ...Object.fromEntries(known),
      // Without this no script on a web page can read them.
      'Access-Control-Expose-Headers': known.map(([field]) => field).join(', '),
    };
  }

  /**
   * Bits per second of a stream, as it says itself, or as its frames make it; undefined while nobody knows. A mean over the
   * pages of a container is no bit rate that anybody set.
   */
  bitrateOf({ contentType }: Pick<Stream, 'contentType'>): number | undefined {
    return this.station.info().bitrate ?? (WITH_METADATA.has(contentType) ? this.measured() : undefined);
  }
}

/** A value whose bytes are UTF-8, as players read it, in a head that is written as latin1. */
function utf8(text: string): string {
  return Buffer.from(cutTo(line(text), MAX_VALUE)).toString('latin1');
}
