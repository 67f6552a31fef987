import { guidance } from '../model/nearest';
import { parseFeed, type FeedLink } from '../model/planet';
import { quoted } from '../model/problem';
import type { AnyComponentSpec } from '../plugin';
import { nameProblem } from './names';
import type { Reader } from './reader';
import type { XmlElement } from './xml';

type Links = Record<string, FeedLink[]>;

/**
 * Reads the inputs of a component: `<eater>` with `<feed>`, and the old `<source>` that stands for a feed of the first
 * eater. A feed without an alias is known by the eater's name; a second one under the same alias gets `-bis`.
 */
export function readEaters(
  reader: Reader,
  component: XmlElement,
  elements: readonly XmlElement[],
  spec: AnyComponentSpec,
): Readonly<Record<string, readonly FeedLink[]>> {
  const links: Links = {};
  const before = reader.errors.length;
  for (const element of elements) {
    if (element.name === 'source') readSource(reader, element, spec, links);
    else readEater(reader, element, spec, links);
  }
  // Feeds that were given but are unusable are reported already; they are not missing as well.
  checkEaters(reader, component, spec, links, reader.errors.length > before);
  return links;
}

/**
 * Reads a feed id and completes it: `component` means `component:default`.
 * @returns undefined when it is none, which is then reported.
 */
export function readFeedId(reader: Reader, element: XmlElement, text: string): string | undefined {
  const { component, feeder } = parseFeed(text.trim());
  if (nameProblem(component) ?? nameProblem(feeder)) {
    reader.error(element, `${quoted(text.trim())} is not a feed; write component:feeder`);
    return undefined;
  }
  return `${component}:${feeder}`;
}

function readSource(reader: Reader, element: XmlElement, spec: AnyComponentSpec, links: Links): void {
  reader.attributes(element, {});
  const feed = readFeedId(reader, element, reader.text(element));
  const [first] = Object.keys(spec.eaters ?? {});
  if (first === undefined) {
    reader.error(element, `<source> in a component of type ${spec.type}, which has no inputs`);
  } else if (feed !== undefined) add(reader, element, links, first, { feed, alias: first });
}

function readEater(reader: Reader, element: XmlElement, spec: AnyComponentSpec, links: Links): void {
  const { name } = reader.attributes(element, { required: ['name'] });
  const known = Object.keys(spec.eaters ?? {});
  if (name !== undefined && !known.includes(name)) {
    const guess = guidance(name, known);
    reader.error(element, `${spec.type} has no eater ${quoted(name)}${guess}`);
  }
  if (element.children.length === 0)
    reader.error(element, `<eater> without a <feed>; write <feed>component:feeder</feed>`);
  reader.children(element, {
    feed: (child) => {
      const { alias } = reader.attributes(child, { optional: ['alias'] });
      const feed = readFeedId(reader, child, reader.text(child));
      const bad = alias === undefined ? undefined : nameProblem(alias);
      if (bad) reader.error(child, `alias ${bad}`);
      if (feed !== undefined && name !== undefined && known.includes(name) && !bad) {
        add(reader, child, links, name, { feed, alias: alias ?? name });
      }
    },
  });
}

function add(reader: Reader, element: XmlElement, links: Links, eater: string, link: FeedLink): void {
  const list = (links[eater] ??= []);
  if (list.some((other) => other.feed === link.feed)) {
    reader.error(element, `eater ${quoted(eater)} has the feed ${quoted(link.feed)} twice`);
    return;
  }
  let { alias } = link;
  while (list.some((other) => other.alias === alias)) alias += '-bis';
  const named = { feed: link.feed, alias, place: reader.place(element) };
  reader.origins.set(named, element);
  list.push(named);
}

function checkEaters(
  reader: Reader,
  component: XmlElement,
  spec: AnyComponentSpec,
  links: Links,
  reported: boolean,
): void {
  for (const [name, eater] of Object.entries(spec.eaters ?? {})) {
    const count = links[name]?.length ?? 0;
    if (count === 0 && eater.required !== false && !reported) {
      reader.error(component, `eater ${quoted(name)} of ${spec.type} needs a feed and has none`, {
        eater: name,
      });
    }
    if (count > 1 && !eater.multiple) {
      reader.error(component, `eater ${quoted(name)} of ${spec.type} takes one feed and has ${count}`, {
        eater: name,
      });
    }
  }
  const seen = new Set<string>();
  for (const { alias } of Object.values(links).flat()) {
    if (seen.has(alias))
      reader.error(component, `alias ${quoted(alias)} is given to two feeds; give each its own`);
    seen.add(alias);
  }
}
