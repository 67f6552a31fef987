/** Part of a resource, as `EXT-X-BYTERANGE` says it. */
export interface ByteRange {
  readonly length: number;
  readonly offset: number;
}

/** How segments are encrypted. */
export interface Key {
  readonly method: string;
  readonly uri: string | undefined;
  /** Sixteen bytes; made of the segment's number when undefined. */
  readonly iv: Buffer | undefined;
}

/** The beginning of segments that have none of their own, as in fragmented MP4. */
export interface Beginning {
  readonly uri: string;
  readonly range: ByteRange | undefined;
}

/** One segment of a media playlist. */
export interface Segment {
  readonly uri: string;
  /** Seconds. */
  readonly duration: number;
  readonly discontinuity: boolean;
  readonly map: Beginning | undefined;
  readonly key: Key | undefined;
  readonly range: ByteRange | undefined;
  /** Wall-clock milliseconds at which it begins. */
  readonly date: number | undefined;
  /** It is announced to be missing. */
  readonly gap: boolean;
}

/** A playlist of segments. */
export interface MediaPlaylist {
  readonly version: number;
  /** Longest duration in seconds, rounded. */
  readonly target: number;
  /** Number of the first segment. */
  readonly sequence: number;
  readonly discontinuitySequence: number;
  readonly ended: boolean;
  readonly segments: readonly Segment[];
}

/** A playlist of playlists: the same in several qualities. */
export interface MasterPlaylist {
  readonly variants: readonly string[];
}

/** Values of a list of attributes, as `BANDWIDTH=500000,CODECS="a,b"`; without quotes. */
export function attributes(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^,]*))/g);
  return new Map([...found].map(([, name = '', quoted, plain]) => [name, quoted ?? plain ?? '']));
}

/** Lines that say something, without comments. */
export function playlistLines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '' && (!line.startsWith('#') || line.startsWith('#EXT')));
}

/** Whether a text is one of HLS rather than a plain list of addresses. */
export function isHlsText(text: string): boolean {
  return /^#EXT-X-/m.test(text);
}

/** The first address in a plain list, as `.m3u` files have it; undefined when there is none. */
export function firstAddress(text: string): string | undefined {
  const first = text.split(/\r?\n/).find((line) => line !== '' && !line.startsWith('#'));
  return text.startsWith('#EXTM3U') || /^https?:\/\//.test(first ?? '') ? first : undefined;
}

/** Reads a playlist as far as it makes sense; what is wrong with it is for the rules to say. */
export function readPlaylist(text: string): MediaPlaylist | MasterPlaylist {
  const lines = playlistLines(text);
  const variants = lines.filter((_, index) => lines[index - 1]?.startsWith('#EXT-X-STREAM-INF') === true);
  return variants.length > 0 ? { variants } : readMedia(lines);
}

function readMedia(lines: readonly string[]): MediaPlaylist {
  const values = new Map<string, string>();
  const segments: Segment[] = [];
  let [map, key]: [Beginning | undefined, Key | undefined] = [undefined, undefined];
  let own: { duration?: number; discontinuity?: boolean; date?: number; range?: ByteRange; gap?: boolean } =
    {};
  for (const line of lines) {
    const [, name, value = ''] = /^#(EXT[\w-]*)(?::(.*))?$/.exec(line) ?? [];
    if (name === undefined) {
      const { duration = NaN, discontinuity = false, date, range, gap = false } = own;
      segments.push({ uri: line, duration, discontinuity, map, key, range, date, gap });
      own = {};
    } else if (name === 'EXTINF') own.duration = parseFloat(value);
    else if (name === 'EXT-X-DISCONTINUITY') own.discontinuity = true;
    else if (name === 'EXT-X-GAP') own.gap = true;
    else if (name === 'EXT-X-PROGRAM-DATE-TIME') own.date = Date.parse(value);
    else if (name === 'EXT-X-BYTERANGE') own.range = readRange(value, segments.at(-1)?.range);
    else if (name === 'EXT-X-KEY') key = readKey(value);
    else if (name === 'EXT-X-MAP') map = readMap(value);
    else values.set(name, value);
  }
  const number = (name: string, otherwise: number): number => Number(values.get(name) ?? otherwise);
  return {
    version: number('EXT-X-VERSION', 1),
    target: number('EXT-X-TARGETDURATION', NaN),
    sequence: number('EXT-X-MEDIA-SEQUENCE', 0),
    discontinuitySequence: number('EXT-X-DISCONTINUITY-SEQUENCE', 0),
    ended: values.has('EXT-X-ENDLIST'),
    segments,
  };
}

/** `length@offset`; without an offset it follows the range before it. */
function readRange(value: string, before: ByteRange | undefined): ByteRange {
  const [length = NaN, offset] = value.split('@').map(Number);
  return { length, offset: offset ?? (before ? before.offset + before.length : 0) };
}

function readMap(value: string): Beginning {
  const fields = attributes(value);
  const range = fields.get('BYTERANGE');
  return {
    uri: fields.get('URI') ?? '',
    range: range === undefined ? undefined : readRange(range, undefined),
  };
}

function readKey(value: string): Key | undefined {
  const fields = attributes(value);
  const method = fields.get('METHOD') ?? 'NONE';
  const iv = /^0x([0-9a-f]{1,32})$/i.exec(fields.get('IV') ?? '')?.[1];
  if (method === 'NONE') return undefined;
  return {
    method,
    uri: fields.get('URI'),
    iv: iv === undefined ? undefined : Buffer.from(iv.padStart(32, '0'), 'hex'),
  };
}
