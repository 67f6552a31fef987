import { didYouMean } from '../model/nearest';
import { ATMOSPHERE, componentId } from '../model/planet';
import type { Planet, PlanetComponent } from './planet';

/** A name of nothing. */
export interface WrongName {
  readonly property: string;
  /** What was seen, what was expected. */
  readonly text: string;
}

/** What is wrong with the properties of a component that name other components. */
export function wrongNames(component: PlanetComponent, planet: Planet): readonly WrongName[] {
  const { spec, config } = component;
  return Object.entries(spec.properties ?? {}).flatMap(([property, declared]) => {
    const name = config.properties[property];
    if (declared.type !== 'string' || declared.names === undefined || typeof name !== 'string') return [];
    const found = planet.find(name.startsWith('/') ? name : componentId(ATMOSPHERE, name));
    if (found?.spec.kind === declared.names) return [];
    const seen = `${property} of ${config.name} names ${JSON.stringify(name)}`;
    if (found) return [{ property, text: `${seen}, which is no ${declared.names} but a ${found.spec.type}` }];
    const there = planet
      .inFlow(ATMOSPHERE)
      .filter((each) => each.spec.kind === declared.names)
      .map((each) => each.config.name);
    const advice = there.length === 0 ? '; it has none' : `; there are ${there.join(', ')}`;
    const text = `${seen}, but the atmosphere has no such ${declared.names}${didYouMean(name, there) || advice}`;
    return [{ property, text }];
  });
}
