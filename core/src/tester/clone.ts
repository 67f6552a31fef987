/**
 * A copy that shares nothing that changes with the original, of an object made of plain values, buffers, arrays, maps,
 * sets and objects of classes, which may refer to each other. Functions are shared.
 */
export function clone<T>(value: T, known = new Map<unknown, unknown>()): T {
  if (typeof value !== 'object' || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before as T;
  const copy = empty(value);
  known.set(value, copy);
  if (value instanceof Map && copy instanceof Map) {
    for (const [key, each] of value) copy.set(clone(key, known), clone(each, known));
  } else if (value instanceof Set && copy instanceof Set) {
    for (const each of value) copy.add(clone(each, known));
  } else if (!Buffer.isBuffer(value)) {
    for (const [name, each] of Object.entries(value))
      (copy as Record<string, unknown>)[name] = clone(each, known);
  }
  return copy as T;
}

function empty(value: object): object {
  if (Buffer.isBuffer(value)) return Buffer.from(value);
  if (value instanceof Map) return new Map();
  if (value instanceof Set) return new Set();
  return Array.isArray(value) ? [] : (Object.create(Object.getPrototypeOf(value) as object) as object);
}
