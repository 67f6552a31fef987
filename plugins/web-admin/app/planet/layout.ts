import ELK from 'elkjs/lib/elk-api';
import workerFile from 'elkjs/lib/elk-worker.min.js?url';
import { elkGraph, layoutOf, type ElkNode, type Graph, type Layout, type Way } from './graph-model';

let elk: { layout: (graph: ElkNode) => Promise<ElkNode> } | undefined;

/** Places a graph, in a thread of its own: the page stays quick. */
export async function placed(graph: Graph, way: Way): Promise<Layout> {
  elk ??= new ELK({ workerFactory: () => new Worker(workerFile) }) as unknown as NonNullable<typeof elk>;
  return layoutOf(await elk.layout(elkGraph(graph, way)));
}
