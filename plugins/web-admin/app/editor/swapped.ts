/** A list with one of it at another place. */
export function swapped<T>(list: readonly T[], at: number, by: -1 | 1): readonly T[] {
  const [one, other] = [list[at], list[at + by]];
  if (one === undefined || other === undefined) return list;
  return list.map((each, index) => (index === at ? other : index === at + by ? one : each));
}
