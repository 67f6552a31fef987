import type { Graph, Layout, Way } from './graph-model';
import { isSimple, simpleLayout } from './simple-layout';

/** Places the planet's graph: a simple one at once, any other by the large library, which is fetched for it then. */
export async function place(graph: Graph, way: Way): Promise<Layout> {
  if (isSimple(graph)) return simpleLayout(graph, way);
  const { placed } = await import('./layout');
  return placed(graph, way);
}
