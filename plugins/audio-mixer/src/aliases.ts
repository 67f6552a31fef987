/** The first name that stands in a list twice; undefined when none does. */
export function twiceIn(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}
