import { didYouMean, guidance } from '../model/nearest';
import { ATMOSPHERE, parseFeed, type ComponentConfig, type Flow } from '../model/planet';
import { quoted } from '../model/problem';
import type { ConfigCatalogue } from './catalogue';
import { readComponent, type Standing } from './component-element';
import { nameProblem } from './names';
import type { Reader } from './reader';
import type { XmlElement } from './xml';

const FORBIDDEN = [ATMOSPHERE, 'manager'];

/** Reads `<flow>` elements; those of one name are one flow. */
export function readFlows(
  reader: Reader,
  catalogue: ConfigCatalogue,
  elements: readonly XmlElement[],
): readonly Flow[] {
  const byName = new Map<string, XmlElement[]>();
  for (const element of elements) {
    const { name } = reader.attributes(element, { required: ['name'] });
    const problem = name === undefined ? undefined : nameProblem(name);
    if (problem) reader.error(element, problem);
    if (name !== undefined && FORBIDDEN.includes(name)) {
      reader.error(element, `a flow cannot be called ${quoted(name)}; choose another name`);
    }
    const known = byName.get(name ?? '');
    if (known) known.push(element);
    else byName.set(name ?? '', [element]);
  }
  return [...byName].map(([name, parts]) => {
    const components = readComponents(reader, catalogue, parts, 'flow');
    checkClock(reader, components);
    checkFeeds(reader, catalogue, components);
    return { name, components };
  });
}

/** Reads the components inside elements (flows or atmospheres); names must differ among all of them. */
export function readComponents(
  reader: Reader,
  catalogue: ConfigCatalogue,
  parents: readonly XmlElement[],
  standing: Standing,
): readonly ComponentConfig[] {
  const components: ComponentConfig[] = [];
  const lines = new Map<string, number>();
  const gather = (element: XmlElement): void => {
    const component = readComponent(reader, catalogue, element, standing);
    if (!component) return;
    const earlier = lines.get(component.name);
    if (earlier !== undefined) {
      reader.error(
        element,
        `a component named ${quoted(component.name)} is there already, in line ${earlier}`,
      );
      return;
    }
    lines.set(component.name, element.line);
    reader.origins.set(component, element);
    components.push(component);
  };
  for (const parent of parents) reader.children(parent, { component: gather });
  return components;
}

function checkClock(reader: Reader, components: readonly ComponentConfig[]): void {
  const [first, second] = components.filter((component) => component.clockMaster);
  const element = second && reader.origins.get(second);
  if (!first || !element) return;
  reader.error(
    element,
    `${quoted(second.name)} and ${quoted(first.name)} are both clock masters; a flow has one`,
  );
}

/**
 * A feed of a component that is not in this file may be in another one, so that is a warning; a feeder that the
 * component does not have is an error.
 */
function checkFeeds(
  reader: Reader,
  catalogue: ConfigCatalogue,
  components: readonly ComponentConfig[],
): void {
  const virtual = new Set(components.flatMap((component) => Object.keys(component.virtualFeeds)));
  const byName = new Map(components.map((component) => [component.name, component]));
  for (const link of components.flatMap((component) => Object.values(component.eaters).flat())) {
    const element = reader.origins.get(link);
    if (!element || virtual.has(link.feed)) continue;
    const { component, feeder } = parseFeed(link.feed);
    const source = byName.get(component);
    const feeders = Object.keys((source && catalogue.find(source.type)?.feeders) ?? {});
    if (!source) {
      const guess = didYouMean(component, byName.keys()) || didYouMean(link.feed, virtual);
      reader.warn(
        element,
        `nothing in this file offers the feed ${quoted(link.feed)}${guess || '; it is waited for'}`,
      );
    } else if (!feeders.includes(feeder)) {
      const guess = guidance(feeder, feeders);
      reader.error(element, `${quoted(component)} has no feeder ${quoted(feeder)}${guess}`);
    }
  }
}
