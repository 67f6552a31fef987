import type { Place } from '../model/planet';
import type { PlanetComponent } from './planet';

/** Something in the planet that cannot work, found before anything starts. */
export interface PlanetProblem {
  /** Stable id of the kind of problem. */
  readonly id:
    | 'component-twice'
    | 'component-missing'
    | 'worker-missing'
    | 'eater-unknown'
    | 'eater-unfed'
    | 'eater-overfed'
    | 'feed-unknown'
    | 'media-types-differ'
    | 'feed-cycle'
    | 'clock-master-twice'
    | 'port-twice'
    | 'elements-missing'
    | 'device-missing'
    | 'properties-refused';
  /** What was seen, what was expected and what to do, in one sentence. */
  readonly text: string;
  /** `/flow/component`; `/manager` for what is the manager's own. */
  readonly component: string;
  /** The part of the component's configuration that it is about, where that is no property, plug or eater. */
  readonly field?: 'name' | 'type' | 'worker' | 'clockMaster';
  /** The property that it is about, of the component or of the plug. */
  readonly property?: string;
  /** Place of the plug that it is about. */
  readonly plug?: number;
  /** The eater of the component that it is about. */
  readonly eater?: string;
  /** The feed of that eater that it is about, `component:feeder`. */
  readonly feed?: string;
  readonly place?: Place;
}

/** A problem as people read it: `file:line: text`. */
export function planetProblemText({ text, place }: PlanetProblem): string {
  return place ? `${place.file}:${place.line}: ${text}` : text;
}

/** A problem of a component, at the place of the component when there is no better one. */
export function problem(
  id: PlanetProblem['id'],
  component: PlanetComponent,
  text: string,
  place = component.config.place,
): PlanetProblem {
  return { id, text, component: component.id, ...(place ? { place } : {}) };
}
