import type { FeedTags } from '@flumotion/core/plugin';
import { plain } from './formats/comments';

/** Text that came as bytes: UTF-8 where it is that, else Latin 1, as old clients send. */
export function textOf(bytes: Buffer, charset?: string): string {
  if (charset !== undefined) {
    try {
      return plain(new TextDecoder(charset).decode(bytes));
    } catch {
      // A character set that nobody knows says nothing.
    }
  }
  const utf8 = bytes.toString('utf8');
  return plain(utf8.includes('\ufffd') ? bytes.toString('latin1') : utf8);
}

/** What a source says of its stream in the fields of its request. */
export interface StreamWords {
  readonly name: string;
  readonly description: string;
  readonly genre: string;
  readonly url: string;
  /** kbit/s. */
  readonly bitrate: number | undefined;
  readonly public: boolean;
}

/** Reads the fields that begin with `ice-` or `icy-`. @param fields - values as latin1, by lower-case name. */
export function streamWords(fields: ReadonlyMap<string, string>): StreamWords {
  const value = (...names: readonly string[]): string => {
    const found = names.map((name) => fields.get(name)).find((text) => text !== undefined && text !== '');
    return textOf(Buffer.from(found ?? '', 'latin1'));
  };
  const audio = new URLSearchParams(value('ice-audio-info').replaceAll(';', '&'));
  const said = [value('ice-bitrate', 'icy-br'), audio.get('bitrate'), audio.get('ice-bitrate')];
  // Some encoders say how good it is instead, as `Quality 3`.
  const bitrate = said.map((text) => /^\d{1,6}/.exec(text ?? '')?.[0]).find((text) => text !== undefined);
  return {
    name: value('ice-name', 'icy-name'),
    description: value('ice-description', 'icy-description'),
    genre: value('ice-genre', 'icy-genre'),
    url: value('ice-url', 'icy-url'),
    bitrate: bitrate === undefined || Number(bitrate) === 0 ? undefined : Number(bitrate),
    public: /^(1|yes|true)$/i.test(value('ice-public', 'icy-pub')),
  };
}

/** The same by GStreamer's names of tags; empty texts say nothing. */
export function tagsOf({ name, description, genre, url, bitrate }: StreamWords): FeedTags {
  const texts = { organization: name, description, genre, location: url };
  const said = Object.entries(texts).filter(([, text]) => text !== '');
  return { ...Object.fromEntries(said), ...(bitrate === undefined ? {} : { bitrate: bitrate * 1000 }) };
}

/** What a request for new metadata says that plays. */
export interface Song {
  /** For people, in one line. */
  readonly title: string;
  readonly tags: FeedTags;
}

/**
 * Reads what plays from the query of a request for new metadata, in its own character set.
 * @returns undefined when it says nothing of it.
 */
export function songOf(target: string): Song | undefined {
  const query = rawQuery(target);
  const charset = query.get('charset')?.toString('latin1');
  const value = (name: string): string | undefined => {
    const bytes = query.get(name);
    return bytes && textOf(bytes, charset);
  };
  const [song, title, artist, album] = ['song', 'title', 'artist', 'album'].map(value);
  if (song === undefined && title === undefined && artist === undefined) return undefined;
  const shown = song ?? [artist, title].filter(Boolean).join(' - ');
  const tags = song === undefined ? { title: title ?? '', artist: artist ?? '' } : { title: song };
  const told = Object.entries({ ...tags, album: album ?? '' }).filter(([, text]) => text !== '');
  return { title: shown, tags: Object.fromEntries(told) };
}

/** Most arguments that are looked at. */
const MAX_ARGUMENTS = 50;

/** The arguments of a URL as bytes, the first where one is repeated: not all of them are in UTF-8. */
function rawQuery(target: string): ReadonlyMap<string, Buffer> {
  const mark = target.indexOf('?');
  const values = new Map<string, Buffer>();
  if (mark < 0) return values;
  for (const argument of target.slice(mark + 1).split('&', MAX_ARGUMENTS)) {
    const equals = argument.indexOf('=');
    const name = percentDecoded(argument.slice(0, equals < 0 ? undefined : equals)).toString('latin1');
    if (!values.has(name)) values.set(name, percentDecoded(equals < 0 ? '' : argument.slice(equals + 1)));
  }
  return values;
}

function percentDecoded(text: string): Buffer {
  const bytes = text
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}
