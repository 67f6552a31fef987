/** What a player says in the query of a playlist's URL. */
export interface Directives {
  /** Wait for a segment, or for a part of it, counted from 0. */
  readonly until: { readonly number: number; readonly part: number | undefined } | undefined;
  /** Leave out old segments that the player knows. */
  readonly skip: boolean;
}

const NUMBER = /^\d{1,15}$/;

/**
 * Reads the delivery directives (draft-pantos-hls-rfc8216bis 6.2.5).
 * @returns a complaint when they make no sense.
 */
export function readDirectives(query: URLSearchParams): Directives | string {
  const read = (name: string): string | undefined => query.get(name) ?? undefined;
  const [number, part, skip] = [read('_HLS_msn'), read('_HLS_part'), read('_HLS_skip')];
  if (number !== undefined && !NUMBER.test(number)) return '_HLS_msn is no whole number';
  if (part !== undefined && !NUMBER.test(part)) return '_HLS_part is no whole number';
  if (part !== undefined && number === undefined) return '_HLS_part comes without _HLS_msn';
  if (skip !== undefined && skip !== 'YES' && skip !== 'v2') return '_HLS_skip is neither YES nor v2';
  const until =
    number === undefined
      ? undefined
      : { number: Number(number), part: part === undefined ? undefined : Number(part) };
  return { until, skip: skip !== undefined };
}
