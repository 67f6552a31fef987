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

/** The JSON form of a component: the same without where it was written. */
export function componentJson({ place: _, eaters, plugs, ...config }: ComponentConfig): ComponentConfig {
  const feeds = Object.entries(eaters).map(([name, links]) => [name, links.map(linkJson)]);
  return {
    ...config,
    eaters: Object.fromEntries(feeds) as ComponentConfig['eaters'],
    plugs: plugs.map(plugJson),
  };
}

function linkJson({ place: _, ...link }: FeedLink): FeedLink {
  return link;
}

function plugJson({ place: _, ...plug }: PlugConfig): PlugConfig {
  return plug;
}
