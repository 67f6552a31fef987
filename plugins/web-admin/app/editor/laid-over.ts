import type { EditedComponent, EditedFlow } from './flow-model';

/** Two changes of one flow together. */
export interface Together {
  readonly flow: EditedFlow;
  /** Names of the components that both have changed, each otherwise; `flow` has them as they are drawn. */
  readonly both: readonly string[];
}

/**
 * Lays what somebody has drawn over what others have stored meanwhile, component by component.
 * @param base - what both began with.
 */
export function laidOver(base: EditedFlow, drawn: EditedFlow, stored: EditedFlow): Together {
  const [before, mine, theirs] = [byName(base), byName(drawn), byName(stored)];
  const both: string[] = [];
  const settled = (name: string): EditedComponent | undefined => {
    const [was, draws, has] = [before.get(name), mine.get(name), theirs.get(name)];
    if (same(draws, was)) return has;
    if (!same(has, was) && !same(has, draws)) both.push(name);
    return draws;
  };
  const names = drawn.components.map(({ name }) => name);
  stored.components.forEach(({ name }, place) => {
    if (mine.has(name)) return;
    const neighbour = stored.components[place - 1]?.name;
    names.splice(neighbour === undefined ? 0 : names.indexOf(neighbour) + 1, 0, name);
  });
  const components = names.map(settled).filter((one) => one !== undefined);
  return { flow: { ...stored, components }, both };
}

function byName({ components }: EditedFlow): ReadonlyMap<string, EditedComponent> {
  return new Map(components.map((one) => [one.name, one]));
}

function same(one: EditedComponent | undefined, other: EditedComponent | undefined): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
