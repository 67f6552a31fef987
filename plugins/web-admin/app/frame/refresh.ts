import type { QueryClient } from '@tanstack/react-query';
import { live } from '../api/live';
import { planetLink } from '../api/planet-link';

/** What is read anew when something of a kind happens. */
const TOUCHED: Readonly<Record<string, readonly string[]>> = {
  message: ['messages'],
  audit: ['audit', 'users', 'tokens'],
  flow: ['flows', 'flow', 'config'],
  worker: ['workers', 'registry'],
  'worker-removed': ['workers'],
  snapshot: ['messages', 'audit', 'flows', 'flow', 'config', 'workers', 'registry'],
};

/** Has what was read of the manager read again when the manager tells of a change, or was away. */
export function refreshOn(client: QueryClient): () => void {
  const endWatch = planetLink.watch(({ type }) => {
    for (const key of TOUCHED[type] ?? []) void client.invalidateQueries({ queryKey: [key] });
  });
  const endLink = live.subscribe(({ link }, before) => {
    if (before.link === 'lost' && link !== 'lost') void client.invalidateQueries();
  });
  return () => {
    endWatch();
    endLink();
  };
}
