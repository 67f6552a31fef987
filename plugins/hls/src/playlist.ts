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

/** The text of a playlist, as RFC 8216 wants it. */
export function playlistText({ targetDuration, sequence, discontinuities, entries }: Playlist): string {
  const version = entries.some(({ map }) => map !== undefined) ? MAP_VERSION : PLAIN_VERSION;
  const lines = [
    '#EXTM3U',
    `#EXT-X-VERSION:${String(version)}`,
    `#EXT-X-TARGETDURATION:${String(targetDuration)}`,
    `#EXT-X-MEDIA-SEQUENCE:${String(sequence)}`,
  ];
  if (discontinuities > 0) lines.push(`#EXT-X-DISCONTINUITY-SEQUENCE:${String(discontinuities)}`);
  let map: string | undefined;
  for (const entry of entries) {
    if (entry.discontinuity) lines.push('#EXT-X-DISCONTINUITY');
    if (entry.map !== undefined && (entry.map !== map || entry.discontinuity)) {
      lines.push(`#EXT-X-MAP:URI="${entry.map}"`);
    }
    map = entry.map;
    if (entry.date !== undefined)
      lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(entry.date).toISOString()}`);
    lines.push(`#EXTINF:${entry.duration.toFixed(5)},`, entry.file);
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

/**
 * A playlist with one more segment, of which the newest are kept.
 * @param window - segments in the playlist; more stay while it would be shorter than three target durations.
 */
export function withEntry(playlist: Playlist, entry: Entry, window: number): Playlist {
  const entries = [...playlist.entries, entry];
  const { targetDuration } = playlist;
  let length = entries.reduce((sum, { duration }) => sum + duration, 0);
  let { sequence, discontinuities } = playlist;
  for (let [first] = entries; first && entries.length > window; [first] = entries) {
    length -= first.duration;
    if (length < LEAST_LENGTH * targetDuration) break;
    entries.shift();
    sequence++;
    if (first.discontinuity) discontinuities++;
  }
  return { targetDuration, sequence, discontinuities, entries };
}
