import type { Directives } from './directives';
import type { Ring } from './ring';

/** Segments ahead of the newest that may be waited for. */
const MOST_AHEAD = 2;
/** Seconds of parts ahead of the newest that may be waited for, and parts at the least. */
const PARTS_AHEAD = 3;

type Until = NonNullable<Directives['until']>;

/** Whether a playlist has what a player waits for. */
export function isThere(ring: Ring, { number, part }: Until): boolean {
  if (ring.ended || number < ring.next - 1) return true;
  if (part === undefined) return number < ring.next;
  const parts = ring.filling?.parts.length ?? 0;
  if (number >= ring.next) return number === ring.next && parts > part;
  // A part beyond the last of a segment is the first of the next one.
  return part < ring.partsOf(number).length || parts > 0;
}

/** Whether what a player waits for is so far ahead that it cannot be meant (draft-pantos-hls-rfc8216bis 6.2.5.2). */
export function isSilly(ring: Ring, { number, part }: Until, partTarget: number): boolean {
  if (ring.ended) return false;
  if (number > ring.next - 1 + MOST_AHEAD) return true;
  const most = Math.max(PARTS_AHEAD, Math.ceil(PARTS_AHEAD / partTarget));
  const last = number === ring.next ? (ring.filling?.parts.length ?? 0) - 1 : ring.partsOf(number).length - 1;
  return part !== undefined && number >= ring.next - 1 && part > Math.max(last, 0) + most;
}
