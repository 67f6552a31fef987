import { capsWith } from '../model/caps-by-value';
import { canonicalFeed, type Offer } from '../model/graph';
import { ANY, mediaTypes } from '../model/media-type';
import { withDefaults } from '../model/values';
import type { PropertyValues } from '../plugin';
import type { PlanetComponent } from './planet';

/** What is known of one flow. */
export interface FlowParts {
  readonly offered: ReadonlyMap<string, readonly Offer[]>;
  readonly byName: ReadonlyMap<string, PlanetComponent>;
}

/** What a feed carries, and the feeders that declare it. */
export interface FeedCaps {
  /** In GStreamer's notation; the alternatives of all sources, `ANY` when nobody knows. */
  readonly caps: string;
  /** `component:feeder` of each source, where it is another component than the one that gives the feed. */
  readonly from: readonly string[];
}

/**
 * What a feeder gives. One that declares `ANY` hands on what its component is fed, and so does one that declares the same
 * alternatives as an eater; so the feeds of its eaters are looked up, through any number of such components.
 */
export function feederCaps(
  { component, feeder }: Offer,
  flow: FlowParts,
  seen: readonly string[] = [],
): FeedCaps {
  const giving = flow.byName.get(component);
  const spec = giving?.spec.feeders?.[feeder];
  const declared = giving && spec ? capsWith(spec, valuesOf(giving)) : ANY;
  if (!giving || !handsOn(declared, giving)) return { caps: declared, from: [] };
  const unknown = { caps: declared, from: [] };
  // Text that people write may make anything of what it is fed; a circle is told of by itself.
  if (giving.spec.userPipeline !== undefined || seen.includes(component)) return unknown;
  const sources = Object.values(giving.config.eaters)
    .flat()
    .flatMap(({ feed }) => flow.offered.get(canonicalFeed(feed)) ?? []);
  const found = sources.map((source) => {
    const { caps, from } = feederCaps(source, flow, [...seen, component]);
    return { caps, from: from.length > 0 ? from : [`${source.component}:${source.feeder}`] };
  });
  if (found.length === 0 || found.some(({ caps }) => mediaTypes(caps).includes(ANY))) return unknown;
  return {
    caps: [...new Set(found.map(({ caps }) => caps))].join('; '),
    from: [...new Set(found.flatMap(({ from }) => from))],
  };
}

/** Values of the properties of a component, defaults among them. */
export function valuesOf({ spec, config }: PlanetComponent): PropertyValues {
  return withDefaults(spec.properties ?? {}, config.properties);
}

function handsOn(declared: string, { spec }: PlanetComponent): boolean {
  const types = mediaTypes(declared);
  if (types.includes(ANY)) return true;
  return types.length > 1 && Object.values(spec.eaters ?? {}).some(({ caps }) => caps === declared);
}
