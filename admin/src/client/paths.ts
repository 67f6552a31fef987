import { FlumotionError, guidance, type ComponentState, type PlanetState } from '@flumotion/core/cli';
import type { ManagerClient } from './client';

/** The path of a component in the API, from its id `/flow/name`. */
export function componentPath(id: string): string {
  const [, flow = '', name = ''] = id.split('/');
  return `/api/components/${encodeURIComponent(flow)}/${encodeURIComponent(name)}`;
}

/** All components of a planet, in its order. */
export function componentsOf(planet: PlanetState): readonly ComponentState[] {
  return planet.flows.flatMap(({ components }) => components);
}

/**
 * The id of a component from what was typed: `/flow/name`, `flow/name`, or a name alone that only one component has.
 * @throws FlumotionError `component-unknown` for a name that none has, or several.
 */
export async function idOf(client: ManagerClient, given: string): Promise<string> {
  const parts = given.split('/').filter((part) => part !== '');
  if (parts.length === 2) return `/${parts.join('/')}`;
  const components = componentsOf(await client.get<PlanetState>('/api/planet'));
  const found = components.filter(({ name }) => name === given);
  if (found.length === 1 && found[0]) return found[0].id;
  const where =
    found.length > 1
      ? `one flow alone; there are ${found.map(({ id }) => id).join(' and ')}`
      : `the planet${guidance(
          given,
          components.map(({ name }) => name),
        )}`;
  throw FlumotionError.of('component-unknown', { id: JSON.stringify(given), where });
}
