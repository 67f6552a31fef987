/** An element of a pipeline. */
export interface PipelineElement {
  readonly id: string;
  /** Its name in the pipeline. */
  readonly name: string;
  /** Its kind, as `GstQueue`. */
  readonly type: string;
  /** As GStreamer marks it: `>` playing, `=` paused, `-` ready, `0` null. */
  readonly state: string;
}

/** A link between two elements. */
export interface PipelineLink {
  readonly source: string;
  readonly target: string;
  /** The media that flow over it: the type, and below it the details, a line each. */
  readonly caps: string;
}

/** The elements of a pipeline that do something, bins taken apart, and their links. */
export interface PipelineGraph {
  readonly elements: readonly PipelineElement[];
  readonly links: readonly PipelineLink[];
}

interface Cluster {
  readonly id: string;
  label?: readonly string[];
  /** The cluster of the element that it is in. */
  readonly parent?: Cluster | undefined;
}

interface Pads {
  readonly elementOf: Map<string, Cluster>;
  readonly links: Map<string, { readonly to: string; readonly caps: string }[]>;
}

/** Longest graph that is read, characters. */
const LONGEST = 2_000_000;

/** Reads a pipeline out of the DOT text that GStreamer makes, which has one statement a line. */
export function pipelineOf(dot: string): PipelineGraph {
  const clusters: Cluster[] = [];
  const pads: Pads = { elementOf: new Map(), links: new Map() };
  const open: (Cluster | undefined)[] = [];
  for (const line of dot.slice(0, LONGEST).split('\n')) {
    const here = open.at(-1);
    const begun = /^\s*subgraph (\S+) \{$/.exec(line)?.[1];
    const link = /^\s*(\S+) -> (\S+) \[(.*)\]\s*;?$/.exec(line);
    const pad = /^\s*(\S+) \[.*style="filled,/.exec(line)?.[1];
    const label = /^\s*label="(.*)";$/.exec(line)?.[1];
    if (begun !== undefined) {
      const cluster: Cluster = { id: begun, parent: open.findLast((one) => one?.label !== undefined) };
      clusters.push(cluster);
      open.push(cluster);
    } else if (/^\s*\}\s*$/.test(line)) open.pop();
    else if (link) noteLink(pads, link);
    else if (label !== undefined && here && label !== '') here.label = label.split('\\n');
    else if (pad !== undefined) {
      const element = open.findLast((one) => one?.label !== undefined);
      if (element) pads.elementOf.set(pad, element);
    }
  }
  return graphOf(clusters, pads);
}

function noteLink({ links }: Pads, [, from = '', to = '', attributes = '']: readonly string[]): void {
  if (attributes.includes('style="invis"')) return;
  const caps = /(?:^|,\s*)label="((?:[^"\\]|\\.)*)"/.exec(attributes)?.[1] ?? '';
  const text = caps.replaceAll('\\l', '\n').replaceAll(/\n\s+/g, '\n').trim();
  links.set(from, [...(links.get(from) ?? []), { to, caps: text }]);
}

function graphOf(clusters: readonly Cluster[], pads: Pads): PipelineGraph {
  const bins = new Set(clusters.flatMap(({ parent, label }) => (parent && label ? [parent] : [])));
  const elements = clusters.filter((cluster) => cluster.label !== undefined && !bins.has(cluster));
  const leaves = new Set(elements);
  const links = [...pads.elementOf].flatMap(([pad, element]) =>
    leaves.has(element)
      ? ends(pad, pads, leaves, new Set()).map(({ target, caps }) => ({ source: element.id, target, caps }))
      : [],
  );
  return {
    elements: elements.map(({ id, label: [type = '', name = '', state = ''] = [] }) => ({
      id,
      name,
      type: type.replaceAll(/^(?:\\?<|&lt;)|(?:\\?>|&gt;)$/g, ''),
      state: state.replaceAll(/[[\]]/g, '').slice(0, 1),
    })),
    links,
  };
}

/** Where a pad leads to: through the pads of bins to those of elements. */
function ends(
  pad: string,
  pads: Pads,
  leaves: ReadonlySet<Cluster>,
  seen: Set<string>,
): readonly { readonly target: string; readonly caps: string }[] {
  if (seen.has(pad)) return [];
  seen.add(pad);
  return (pads.links.get(pad) ?? []).flatMap(({ to, caps }) => {
    const element = pads.elementOf.get(to);
    if (element && leaves.has(element)) return [{ target: element.id, caps }];
    return ends(to, pads, leaves, seen).map((end) => ({ ...end, caps: end.caps === '' ? caps : end.caps }));
  });
}
