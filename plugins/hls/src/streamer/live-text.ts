import { segmentLines, startLines, topLines, versionOf, type Entry } from '../playlist';
import type { Part, SegmentStart } from '../segment';
import type { FileNames } from './file-names';
import type { Ring } from './ring';

/** Stands in a text for what is put after each URL, which each session may have of its own. */
export const QUERY_MARK = '\0';
/** From this version of the protocol on, playlists may leave out what a player knows. */
const SKIP_VERSION = 9;
/** Target durations at the end of a playlist whose segments are told in parts. */
const PARTS_LISTED = 3;
/** Target durations at the end of a playlist that are never left out. */
const NEVER_SKIPPED = 6;
/** Part durations that players stay behind. */
const HOLD_BACK = 3;

type Extension = SegmentStart['extension'];

/** How a live playlist is to be written. */
export interface Style {
  /** Longest part in seconds; undefined without parts. */
  readonly partTarget: number | undefined;
  /** Players may ask for what is new alone. */
  readonly skips: boolean;
  /** Put in front of each URL; empty for URLs beside the playlist. */
  readonly base: string;
}

/** Another stream of the same thing, and how far it has come. */
export interface Report {
  readonly uri: string;
  readonly number: number;
  readonly part: number | undefined;
}

/** Writes the media playlist of a ring; where URLs end stands the `QUERY_MARK`. */
export class LiveText {
  constructor(
    private readonly ring: Ring,
    private readonly names: FileNames,
    private readonly style: Style,
    private readonly extension: () => Extension,
  ) {}

  /**
   * @param skip - leave out old segments that the player knows.
   */
  write(skip: boolean, reports: readonly Report[]): string {
    const { ring, style } = this;
    const { playlist } = ring;
    const version = style.skips ? SKIP_VERSION : versionOf(playlist.entries);
    const lines = [...topLines(playlist, version), ...this.control()];
    const rest = distances(playlist.entries, this.openLength());
    const skipped = skip && style.skips ? rest.filter((seconds) => seconds > this.skipUntil).length : 0;
    if (skipped > 0) lines.push(`#EXT-X-SKIP:SKIPPED-SEGMENTS=${String(skipped)}`);
    let map: string | undefined;
    playlist.entries.slice(skipped).forEach((entry, at) => {
      const number = playlist.sequence + skipped + at;
      lines.push(...startLines(this.located(entry), map && this.located({ map }).map));
      ({ map } = entry);
      const listed = (rest[skipped + at] ?? 0) <= PARTS_LISTED * playlist.targetDuration;
      if (style.partTarget !== undefined && listed && !ring.ended)
        lines.push(...this.partLines(number, ring.partsOf(number), extensionOf(entry.file)));
      lines.push(...segmentLines({ duration: entry.duration, file: this.url(entry.file) }));
    });
    if (ring.ended) lines.push('#EXT-X-ENDLIST');
    else if (style.partTarget !== undefined) lines.push(...this.openLines(map), ...reports.map(reportLine));
    return `${lines.join('\n')}\n`;
  }

  private get skipUntil(): number {
    return NEVER_SKIPPED * this.ring.playlist.targetDuration;
  }

  private control(): string[] {
    const { partTarget, skips } = this.style;
    const attributes: string[] = [];
    if (partTarget !== undefined) attributes.push('CAN-BLOCK-RELOAD=YES');
    if (skips) attributes.push(`CAN-SKIP-UNTIL=${this.skipUntil.toFixed(1)}`);
    if (partTarget !== undefined) attributes.push(`PART-HOLD-BACK=${(HOLD_BACK * partTarget).toFixed(5)}`);
    const lines = attributes.length > 0 ? [`#EXT-X-SERVER-CONTROL:${attributes.join(',')}`] : [];
    if (partTarget !== undefined) lines.push(`#EXT-X-PART-INF:PART-TARGET=${partTarget.toFixed(5)}`);
    return lines;
  }

  /** What is known of the segment that has not ended, and what comes next. */
  private openLines(map: string | undefined): string[] {
    const { ring } = this;
    const { filling, next } = ring;
    const parts = filling?.parts ?? [];
    const start = filling
      ? startLines(this.located({ ...filling.start, map: filling.map }), map && this.located({ map }).map)
      : [];
    const extension = filling?.start.extension ?? this.extension();
    const uri = this.url(this.names.part(next, parts.length, extension));
    return [
      ...start,
      ...this.partLines(next, parts, extension),
      `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${uri}"`,
    ];
  }

  private partLines(number: number, parts: readonly Part[], extension: Extension): string[] {
    return parts.map(({ duration, independent }, at) => {
      const uri = this.url(this.names.part(number, at, extension));
      return `#EXT-X-PART:DURATION=${duration.toFixed(5)},URI="${uri}"${independent ? ',INDEPENDENT=YES' : ''}`;
    });
  }

  private openLength(): number {
    return (this.ring.filling?.parts ?? []).reduce((sum, { duration }) => sum + duration, 0);
  }

  private url(file: string): string {
    return `${this.style.base}${file}${QUERY_MARK}`;
  }

  private located<T extends { readonly map: string | undefined }>(about: T): T {
    return { ...about, map: about.map === undefined ? undefined : this.url(about.map) };
  }
}

function extensionOf(file: string): Extension {
  return file.endsWith('.ts') ? 'ts' : 'm4s';
}

/** For each segment, how many seconds before the end of the playlist it ends. */
function distances(entries: readonly Entry[], open: number): number[] {
  let rest = open;
  return entries
    .map(({ duration }) => duration)
    .reverse()
    .map((duration) => {
      const here = rest;
      rest += duration;
      return here;
    })
    .reverse();
}

function reportLine({ uri, number, part }: Report): string {
  const last = part === undefined ? '' : `,LAST-PART=${String(part)}`;
  return `#EXT-X-RENDITION-REPORT:URI="${uri}",LAST-MSN=${String(number)}${last}`;
}
