import { readMedia, type MediaReading, type SegmentReading } from './media-reading';

const CONSTANT = ['EXT-X-TARGETDURATION', 'EXT-X-VERSION', 'EXT-X-SERVER-CONTROL', 'EXT-X-PART-INF'];

/** What the standard says (6.2) against a playlist that follows another one of the same stream, both whole. */
export function successionComplaints(before: string, after: string): readonly string[] {
  const complaints: string[] = [];
  const [old, fresh] = [readMedia(before), readMedia(after)];
  const number = ({ tags }: MediaReading, name: string): number => Number(tags.get(name) ?? 0);
  const removed = number(fresh, 'EXT-X-MEDIA-SEQUENCE') - number(old, 'EXT-X-MEDIA-SEQUENCE');
  if (removed < 0) complaints.push('6.2.2: MEDIA-SEQUENCE went back');
  for (const name of CONSTANT)
    if (old.tags.get(name) !== fresh.tags.get(name)) complaints.push(`6.2.1: ${name} changed`);
  if (old.tags.has('EXT-X-ENDLIST')) complaints.push('6.2.1: something follows EXT-X-ENDLIST');
  old.segments.slice(removed).forEach((segment, at) => {
    if (plain(segment) !== plain(fresh.segments[at]))
      complaints.push(`6.2.1: ${segment.uri} changed or moved`);
    complaints.push(...changedParts(segment.parts, fresh.segments[at]?.parts ?? []));
  });
  const at = old.segments.length - removed;
  if (at >= 0) complaints.push(...openComplaints(old.open, fresh.segments[at] ?? fresh.open));
  const gone = old.segments.slice(0, removed).filter(({ discontinuity }) => discontinuity).length;
  const counted = number(fresh, 'EXT-X-DISCONTINUITY-SEQUENCE') - number(old, 'EXT-X-DISCONTINUITY-SEQUENCE');
  if (removed <= old.segments.length && gone !== counted)
    complaints.push(`6.2.2: DISCONTINUITY-SEQUENCE grew by ${String(counted)}, not ${String(gone)}`);
  const length = fresh.segments.reduce((sum, { duration }) => sum + duration, 0);
  if (removed > 0 && length < 3 * number(fresh, 'EXT-X-TARGETDURATION'))
    complaints.push(`6.2.2: only ${String(length)} s are left`);
  return complaints;
}

function plain(segment: SegmentReading | undefined): string {
  return JSON.stringify(segment && { ...segment, parts: [] });
}

type Parts = SegmentReading['parts'];

/** Parts may go, but not change. */
function changedParts(old: Parts, fresh: Parts): string[] {
  return fresh.length > 0 && JSON.stringify(fresh.slice(0, old.length)) !== JSON.stringify(old)
    ? [`bis 6.2.1: parts changed: ${JSON.stringify(old)} to ${JSON.stringify(fresh)}`]
    : [];
}

function openComplaints(old: MediaReading['open'], fresh: MediaReading['open']): string[] {
  if (old.parts.length === 0) return [];
  const said = ({ discontinuity, map, date }: MediaReading['open']): string =>
    JSON.stringify([discontinuity, map, date]);
  const complaints = said(old) === said(fresh) ? [] : [`bis 6.2.1: ${said(old)} became ${said(fresh)}`];
  return [...complaints, ...changedParts(old.parts, fresh.parts)];
}
