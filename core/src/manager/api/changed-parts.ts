/** What differs between two states of something. */
export interface ChangedParts {
  readonly before: unknown;
  readonly after: unknown;
}

/** Two states without what is the same in both, at whatever depth of objects; undefined where nothing is left. */
export function changedParts(before: unknown, after: unknown): ChangedParts {
  if (JSON.stringify(before) === JSON.stringify(after)) return { before: undefined, after: undefined };
  if (!isObject(before) || !isObject(after)) return { before, after };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const parts = names.map((name) => [name, changedParts(before[name], after[name])] as const);
  return { before: joined(parts, 'before'), after: joined(parts, 'after') };
}

function joined(parts: readonly (readonly [string, ChangedParts])[], side: keyof ChangedParts): unknown {
  return Object.fromEntries(
    parts.flatMap(([name, part]) => (part[side] === undefined ? [] : [[name, part[side]]])),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
