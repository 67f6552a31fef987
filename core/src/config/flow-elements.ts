import { didYouMean, guidance } from '../model/nearest';
import { ATMOSPHERE, parseFeed, type ComponentConfig, type Flow } from '../model/planet';
import { quoted, type Problem } from '../model/problem';
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
    components.push(component);
  };
  for (const parent of parents) reader.children(parent, { component: gather });
  return components;
}

function report(list: Problem[], component: ComponentConfig, text: string): void {
  if (component.place) list.push({ place: component.place, text });
}

function checkClock(reader: Reader, components: readonly ComponentConfig[]): void {
  const [first, second] = components.filter((component) => component.clockMaster);
  if (first && second) {
    report(
      reader.errors,
      second,
      `${quoted(second.name)} and ${quoted(first.name)} are both clock masters; a flow has one`,
    );
  }
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
  for (const component of components) {
    for (const { feed } of Object.values(component.eaters).flat()) {
      if (virtual.has(feed)) continue;
      const { component: source, feeder } = parseFeed(feed);
      const offering = byName.get(source);
      const feeders = offering && Object.keys(catalogue.find(offering.type)?.feeders ?? {});
      const eats = `${quoted(component.name)} eats ${quoted(feed)}`;
      if (!feeders) {
        const guess = didYouMean(source, byName.keys());
        report(
          reader.warnings,
          component,
          `${eats}, which nothing in this file offers${guess || '; it will wait for it'}`,
        );
      } else if (!feeders.includes(feeder)) {
        const guess = guidance(feeder, feeders);
        report(
          reader.errors,
          component,
          `${eats}, but ${quoted(source)} has no feeder ${quoted(feeder)}${guess}`,
        );
      }
    }
  }
}
