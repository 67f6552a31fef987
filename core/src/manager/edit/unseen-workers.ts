import { didYouMean } from '../../model/nearest';
import type { Planet } from '../planet';
import type { DraftProblem } from './draft-problem';

/**
 * Warnings of components that are put on a worker of which the manager has not heard since it was started: the name may be misspelt, and
 * nothing runs until a worker of that name logs in.
 * @param seen - names of the workers that are or were logged in.
 */
export function unseenWorkers(
  before: Planet,
  after: Planet,
  seen: Iterable<string>,
): readonly DraftProblem[] {
  const known = new Set(seen);
  return after.components.flatMap(({ id, config: { name, worker } }): DraftProblem[] => {
    if (worker === undefined || known.has(worker)) return [];
    if (before.find(id)?.config.worker === worker) return [];
    const there =
      known.size === 0
        ? '; none has logged in yet'
        : didYouMean(worker, known) || `; it knows ${[...known].join(', ')}`;
    const text = `no worker ${JSON.stringify(worker)} has logged in since this manager was started, so ${name} waits until one does${there}`;
    return [{ level: 'warning', text, component: id, field: 'worker' }];
  });
}
