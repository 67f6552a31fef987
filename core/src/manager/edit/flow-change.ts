import { ATMOSPHERE, type ComponentConfig, type Flow, type PlanetFile } from '../../model/planet';

/** What a flow, or the atmosphere, is to be. */
export interface FlowChange {
  readonly name: string;
  /** Undefined when it is to be gone. */
  readonly components: readonly ComponentConfig[] | undefined;
  /** The order of the components counts; otherwise those that are there keep theirs. */
  readonly inOrder?: boolean;
}

/** The flow of a name, the atmosphere included, over all files; undefined when there is none. */
export function flowIn(files: readonly PlanetFile[], name: string): Flow | undefined {
  const parts = files.map((file) => partOf(file, name)).filter((part) => part !== undefined);
  return parts.length === 0 && name !== ATMOSPHERE ? undefined : { name, components: parts.flat() };
}

/** Names of all flows, also of those without components, in planet order; the atmosphere first. */
export function flowNames(files: readonly PlanetFile[]): readonly string[] {
  return [...new Set([ATMOSPHERE, ...files.flatMap(({ flows }) => flows.map(({ name }) => name))])];
}

/** The components of a flow in one file; undefined when the file has no such flow. */
export function partOf(file: PlanetFile, name: string): readonly ComponentConfig[] | undefined {
  if (name === ATMOSPHERE) return file.atmosphere.length === 0 ? undefined : file.atmosphere;
  return file.flows.find((flow) => flow.name === name)?.components;
}

/** A file with other components of one flow; undefined takes the flow out of it. */
export function withPart(
  file: PlanetFile,
  name: string,
  components: readonly ComponentConfig[] | undefined,
): PlanetFile {
  if (name === ATMOSPHERE) return { ...file, atmosphere: components ?? [] };
  const others = file.flows.filter((flow) => flow.name !== name);
  if (components === undefined) return { ...file, flows: others };
  if (others.length === file.flows.length) return { ...file, flows: [...others, { name, components }] };
  return { ...file, flows: file.flows.map((flow) => (flow.name === name ? { name, components } : flow)) };
}

/**
 * The files with another flow in them; files that say the same as before are the same objects. What is there stays in
 * its file and, unless the order counts, at its place; a new component stands behind the one that is before it. A new flow
 * goes into the last file that has flows, else into the last file; the first component of the atmosphere into the first.
 */
export function withFlow(files: readonly PlanetFile[], change: FlowChange): readonly PlanetFile[] {
  const { name, components, inOrder = false } = change;
  if (components === undefined) {
    return files.map((file) => (partOf(file, name) ? withPart(file, name, undefined) : file));
  }
  const parts = files.map((file) => partOf(file, name));
  const home = parts.findIndex((part) => part !== undefined);
  if (home < 0) {
    const at = homeOf(files, name);
    return files.map((file, index) => (index === at ? withPart(file, name, components) : file));
  }
  const lists = arranged(parts, components, home);
  const rank = new Map(components.map((config, at) => [config.name, at]));
  const byRank = (a: ComponentConfig, b: ComponentConfig): number =>
    (rank.get(a.name) ?? 0) - (rank.get(b.name) ?? 0);
  return files.map((file, index) => {
    const before = parts[index];
    const list = lists[index] ?? [];
    if (before === undefined) return file;
    // A flow that has become empty stays where it began.
    const gone = list.length === 0 && (index !== home || lists.some((other) => other.length > 0));
    const part = gone ? undefined : inOrder ? [...list].sort(byRank) : list;
    const same = part?.length === before.length && part.every((config, at) => config === before[at]);
    return same ? file : withPart(file, name, part);
  });
}

/** The components of each file: those that were in it, and new ones behind their predecessor. */
function arranged(
  parts: readonly (readonly ComponentConfig[] | undefined)[],
  components: readonly ComponentConfig[],
  home: number,
): readonly ComponentConfig[][] {
  const wanted = new Map(components.map((config) => [config.name, config]));
  const lists = parts.map((part = []) => part.flatMap(({ name }) => wanted.get(name) ?? []));
  const placed = new Set(lists.flat());
  let before: ComponentConfig | undefined;
  for (const config of components) {
    if (!placed.has(config)) {
      const previous = before;
      const at = previous ? lists.findIndex((list) => list.includes(previous)) : home;
      const list = lists[at];
      list?.splice(previous ? list.indexOf(previous) + 1 : 0, 0, config);
    }
    before = config;
  }
  return lists;
}

function homeOf(files: readonly PlanetFile[], name: string): number {
  if (name === ATMOSPHERE) return 0;
  const last = files.findLastIndex(({ flows }) => flows.length > 0);
  return last < 0 ? files.length - 1 : last;
}

/** A component as it is to be, with what it names in the order in which it stands already. */
export function inOldOrder(config: ComponentConfig, before: ComponentConfig | undefined): ComponentConfig {
  if (!before) return config;
  return {
    ...config,
    eaters: ordered(config.eaters, before.eaters),
    properties: ordered(config.properties, before.properties),
    virtualFeeds: ordered(config.virtualFeeds, before.virtualFeeds),
  };
}

function ordered<T extends Readonly<Record<string, unknown>>>(values: T, before: T): T {
  const names = [...Object.keys(before), ...Object.keys(values)].filter((name) =>
    Object.hasOwn(values, name),
  );
  return Object.fromEntries([...new Set(names)].map((name) => [name, values[name]])) as T;
}
