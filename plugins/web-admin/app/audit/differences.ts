/** One thing that differs. */
export interface Difference {
  /** Where, as `properties.width`; empty for the whole. */
  readonly path: string;
  /** As JSON; `nothing` where it was not there. */
  readonly from: string;
  readonly to: string;
}

/** Differences that are shown of one change. */
const MOST = 40;
/** Characters that are shown of one value. */
const LONGEST = 200;

/** What differs between two states of something, the innermost things. */
export function differences(before: unknown, after: unknown): readonly Difference[] {
  const found: Difference[] = [];
  compare('', before, after, found);
  return found;
}

function compare(path: string, before: unknown, after: unknown, found: Difference[]): void {
  if (found.length >= MOST || JSON.stringify(before) === JSON.stringify(after)) return;
  if (isObject(before) && isObject(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
      compare(path === '' ? name : `${path}.${name}`, before[name], after[name], found);
    return;
  }
  found.push({ path, from: valueShown(before), to: valueShown(after) });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as JSON, shortened; `nothing` where there is none. */
export function valueShown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}
