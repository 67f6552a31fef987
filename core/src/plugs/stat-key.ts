import type { StatSpec } from '../plugin';

/**
 * Name of a figure among all figures: that of the stat, and of the thing it is of where there are several.
 * @param who - whose stats these are, for complaints.
 * @throws Error when there is no such stat, or it is one for each of several things and none is given, or the other way round.
 */
export function statKey(
  declared: Readonly<Record<string, StatSpec>> | undefined,
  who: string,
  name: string,
  of: string | undefined,
): string {
  const spec = declared && Object.hasOwn(declared, name) ? declared[name] : undefined;
  if (!spec) throw new Error(`stat ${name} is not declared by ${who}`);
  if ((of === undefined) !== (spec.each === undefined)) {
    throw new Error(`stat ${name} of ${who} is ${of === undefined ? '' : 'not '}one for each of several`);
  }
  return of === undefined ? name : `${name}.${of}`;
}
