import type { ComponentConfig, FeedLink, ManagerSettings, PlanetFile, PlugConfig } from './planet';

/** A planet as plain JSON: what its file says, without where it says so. `planetSchema` describes it. */
export type PlanetJson = Record<string, unknown>;

/** The JSON form of what one planet file says. Secret values are in it. */
export function planetJson({ manager, atmosphere, flows }: PlanetFile): PlanetJson {
  return {
    ...(manager && { manager: managerJson(manager) }),
    atmosphere: atmosphere.map(componentJson),
    flows: flows.map(({ name, components }) => ({ name, components: components.map(componentJson) })),
  };
}

/** The JSON form of `<manager>`. */
export function managerJson(manager: ManagerSettings): PlanetJson {
  return {
    ...manager,
    ...(manager.bouncer && { bouncer: componentJson(manager.bouncer) }),
    plugs: manager.plugs.map(plugJson),
  };
}

function componentJson({ place: _, eaters, plugs, ...config }: ComponentConfig): object {
  const feeds = Object.entries(eaters).map(([name, links]) => [name, links.map(linkJson)]);
  return { ...config, eaters: Object.fromEntries(feeds) as object, plugs: plugs.map(plugJson) };
}

function linkJson({ place: _, ...link }: FeedLink): object {
  return link;
}

function plugJson({ place: _, ...plug }: PlugConfig): object {
  return plug;
}
