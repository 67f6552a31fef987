import type { IntSpec, PropertyIs, PropertyValues } from '../plugin';

/** Whether a property has the value of a condition, or any where it names none. */
export function holds([property, value]: PropertyIs, values: PropertyValues): boolean {
  const found = values[property];
  return value === undefined ? found !== undefined : found === value;
}

/** The conditions under which a component does not listen on a port after all. */
export function silences({ listensUnless }: Pick<IntSpec, 'listensUnless'>): readonly PropertyIs[] {
  if (listensUnless === undefined) return [];
  return isOne(listensUnless) ? [listensUnless] : listensUnless;
}

function isOne(given: PropertyIs | readonly PropertyIs[]): given is PropertyIs {
  return typeof given[0] === 'string';
}
