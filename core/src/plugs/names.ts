/**
 * Names of the plugs of one component, in their order: the type, and for further ones of the same type `TYPE-2` and so
 * on. Stats and messages carry them.
 */
export function plugNames(types: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return types.map((type) => {
    const count = (seen.get(type) ?? 0) + 1;
    seen.set(type, count);
    return count === 1 ? type : `${type}-${count}`;
  });
}
