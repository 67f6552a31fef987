import type { ComponentConfig, PlanetFile, PlugConfig } from './planet';

/** A planet as plain JSON: what its file says, without where it says so. `planetSchema` describes it. */
export type PlanetJson = Record<string, unknown>;

/** The JSON form of what one planet file says. Secret values are in it. */
export function planetJson({ manager, atmosphere, flows }: PlanetFile): PlanetJson {
  return {
    ...(manager && {
      manager: {
        ...manager,
        ...(manager.bouncer && { bouncer: componentJson(manager.bouncer) }),
        plugs: manager.plugs.map(plugJson),
      },
    }),
    atmosphere: atmosphere.map(componentJson),
    flows: flows.map(({ name, components }) => ({ name, components: components.map(componentJson) })),
  };
}

function componentJson({ place: _, plugs, ...config }: ComponentConfig): object {
  return { ...config, plugs: plugs.map(plugJson) };
}

function plugJson({ place: _, ...plug }: PlugConfig): object {
  return plug;
}
