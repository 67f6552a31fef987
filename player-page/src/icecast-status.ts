import type { About } from './channel';
import { oneLine } from './escape';
import { MOST_SOURCES } from './icecast-forms';

/** A mount point, as the figures of Icecast 2.4 have it; `stream_start` in milliseconds since 1970. */
export interface StatusSource {
  /** URL of the stream. */
  readonly url: string;
  readonly about: About;
  readonly contentType: string;
  readonly listeners: number;
  readonly peak: number;
  /** Bits per second. */
  readonly bitrate: number;
  /** When the stream began, in milliseconds since 1970. */
  readonly since: number;
}

/** What is told of the server. */
export interface StatusServer {
  readonly host: string;
  /** When it began, in milliseconds since 1970. */
  readonly began: number;
}

type Shown = Readonly<Record<string, unknown>>;

/**
 * The figures of a server in the JSON of Icecast 2.4: names, types and order are those of its `status-json.xsl`. Without
 * a source there is none, a single one is an object, several are an array.
 */
export function icecastStatus(server: StatusServer, sources: readonly StatusSource[]): string {
  return document(serverFields(server), sources.map(sourceFields));
}

/**
 * Several servers' figures in one document, as a porter shows them; what is no such document is left out.
 * @param origin - the URL, as `http://example.org:8800`, at which all their streams are.
 */
export function mergeStatus(server: StatusServer, origin: string, documents: readonly string[]): string {
  const sources = documents.flatMap(sourcesOf).slice(0, MOST_SOURCES);
  return document(
    serverFields(server),
    sources.map((source) => ({ ...source, listenurl: movedTo(origin, String(source['listenurl'])) })),
  );
}

function movedTo(origin: string, url: string): string {
  return URL.canParse(url) ? `${origin}${new URL(url).pathname}` : url;
}

function document(fields: Shown, sources: readonly Shown[]): string {
  const source = sources.length === 0 ? {} : { source: sources.length === 1 ? sources[0] : sources };
  return JSON.stringify({ icestats: { ...fields, ...source, dummy: null } });
}

function serverFields({ host, began }: StatusServer): Shown {
  return {
    admin: `icemaster@${host}`,
    host,
    location: 'Earth',
    server_id: 'Flumotion',
    server_start: mailDate(began),
    server_start_iso8601: isoDate(began),
  };
}

function sourceFields(source: StatusSource): Shown {
  const { name, description = name, genre, url, title } = source.about;
  const kilobits = Math.round(source.bitrate / 1000);
  return {
    ...(kilobits > 0 ? { bitrate: kilobits } : {}),
    ...told('genre', genre),
    listener_peak: source.peak,
    listeners: source.listeners,
    listenurl: source.url,
    ...told('server_description', description),
    ...told('server_name', name),
    server_type: source.contentType,
    ...told('server_url', url),
    stream_start: mailDate(source.since),
    stream_start_iso8601: isoDate(source.since),
    ...told('title', title),
    dummy: null,
  };
}

function told(field: string, text = ''): Shown {
  return text === '' ? {} : { [field]: oneLine(text) };
}

function sourcesOf(text: string): readonly Shown[] {
  try {
    const read = JSON.parse(text) as { icestats?: { source?: unknown } } | null;
    return [read?.icestats?.source ?? []].flat().filter(isShown);
  } catch {
    return [];
  }
}

function isShown(value: unknown): value is Shown {
  return typeof value === 'object' && value !== null && typeof (value as Shown)['listenurl'] === 'string';
}

/** As mail has it, which is Icecast's form: `Sun, 29 Nov 2026 06:30:00 +0000`. */
function mailDate(time: number): string {
  return new Date(time).toUTCString().replace('GMT', '+0000');
}

/** As Icecast writes ISO 8601, which monitors parse to the letter: `2026-11-29T06:30:00+0000`. */
function isoDate(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, '+0000');
}
