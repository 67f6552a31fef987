import { readMedia, type MediaReading } from './media-reading';
import { partComplaints } from './part-rules';

/** What may be otherwise in a playlist. */
export interface Allowed {
  /** The stream has ended. */
  readonly ended?: boolean;
}

/** Milliseconds by which times of day may differ from the lengths between them. */
const DATE_TOLERANCE = 20;

/** What the standard says against a media playlist of a live stream; nothing when it is sound. */
export function playlistComplaints(text: string, { ended = false }: Allowed = {}): readonly string[] {
  const complaints: string[] = [];
  const reading = readMedia(text, complaints);
  const { tags, segments } = reading;
  const target = Number(tags.get('EXT-X-TARGETDURATION') ?? NaN);
  if (!(target > 0)) complaints.push('4.3.3.1: no TARGETDURATION');
  if (tags.has('EXT-X-ENDLIST') !== ended)
    complaints.push(`4.3.3.4: ENDLIST is ${ended ? 'missing' : 'in a live playlist'}`);
  const urls = [...segments.map(({ uri }) => uri), ...allParts(reading).map(({ uri }) => uri)];
  if (new Set(urls).size !== urls.length) complaints.push('6.2.1: a URL stands twice');
  for (const { uri, duration } of segments)
    if (Math.round(duration) > target) complaints.push(`4.3.3.1: ${uri} lasts ${String(duration)} s`);
  complaints.push(...versionComplaints(reading), ...headerComplaints(reading), ...dateComplaints(reading));
  complaints.push(...partComplaints(reading, target));
  return complaints;
}

/** Every part, also of the segment that has not ended. */
function allParts({ segments, open }: MediaReading): MediaReading['open']['parts'] {
  return [...segments, open].flatMap(({ parts }) => parts);
}

function versionComplaints({ tags, segments, open, skipped }: MediaReading): string[] {
  const version = Number(tags.get('EXT-X-VERSION') ?? 1);
  const complaints: string[] = [];
  if (!tags.has('EXT-X-VERSION')) complaints.push('4.3.1.2: there is no EXT-X-VERSION');
  if (segments.some(({ decimals }) => decimals) && version < 3) complaints.push('7: decimals need version 3');
  if ([...segments, open].some(({ map }) => map !== undefined) && version < 6)
    complaints.push('7: EXT-X-MAP needs version 6');
  if (skipped > 0 && version < 9) complaints.push('bis 8: EXT-X-SKIP needs version 9');
  return complaints;
}

/** Fragmented MP4 needs a header, which a discontinuity ends. */
function headerComplaints({ segments, open }: MediaReading): string[] {
  const parts = open.parts[0] ? [{ ...open, uri: open.parts[0].uri }] : [];
  return [...segments, ...parts].flatMap(({ uri, map }) =>
    /\.m4s(\?|$)/.test(uri) && map === undefined ? [`3.3: ${uri} has no EXT-X-MAP`] : [],
  );
}

function dateComplaints({ segments, open, partTarget }: MediaReading): string[] {
  const all = [
    ...segments,
    ...(open.parts.length > 0 ? [{ ...open, uri: 'the open segment', duration: 0 }] : []),
  ];
  return all.flatMap(({ uri, date, discontinuity }, at) => {
    if (date === undefined && partTarget !== undefined) return [`bis B.1: ${uri} has no time of day`];
    const before = all[at - 1];
    if (!before || discontinuity || date === undefined || before.date === undefined) return [];
    const off = date - before.date - before.duration * 1000;
    return Math.abs(off) > DATE_TOLERANCE ? [`4.3.2.6: ${uri} begins ${String(off)} ms off`] : [];
  });
}
