import type { ConfigCatalogue } from '../../config/catalogue';
import { isFlumotionError } from '../../errors';
import type { ComponentConfig } from '../../model/planet';
import { checkPlanet } from '../check';
import { plugNames } from '../../plugs/names';
import { Planet, type Types } from '../planet';
import type { PlanetProblem } from '../planet-problem';
import { GIVEN } from './draft';
import { fieldOf, type DraftProblem } from './draft-problem';
import { flowIn, inOldOrder, withFlow, type FlowChange } from './flow-change';
import { sameComponents } from './stored-form';

/** A change that was judged and not made yet. */
export interface PreparedChange {
  readonly changes: readonly FlowChange[];
  readonly before: Planet;
  /** The planet as it would be; as it is when something is wrong with the change. */
  readonly after: Planet;
  readonly problems: readonly DraftProblem[];
}

/**
 * Works out the planet with changed flows, and judges it.
 * @param problems what is known of the change already; with an error among them the planet is not looked at.
 */
export function prepare(
  before: Planet,
  changes: readonly FlowChange[],
  types: Types & ConfigCatalogue,
  problems: readonly DraftProblem[] = [],
): PreparedChange {
  if (isRefused(problems)) return { changes, before, after: before, problems };
  const settled = changes.map((change) => settle(before, change));
  const files = settled.reduce(withFlow, before.files);
  try {
    const after = Planet.of(files, types);
    const found = checkPlanet(after).map((one) => draftProblem(one, after));
    const all = [...problems, ...found];
    return { changes: settled, before, after: isRefused(all) ? before : after, problems: all };
  } catch (error) {
    // A package may be gone since the planet was loaded.
    if (!isFlumotionError(error)) throw error;
    return {
      changes,
      before,
      after: before,
      problems: [...problems, { level: 'error', text: error.message }],
    };
  }
}

/** A problem of the planet as one of the change, in terms of what was given. */
function draftProblem(found: PlanetProblem, after: Planet): DraftProblem {
  const { text, component, property, plug, eater, feed, place } = found;
  const plugs = plugNames(after.find(component)?.config.plugs.map(({ type }) => type) ?? []);
  return {
    level: 'error',
    text,
    component,
    ...fieldOf(found),
    ...(plug !== undefined && { plug: plugs[plug] ?? '' }),
    ...(property !== undefined && { property }),
    ...(eater !== undefined && { eater }),
    ...(feed !== undefined && { feed }),
    ...(place?.file === GIVEN && { line: place.line }),
  };
}

/** Whether something among the problems forbids the change. */
export function isRefused(problems: readonly DraftProblem[]): boolean {
  return problems.some(({ level }) => level === 'error');
}

/** What says the same as before is left as it is written; of what is changed the order stays, unless it counts. */
function settle(planet: Planet, change: FlowChange): FlowChange {
  if (!change.components || change.inOrder) return change;
  const stored = new Map(flowIn(planet.files, change.name)?.components.map((one) => [one.name, one]));
  const settled = (config: ComponentConfig): ComponentConfig => {
    const old = stored.get(config.name);
    return old && sameComponents([old], [config]) ? old : inOldOrder(config, old);
  };
  return { ...change, components: change.components.map(settled) };
}
