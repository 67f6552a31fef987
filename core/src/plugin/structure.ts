/**
 * Every number that the text of a structure has under a name, those of structures inside it included. An element's
 * `stats` are such text, `PipelineElement.get` gives it.
 * @example
 * ```ts
 * numbersOf('stats, bytes-sent=(guint64)512;', 'bytes-sent'); // [512]
 * ```
 */
export function numbersOf(structure: unknown, field: string): readonly number[] {
  if (typeof structure !== 'string') return [];
  const pattern = new RegExp(`(?<![\\w-])${field}\\\\*=\\\\*\\(\\w+\\\\*\\)(-?[\\d.]+)`, 'g');
  return [...structure.matchAll(pattern)].map((match) => Number(match[1]));
}
