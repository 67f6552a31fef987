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
  const [old, now] = [parts(before), parts(after)];
  if (old && now) {
    for (const name of new Set([...Object.keys(old), ...Object.keys(now)]))
      compare(path === '' ? name : `${path}.${name}`, old[name], now[name], found);
    return;
  }
  found.push({ path, from: valueShown(before), to: valueShown(after) });
}

/** What something has inside, by name: the fields of an object, or the things in a list that have names of their own. */
function parts(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!Array.isArray(value)) return isObject(value) ? value : undefined;
  const named = value.map((one: unknown) => [isObject(one) ? one['name'] : undefined, one] as const);
  const names = new Set(named.map(([name]) => name));
  const isNamed = names.size === value.length && [...names].every((name) => typeof name === 'string');
  return isNamed ? (Object.fromEntries(named) as Readonly<Record<string, unknown>>) : undefined;
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
