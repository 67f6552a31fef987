/**
 * What is wrong with values that name feeds by their aliases; for the hook `check`.
 * @param named - aliases that values name.
 * @param aliases - those there are, as the hook is given them; undefined judges nothing.
 * @returns the complaint about the first that no feed has, or undefined.
 * @example
 * ```ts
 * unknownAlias(['music'], ['speech', 'jingle']); // '"music" is the alias of no feed; there are …'
 * ```
 */
export function unknownAlias(
  named: readonly string[],
  aliases: readonly string[] | undefined,
): string | undefined {
  const unknown = aliases && named.find((name) => !aliases.includes(name));
  if (unknown === undefined) return undefined;
  const known = aliases?.map((alias) => JSON.stringify(alias)).join(', ');
  const there = known ? `there are ${known}` : 'no feed is linked';
  return `${JSON.stringify(unknown)} is the alias of no feed; ${there}`;
}
