import { canonicalFeed } from '../../model/graph';
import { componentId } from '../../model/planet';
import type { Problem, ProblemPart } from '../../model/problem';
import { plugNames } from '../../plugs/names';
import { fieldOf, type DraftProblem } from './draft-problem';
import type { FlowJson } from './flow-json';

/** Beginning of a component of a flow or of the atmosphere in the text that `writePlanet` makes. */
const COMPONENT = /^ {4}<component[ />]/;
/** An eater, one of its feeds, and a plug there. */
const EATER = /^ *<eater name="([^"]*)">/;
const FEED = /<feed(?: alias="[^"]*")?>([^<]*)<\/feed>/;
const PLUG = /^ *<plug[ />]/;

type Place = Pick<DraftProblem, 'component' | 'plug' | 'eater' | 'feed' | 'field'>;

/** What in a flow a problem is about that was found in the text that `writePlanet` made of it. */
export function placeIn(
  lines: readonly string[],
  { place: { line }, about }: Problem,
  { name, components }: FlowJson,
): Place {
  const starts = lines.flatMap((text, at) => (COMPONENT.test(text) ? [at + 1] : []));
  const at = starts.findLastIndex((start) => start <= line);
  const given = components[at];
  const start = starts[at];
  if (!given || start === undefined) return {};
  const own = lines.slice(start - 1, line);
  const component = componentId(name, given.name);
  const { plug: index, ...link } = inComponent(own, about);
  if (index === undefined) return { component, ...link, ...fieldOf(link) };
  const plug = plugNames((given.plugs ?? []).map(({ type }) => type))[index];
  return { component, ...(plug !== undefined && { plug }), ...fieldOf({ plug: index }) };
}

/** @param own - the lines of the component up to the one in question. */
function inComponent(
  own: readonly string[],
  about: ProblemPart | undefined,
): { readonly eater?: string; readonly feed?: string; readonly plug?: number; readonly field?: string } {
  const last = own.at(-1) ?? '';
  const feed = FEED.exec(last)?.[1];
  if (feed !== undefined) {
    const eater = own.findLast((one) => EATER.test(one)) ?? '';
    return { eater: EATER.exec(eater)?.[1] ?? '', feed: canonicalFeed(feed) };
  }
  if (PLUG.test(last)) return { plug: own.filter((one) => PLUG.test(one)).length - 1 };
  const eater = EATER.exec(last)?.[1];
  return eater === undefined ? (about ?? {}) : { eater };
}
