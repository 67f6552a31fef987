import parseRange from 'range-parser';

/** Most ranges that are answered by themselves; who asks for more gets the whole file. */
export const MOST_RANGES = 16;

/** Bytes of a file, the last one included. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** What a Range field asks for: parts, the whole file, or what it has not got. */
export type Wanted = readonly Range[] | 'whole' | 'none';

const FORM = /^\s*(?:\d+\s*-\s*\d*|-\s*\d+)\s*$/;

/**
 * Reads a Range field. Ranges that overlap or touch are joined, so an answer never has a byte twice; more than 16, or a
 * unit other than bytes, get the whole file; what cannot be read, or lies behind the end, gets none (416).
 * @param size - bytes of the file.
 */
export function wantedRanges(header: string | undefined, size: number): Wanted {
  if (header === undefined) return 'whole';
  const equals = header.indexOf('=');
  if (equals < 0) return 'none';
  if (header.slice(0, equals).trim().toLowerCase() !== 'bytes') return 'whole';
  // Empty items of a list do not count (RFC 9110, 5.6.1.2).
  const specs = header
    .slice(equals + 1)
    .split(',')
    .filter((spec) => spec.trim() !== '');
  if (specs.length > MOST_RANGES) return 'whole';
  if (specs.length === 0 || !specs.every((spec) => FORM.test(spec) && inOrder(spec))) return 'none';
  const parsed = parseRange(size, `bytes=${specs.map((spec) => fitting(spec, size)).join(',')}`, {
    combine: true,
  });
  return typeof parsed === 'number' ? 'none' : parsed.map(({ start, end }) => ({ first: start, last: end }));
}

function inOrder(spec: string): boolean {
  const [, first, last] = /^\s*(\d+)\s*-\s*(\d+)/.exec(spec) ?? [];
  return first === undefined || Number(first) <= Number(last);
}

/** The last bytes of a file are all of them where it has fewer, which range-parser takes for none. */
function fitting(spec: string, size: number): string {
  const [, suffix] = /^\s*-\s*(\d+)\s*$/.exec(spec) ?? [];
  if (suffix === undefined) return spec.replaceAll(/\s/g, '');
  return `-${Math.min(Number(suffix), size)}`;
}
