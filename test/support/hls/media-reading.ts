import { judgeAttributes, readLines, type Kind, type Line } from './reading';

/** A part, as a playlist tells of it. */
export interface PartReading {
  readonly uri: string;
  readonly duration: number;
  readonly independent: boolean;
}

/** A segment, or what there is of one that has not ended. */
export interface SegmentReading {
  readonly uri: string;
  readonly duration: number;
  /** EXTINF has decimals. */
  readonly decimals: boolean;
  readonly discontinuity: boolean;
  readonly map: string | undefined;
  readonly date: number | undefined;
  readonly parts: readonly PartReading[];
}

/** What a media playlist says. */
export interface MediaReading {
  /** Values of the tags that stand once, by name. */
  readonly tags: ReadonlyMap<string, string>;
  readonly control: ReadonlyMap<string, string>;
  readonly partTarget: number | undefined;
  readonly skipped: number;
  readonly segments: readonly SegmentReading[];
  /** The segment that has not ended. */
  readonly open: Omit<SegmentReading, 'uri' | 'duration' | 'decimals'>;
  readonly hints: readonly string[];
  readonly reports: readonly { readonly uri: string; readonly number: number }[];
}

const ONCE: Readonly<Record<string, string>> = {
  'EXT-X-VERSION': '4.3.1.2',
  'EXT-X-TARGETDURATION': '4.3.3.1',
  'EXT-X-MEDIA-SEQUENCE': '4.3.3.2',
  'EXT-X-DISCONTINUITY-SEQUENCE': '4.3.3.3',
  'EXT-X-ENDLIST': '4.3.3.4',
  'EXT-X-SERVER-CONTROL': 'bis 4.4.3.8',
  'EXT-X-PART-INF': 'bis 4.4.3.7',
  'EXT-X-SKIP': 'bis 4.4.5.2',
};
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,}(Z|[+-]\d\d:\d\d)$/;
const YES: Kind = ['YES'];

/** What has been said since the last segment. */
interface Pending {
  duration: number | undefined;
  decimals: boolean;
  discontinuity: boolean;
  map: string | undefined;
  date: number | undefined;
  parts: PartReading[];
}

/** Reads a media playlist line by line and notes what is wrong with the form and the order of lines. */
export class MediaReader {
  private readonly tags = new Map<string, string>();
  private readonly control = new Map<string, string>();
  private partTarget: number | undefined;
  private skipped = 0;
  private readonly segments: SegmentReading[] = [];
  private readonly hints: string[] = [];
  private readonly reports: { uri: string; number: number }[] = [];
  private pending: Pending = fresh(undefined);

  constructor(private readonly complaints: string[]) {}

  read(text: string): MediaReading {
    for (const line of readLines(text, this.complaints)) this.take(line);
    const { tags, control, partTarget, skipped, segments, hints, reports, pending } = this;
    if (pending.duration !== undefined) this.complaints.push('4.3.2.1: EXTINF without a segment');
    return { tags, control, partTarget, skipped, segments, open: pending, hints, reports };
  }

  private take(line: Line): void {
    const { tag, value } = line;
    if (tag === undefined) this.segment(value);
    else if (tag in ONCE) this.once(tag, line);
    else if (tag in this.repeated) this.repeated[tag]?.(line);
    else this.complaints.push(`an unexpected tag: ${tag}`);
  }

  private once(tag: string, line: Line): void {
    const rule = ONCE[tag] ?? '';
    if (this.tags.has(tag)) this.complaints.push(`${rule}: ${tag} stands twice`);
    this.tags.set(tag, line.value);
    const begun = this.segments.length > 0 || this.pending.parts.length > 0;
    if (tag.endsWith('SEQUENCE') && (begun || this.pending.discontinuity))
      this.complaints.push(`${rule}: ${tag} comes after the first segment`);
    if (tag === 'EXT-X-SKIP' && begun) this.complaints.push(`${rule}: ${tag} comes after a segment`);
    const number = ['EXT-X-VERSION', 'EXT-X-TARGETDURATION'].includes(tag) || tag.endsWith('SEQUENCE');
    if (number && !/^\d{1,20}$/.test(line.value)) this.complaints.push(`${rule}: ${tag}:${line.value}`);
    if (tag === 'EXT-X-SERVER-CONTROL') this.serverControl(line);
    if (tag === 'EXT-X-PART-INF')
      this.partTarget = Number(this.attributes(line, rule, { 'PART-TARGET!': 'decimal' }).get('PART-TARGET'));
    if (tag === 'EXT-X-SKIP') {
      const found = this.attributes(line, rule, { 'SKIPPED-SEGMENTS!': 'integer' });
      this.skipped = Number(found.get('SKIPPED-SEGMENTS'));
    }
  }

