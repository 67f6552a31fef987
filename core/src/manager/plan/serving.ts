import { componentId, fullFeedId } from '../../model/planet';
import type { Planet } from '../planet';
import { offersIn } from './feeds';

/** Whether a component delivers: surely, surely not, or not known just now. */
export type Life = 'alive' | 'unknown' | 'dead';

/**
 * Chooses who serves each feed that several components offer: the first in planet order that is alive. Nobody is left
 * for another while it is not known whether he lives; when all are dead the choice stays.
 * @param life how a component (full id) is.
 * @param current the choice so far, by full feed id.
 */
export function chooseServing(
  planet: Planet,
  life: (component: string) => Life,
  current: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const chosen = new Map<string, string>();
  for (const flow of planet.flows()) {
    for (const [feed, offered] of offersIn(planet, flow)) {
      if (offered.length < 2) continue;
      const id = fullFeedId(flow, feed);
      const choice = choose(
        offered.map(({ component }) => componentId(flow, component)),
        life,
        current.get(id),
      );
      if (choice !== undefined) chosen.set(id, choice);
    }
  }
  return chosen;
}

function choose(
  candidates: readonly string[],
  life: (component: string) => Life,
  current: string | undefined,
): string | undefined {
  const kept = current !== undefined && candidates.includes(current) ? current : undefined;
  const alive = candidates.find((candidate) => life(candidate) === 'alive');
  if (kept !== undefined && life(kept) === 'unknown') {
    const earlier = alive !== undefined && candidates.indexOf(alive) < candidates.indexOf(kept);
    return earlier ? alive : kept;
  }
  return alive ?? kept ?? candidates.find((candidate) => life(candidate) === 'unknown') ?? candidates[0];
}
