import type { MediaReading } from './media-reading';

const EPSILON = 1e-4;
/** Least length of a part, of the target. */
const LEAST = 0.85;

/** What the rules of low latency say against a media playlist. */
export function partComplaints(reading: MediaReading, target: number): string[] {
  const { segments, open, partTarget, tags } = reading;
  const complaints = controlComplaints(reading, target);
  const parts = [...segments, open].flatMap((segment) => segment.parts);
  if (partTarget === undefined) {
    if (parts.length > 0) complaints.push('bis 4.4.3.7: there are parts, but no EXT-X-PART-INF');
    return complaints;
  }
  if (tags.has('EXT-X-ENDLIST') && reading.hints.length > 0)
    complaints.push('bis 4.4.5.3: a playlist that has ended has a PRELOAD-HINT');
  if (!tags.has('EXT-X-ENDLIST') && reading.hints.length !== 1)
    complaints.push(`bis 6.2.6: there are ${String(reading.hints.length)} hints of the next part`);
  if (reading.hints.some((hint) => parts.some(({ uri }) => uri === hint)))
    complaints.push('bis 4.4.5.3: a part is hinted at that is there');
  for (const { uri, duration } of parts)
    if (duration > partTarget + EPSILON)
      complaints.push(`bis 4.4.4.9: ${uri} lasts ${String(duration)} s, more than ${String(partTarget)}`);
  for (const segment of segments) complaints.push(...shortParts(segment.parts.slice(0, -1), partTarget));
  complaints.push(...shortParts(open.parts, partTarget));
  for (const segment of segments) {
    if (segment.parts.length === 0) continue;
    const sum = segment.parts.reduce((total, { duration }) => total + duration, 0);
    if (Math.abs(sum - segment.duration) > 0.002)
      complaints.push(
        `bis 3.2: the parts of ${segment.uri} last ${String(sum)} s, it ${String(segment.duration)}`,
      );
  }
  return [...complaints, ...oldParts(reading, target)];
}

function shortParts(parts: MediaReading['open']['parts'], partTarget: number): string[] {
  return parts.flatMap(({ uri, duration, independent }) =>
    !independent && duration < LEAST * partTarget - EPSILON
      ? [`bis 4.4.4.9: ${uri} lasts only ${String(duration)} s of ${String(partTarget)}`]
      : [],
  );
}

/** Parts of old segments are to be left out; those near the end are to be there. */
function oldParts({ segments, open, tags }: MediaReading, target: number): string[] {
  let after = open.parts.reduce((sum, { duration }) => sum + duration, 0);
  return [...segments].reverse().flatMap(({ uri, duration, parts }) => {
    const ends = after;
    after += duration;
    if (parts.length > 0 && ends > 3 * target + EPSILON)
      return [`bis 4.4.4.9: ${uri} still has parts, ${ends.toFixed(1)} s before the end`];
    if (parts.length === 0 && ends <= target && !tags.has('EXT-X-ENDLIST') && duration > 0.5)
      return [`bis 6.2.6: ${uri} has no parts, ${ends.toFixed(1)} s before the end`];
    return [];
  });
}

function controlComplaints({ control, partTarget, skipped }: MediaReading, target: number): string[] {
  const number = (name: string): number => Number(control.get(name) ?? NaN);
  const complaints: string[] = [];
  if (control.has('CAN-SKIP-UNTIL') && number('CAN-SKIP-UNTIL') < 6 * target)
    complaints.push(`bis 4.4.3.8: CAN-SKIP-UNTIL=${String(control.get('CAN-SKIP-UNTIL'))}`);
  if (control.has('HOLD-BACK') && number('HOLD-BACK') < 3 * target)
    complaints.push(`bis 4.4.3.8: HOLD-BACK=${String(control.get('HOLD-BACK'))}`);
  if (skipped > 0 && !control.has('CAN-SKIP-UNTIL'))
    complaints.push('bis 6.2.5.1: EXT-X-SKIP without CAN-SKIP-UNTIL');
  if (partTarget === undefined) return complaints;
  if (!(number('PART-HOLD-BACK') >= 3 * partTarget - EPSILON))
    complaints.push(`bis 4.4.3.8: PART-HOLD-BACK=${String(control.get('PART-HOLD-BACK'))}`);
  if (control.get('CAN-BLOCK-RELOAD') !== 'YES') complaints.push('bis B.1: reloads do not block');
  return complaints;
}
