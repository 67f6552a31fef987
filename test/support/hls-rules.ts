/** What a playlist says, as far as the rules look at it. */
interface Reading {
  readonly tags: ReadonlyMap<string, string>;
  readonly segments: readonly {
    readonly uri: string;
    readonly duration: number;
    readonly discontinuity: boolean;
    readonly map: string | undefined;
    readonly date: number | undefined;
  }[];
}

const ONCE = [
  'EXT-X-VERSION',
  'EXT-X-TARGETDURATION',
  'EXT-X-MEDIA-SEQUENCE',
  'EXT-X-DISCONTINUITY-SEQUENCE',
  'EXT-X-ENDLIST',
];
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function read(text: string, complaints: string[]): Reading {
  const tags = new Map<string, string>();
  const segments: Reading['segments'][number][] = [];
  let [duration, discontinuity, map, date]: [
    number | undefined,
    boolean,
    string | undefined,
    number | undefined,
  ] = [undefined, false, undefined, undefined];
  if (!text.startsWith('#EXTM3U\n')) complaints.push('4.3.1.1: the first line is not #EXTM3U');
  for (const line of text.split('\n').slice(1)) {
    const [, name = '', value = ''] = /^#(EXT[\w-]*)(?::(.*))?$/.exec(line) ?? [];
    if (ONCE.includes(name)) {
      if (tags.has(name)) complaints.push(`4.3: ${name} stands twice`);
      if (name.endsWith('SEQUENCE') && (segments.length > 0 || discontinuity))
        complaints.push(`4.3.3: ${name} comes after the first segment`);
      tags.set(name, value);
    } else if (name === 'EXTINF') {
      if (!/^\d+(\.\d+)?,/.test(value)) complaints.push(`4.3.2.1: EXTINF ${value}`);
      duration = parseFloat(value);
    } else if (name === 'EXT-X-DISCONTINUITY') discontinuity = true;
    else if (name === 'EXT-X-MAP') map = /^URI="([^"]+)"/.exec(value)?.[1];
    else if (name === 'EXT-X-PROGRAM-DATE-TIME') {
      if (!DATE.test(value)) complaints.push(`4.3.2.6: no date and time: ${value}`);
      date = Date.parse(value);
    } else if (line !== '' && !line.startsWith('#')) {
      if (duration === undefined) complaints.push(`4.3.2.1: ${line} has no EXTINF`);
      segments.push({ uri: line, duration: duration ?? 0, discontinuity, map, date });
      [duration, discontinuity, date] = [undefined, false, undefined];
    } else if (name !== '') complaints.push(`an unexpected tag: ${line}`);
  }
  return { tags, segments };
}

/** What RFC 8216 says against a media playlist of a live stream; nothing when it is sound. */
export function playlistComplaints(text: string): readonly string[] {
  const complaints: string[] = [];
  const { tags, segments } = read(text, complaints);
  const version = Number(tags.get('EXT-X-VERSION') ?? 1);
  const target = Number(tags.get('EXT-X-TARGETDURATION') ?? NaN);
  if (!Number.isInteger(target)) complaints.push('4.3.3.1: no whole TARGETDURATION');
  if (tags.has('EXT-X-ENDLIST')) complaints.push('4.3.3.4: a live playlist has ENDLIST');
  if (new Set(segments.map(({ uri }) => uri)).size !== segments.length)
    complaints.push('a segment stands twice');
  segments.forEach(({ uri, duration, map, date, discontinuity }, at) => {
    if (Math.round(duration) > target) complaints.push(`4.3.3.1: ${uri} lasts ${String(duration)} s`);
    if (!Number.isInteger(duration) && version < 3) complaints.push('7: decimals need version 3');
    if (map !== undefined && version < 6) complaints.push('7: EXT-X-MAP needs version 6');
    if (/\.m4s$/.test(uri) && map === undefined) complaints.push(`3.3: ${uri} has no EXT-X-MAP`);
    const before = segments[at - 1];
    if (!before || discontinuity || date === undefined || before.date === undefined) return;
    const off = date - before.date - before.duration * 1000;
    if (Math.abs(off) > 20) complaints.push(`4.3.2.6: ${uri} begins ${String(off)} ms off`);
  });
  return complaints;
}

/** What RFC 8216, 6.2, says against a playlist that follows another one of the same stream. */
export function successionComplaints(before: string, after: string): readonly string[] {
  const complaints: string[] = [];
  const [old, fresh] = [read(before, []), read(after, [])];
  const number = ({ tags }: Reading, name: string): number => Number(tags.get(name) ?? 0);
  const removed = number(fresh, 'EXT-X-MEDIA-SEQUENCE') - number(old, 'EXT-X-MEDIA-SEQUENCE');
  if (removed < 0) complaints.push('6.2.2: MEDIA-SEQUENCE went back');
  if (number(old, 'EXT-X-TARGETDURATION') !== number(fresh, 'EXT-X-TARGETDURATION'))
    complaints.push('6.2.1: TARGETDURATION changed');
  old.segments.slice(removed).forEach((segment, at) => {
    if (JSON.stringify(segment) !== JSON.stringify(fresh.segments[at]))
      complaints.push(`6.2.1: ${segment.uri} changed or moved`);
  });
  const gone = old.segments.slice(0, removed).filter(({ discontinuity }) => discontinuity).length;
  const counted = number(fresh, 'EXT-X-DISCONTINUITY-SEQUENCE') - number(old, 'EXT-X-DISCONTINUITY-SEQUENCE');
  if (removed <= old.segments.length && gone !== counted)
    complaints.push(`6.2.2: DISCONTINUITY-SEQUENCE grew by ${String(counted)}, not ${String(gone)}`);
  const length = fresh.segments.reduce((sum, { duration }) => sum + duration, 0);
  if (removed > 0 && length < 3 * number(fresh, 'EXT-X-TARGETDURATION'))
    complaints.push(`6.2.2: only ${String(length)} s are left`);
  return complaints;
}
