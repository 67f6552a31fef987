import { useRef } from 'react';

type Named = { readonly id: string };

/**
 * The same list, with each thing that is as it was before being the very same object, so that what shows it need not be
 * drawn again. Things are alike when they have the same fields; objects in them are looked into once.
 */
export function kept<T extends Named>(before: ReadonlyMap<string, T>, list: readonly T[]): T[] {
  return list.map((one) => {
    const old = before.get(one.id);
    return old && alike(old, one, 1) ? old : one;
  });
}

/** A list in which nothing is another object than at the last drawing without being different. */
export function useKept<T extends Named>(list: readonly T[]): T[] {
  const before = useRef<ReadonlyMap<string, T>>(new Map());
  const now = kept(before.current, list);
  before.current = new Map(now.map((one) => [one.id, one]));
  return now;
}

function alike(a: unknown, b: unknown, depth: number): boolean {
  if (Object.is(a, b)) return true;
  if (depth < 0 || !isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && alike(a[key], b[key], depth - 1))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
