import type { ComponentState } from '@flumotion/core/cli';

/** Ids of the components that feed one directly. */
function sourcesOf({ flow, eaters }: ComponentState): string[] {
  return eaters.map(({ feed }) => {
    const component = feed.replace(/:.*$/, '');
    return component.startsWith('/') ? component : `/${flow}/${component}`;
  });
}

/** What feeds a component, directly and indirectly, in the order of the planet. */
export function upstream(all: readonly ComponentState[], id: string): readonly ComponentState[] {
  const sources = new Map(all.map((one) => [one.id, sourcesOf(one)]));
  return reached(all, id, (from) => sources.get(from) ?? []);
}

/** What a component feeds, directly and indirectly, in the order of the planet. */
export function downstream(all: readonly ComponentState[], id: string): readonly ComponentState[] {
  return reached(all, id, (from) => all.filter((one) => sourcesOf(one).includes(from)).map((one) => one.id));
}

function reached(
  all: readonly ComponentState[],
  id: string,
  next: (from: string) => readonly string[],
): readonly ComponentState[] {
  const seen = new Set<string>();
  const open = [id];
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const to of next(from)) {
      if (seen.has(to)) continue;
      seen.add(to);
      open.push(to);
    }
  }
  return all.filter((one) => seen.has(one.id) && one.id !== id);
}