  private readonly repeated: Readonly<Record<string, (line: Line) => void>> = {
    EXTINF: ({ value }) => {
      if (!/^\d+(\.\d+)?,/.test(value)) this.complaints.push(`4.3.2.1: EXTINF ${value}`);
      if (this.pending.duration !== undefined) this.complaints.push('4.3.2.1: EXTINF stands twice');
      this.pending.duration = parseFloat(value);
      this.pending.decimals = value.includes('.');
    },
    'EXT-X-DISCONTINUITY': () => {
      this.beforeParts('EXT-X-DISCONTINUITY');
      this.pending.discontinuity = true;
    },
    'EXT-X-MAP': (line) => {
      this.beforeParts('EXT-X-MAP');
      this.pending.map = this.attributes(line, '4.3.2.5', { 'URI!': 'quoted' }).get('URI');
    },
    'EXT-X-PROGRAM-DATE-TIME': ({ value }) => {
      this.beforeParts('EXT-X-PROGRAM-DATE-TIME');
      if (!DATE.test(value)) this.complaints.push(`4.3.2.6: no date and time: ${value}`);
      this.pending.date = Date.parse(value);
    },
    'EXT-X-PART': (line) => {
      const kinds = { 'URI!': 'quoted', 'DURATION!': 'decimal', INDEPENDENT: YES } as const;
      const found = this.attributes(line, 'bis 4.4.4.9', kinds);
      this.pending.parts.push({
        uri: found.get('URI') ?? '',
        duration: Number(found.get('DURATION')),
        independent: found.has('INDEPENDENT'),
      });
      if (this.pending.duration !== undefined)
        this.complaints.push('bis 4.4.4.9: EXT-X-PART comes after the EXTINF of its segment');
    },
    'EXT-X-PRELOAD-HINT': (line) => {
      const kinds = { 'TYPE!': ['PART', 'MAP'], 'URI!': 'quoted' } as const;
      this.hints.push(this.attributes(line, 'bis 4.4.5.3', kinds).get('URI') ?? '');
    },
    'EXT-X-RENDITION-REPORT': (line) => {
      const kinds = { 'URI!': 'quoted', 'LAST-MSN': 'integer', 'LAST-PART': 'integer' } as const;
      const found = this.attributes(line, 'bis 4.4.5.4', kinds);
      this.reports.push({ uri: found.get('URI') ?? '', number: Number(found.get('LAST-MSN')) });
    },
  };

  private serverControl(line: Line): void {
    const kinds = {
      'CAN-BLOCK-RELOAD': YES,
      'CAN-SKIP-UNTIL': 'decimal',
      'PART-HOLD-BACK': 'decimal',
      'HOLD-BACK': 'decimal',
    } as const;
    for (const [name, value] of this.attributes(line, 'bis 4.4.3.8', kinds)) this.control.set(name, value);
  }

  private beforeParts(tag: string): void {
    if (this.pending.parts.length > 0)
      this.complaints.push(`bis 4.4.4.9: ${tag} comes after the first part of its segment`);
  }

  private segment(uri: string): void {
    const { duration, ...rest } = this.pending;
    if (duration === undefined) this.complaints.push(`4.3.2.1: ${uri} has no EXTINF`);
    this.segments.push({ uri, duration: duration ?? 0, ...rest });
    this.pending = fresh(rest.map);
  }

  private attributes(line: Line, rule: string, kinds: Readonly<Record<string, Kind>>): Map<string, string> {
    const found = judgeAttributes(line, rule, kinds, this.complaints);
    return new Map([...found].map(([name, { value }]) => [name, value]));
  }
}

function fresh(map: string | undefined): Pending {
  return { duration: undefined, decimals: false, discontinuity: false, map, date: undefined, parts: [] };
}

/** Reads a media playlist. @param complaints - takes what is wrong with its form. */
export function readMedia(text: string, complaints: string[] = []): MediaReading {
  return new MediaReader(complaints).read(text);
}
