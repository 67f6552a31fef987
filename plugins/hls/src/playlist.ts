/** A segment as the playlist tells of it. */
export interface Entry {
  /** File name, beside the playlist. */
  readonly file: string;
  /** Seconds. */
  readonly duration: number;
  /** It does not continue the one before it. */
  readonly discontinuity: boolean;
  /** File with the header of its format; only of fragmented MP4. */
  readonly map: string | undefined;
  /** When it began, in milliseconds since 1970. */
  readonly date: number | undefined;
}

/** A media playlist. */
export interface Playlist {
  /** Seconds, whole; no segment is longer, rounded. */
  readonly targetDuration: number;
  /** Number of the first segment. */
  readonly sequence: number;
  /** Discontinuities that have left the playlist. */
  readonly discontinuities: number;
  readonly entries: readonly Entry[];
}

/** Version of the protocol from which durations have decimals, and from which a header may be named. */
const PLAIN_VERSION = 3;
const MAP_VERSION = 6;

/**
 * Lines that stand before a segment, or before its first part.
 * @param before - header that applies to what stands in front of it.
 */
export function startLines(
  { discontinuity, map, date }: Pick<Entry, 'discontinuity' | 'map' | 'date'>,
  before: string | undefined,
): string[] {
  const lines = discontinuity ? ['#EXT-X-DISCONTINUITY'] : [];
  if (map !== undefined && (map !== before || discontinuity)) lines.push(`#EXT-X-MAP:URI="${map}"`);
  if (date !== undefined) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(date).toISOString()}`);
  return lines;
}

/** Lines that name a segment. */
export function segmentLines({ duration, file }: Pick<Entry, 'duration' | 'file'>): string[] {
  return [`#EXTINF:${duration.toFixed(5)},`, file];
}

/** Lines at the top of a media playlist. */
export function topLines({ targetDuration, sequence, discontinuities }: Playlist, version: number): string[] {
  const lines = [
    '#EXTM3U',
    `#EXT-X-VERSION:${String(version)}`,
    `#EXT-X-TARGETDURATION:${String(targetDuration)}`,
    `#EXT-X-MEDIA-SEQUENCE:${String(sequence)}`,
  ];
  if (discontinuities > 0) lines.push(`#EXT-X-DISCONTINUITY-SEQUENCE:${String(discontinuities)}`);
  return lines;
}

/** Least version of the protocol that a playlist of such entries needs. */
export function versionOf(entries: readonly Pick<Entry, 'map'>[]): number {
  return entries.some(({ map }) => map !== undefined) ? MAP_VERSION : PLAIN_VERSION;
}

/** The text of a playlist, as RFC 8216 wants it. */
export function playlistText(playlist: Playlist): string {
  const lines = topLines(playlist, versionOf(playlist.entries));
  let map: string | undefined;
  for (const entry of playlist.entries) {
    lines.push(...startLines(entry, map), ...segmentLines(entry));
    map = entry.map;
  }
  return `${lines.join('\n')}\n`;
}

/** Reads what `playlistText` wrote; undefined for anything that is not such a playlist. */
export function readPlaylist(text: string): Playlist | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  if (lines[0] !== '#EXTM3U') return undefined;
  const numbers = { targetDuration: 0, sequence: 0, discontinuities: 0 };
  const entries: Entry[] = [];
  let [discontinuity, duration, date, map]: [boolean, number, number | undefined, string | undefined] = [
    false,
    NaN,
    undefined,
    undefined,
  ];
  for (const line of lines) {
    const [, name = '', value = ''] = /^#(EXT[\w-]*):?(.*)$/.exec(line) ?? [];
    if (name === 'EXT-X-TARGETDURATION') numbers.targetDuration = Number(value);
    else if (name === 'EXT-X-MEDIA-SEQUENCE') numbers.sequence = Number(value);
    else if (name === 'EXT-X-DISCONTINUITY-SEQUENCE') numbers.discontinuities = Number(value);
    else if (name === 'EXT-X-DISCONTINUITY') discontinuity = true;
    else if (name === 'EXT-X-MAP') map = /URI="([^"]*)"/.exec(value)?.[1];
    else if (name === 'EXT-X-PROGRAM-DATE-TIME') date = Date.parse(value);
    else if (name === 'EXTINF') duration = parseFloat(value);
    else if (!line.startsWith('#')) {
      entries.push({ file: line, duration, discontinuity, map, date: Number.isNaN(date) ? undefined : date });
      [discontinuity, duration, date] = [false, NaN, undefined];
    }
  }
  const whole = Object.values(numbers).every((number) => Number.isSafeInteger(number) && number >= 0);
  return whole && entries.every((entry) => entry.duration >= 0) ? { ...numbers, entries } : undefined;
}

/** Target durations that a live playlist may never be shorter than by taking segments away. */
const LEAST_LENGTH = 3;

/** How much a playlist keeps: more where it would otherwise be shorter than three target durations. */
export interface Window {
  /** Segments at least. */
  readonly segments: number;
  /** Seconds at least. */
  readonly seconds?: number | undefined;
}

/** A playlist with one more segment, of which the newest are kept. */
export function withEntry(playlist: Playlist, entry: Entry, window: Window): Playlist {
  return shortened({ ...playlist, entries: [...playlist.entries, entry] }, window);
}

/** A playlist of which only the newest segments are kept. */
export function shortened(playlist: Playlist, { segments, seconds = 0 }: Window): Playlist {
  const { targetDuration, entries } = playlist;
  const least = Math.max(LEAST_LENGTH * targetDuration, seconds);
  let length = entries.reduce((sum, { duration }) => sum + duration, 0);
  let { discontinuities } = playlist;
  let gone = 0;
  for (let first = entries[0]; first && entries.length - gone > segments; first = entries[gone]) {
    length -= first.duration;
    if (length < least) break;
    gone++;
    if (first.discontinuity) discontinuities++;
  }
  return {
    targetDuration,
    sequence: playlist.sequence + gone,
    discontinuities,
    entries: gone === 0 ? entries : entries.slice(gone),
  };
}
