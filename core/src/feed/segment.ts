/** Turns stream times of one segment into running times, in nanoseconds. */
export type SegmentClock = (time: bigint) => bigint;

const unchanged: SegmentClock = (time) => time;

/**
 * Reads a segment event as a feed carries it. Running time is (time − start − offset) ÷ rate + base, as in GStreamer;
 * a time before the segment's start comes out smaller than `base`, which may be negative. Segments that do not count
 * time (bytes) and events of other kinds leave times as they are: undefined for the latter.
 */
export function segmentClock(event: string): SegmentClock | undefined {
  if (!event.startsWith('GstEventSegment,')) return undefined;
  if (!/\bformat=\(GstFormat\)\\?"?time\b/.test(event)) return unchanged;
  const offset = field(event, 'start') + field(event, 'offset');
  const base = field(event, 'base');
  const rate = Math.abs(Number(/[ ,]rate=\(double\)([\d.eE+-]+)/.exec(event)?.[1] ?? 1)) || 1;
  if (rate === 1) return offset === base ? unchanged : (time) => time - offset + base;
  return (time) => BigInt(Math.round(Number(time - offset) / rate)) + base;
}

function field(event: string, name: string): bigint {
  const found = new RegExp(`[ ,]${name}=\\(guint64\\)(\\d+)`).exec(event)?.[1];
  return found === undefined ? 0n : BigInt(found);
}
