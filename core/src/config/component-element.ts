import { didYouMean, guidance } from '../model/nearest';
import type { ComponentConfig, PlugConfig } from '../model/planet';
import { quoted } from '../model/problem';
import type { AnyComponentSpec } from '../plugin';
import type { ConfigCatalogue } from './catalogue';
import { readEaters, readFeedId } from './eater-elements';
import { nameProblem, workerNameProblem } from './names';
import { componentHost, readPlugs } from './plug-elements';
import { readProperties } from './property-elements';
import type { Reader } from './reader';
import { retiredText, type RetiredUse } from './retired-types';
import { parseBool } from './values';
import type { XmlElement } from './xml';

/** Where a component stands: in a flow it has feeds, in the atmosphere only a worker, in the manager neither. */
export type Standing = 'flow' | 'atmosphere' | 'manager';

interface Parts {
  readonly properties: XmlElement[];
  readonly eaters: XmlElement[];
  readonly plugs: XmlElement[];
  readonly virtual: XmlElement[];
  clockMaster: boolean | undefined;
}

/** Reads one `<component>`; undefined when its name or type is unusable, which is then reported. */
export function readComponent(
  reader: Reader,
  catalogue: ConfigCatalogue,
  element: XmlElement,
  standing: Standing,
): ComponentConfig | undefined {
  const given = reader.attributes(element, {
    required: ['name', 'type'],
    optional: ['label', 'worker', 'project', 'version'],
  });
  const { name, type, label, worker, version } = given;
  checkNames(reader, element, standing, name, worker);
  if (version !== undefined && !/^\d+(\.\d+){2,3}$/.test(version)) {
    reader.error(element, `version ${quoted(version)} is not three or four numbers such as 0.10.0`);
  }
  const parts = split(reader, element, standing);
  const spec = type === undefined ? undefined : findSpec(reader, catalogue, element, type, { name, worker });
  if (name === undefined || !spec) return undefined;
  return {
    name,
    type: spec.type,
    ...(label !== undefined && { label }),
    ...(worker !== undefined && { worker }),
    eaters: standing === 'flow' ? readEaters(reader, element, parts.eaters, spec) : {},
    properties: readProperties(reader, element, parts.properties, spec.properties ?? {}),
    plugs: parts.plugs.flatMap((plugs): readonly PlugConfig[] =>
      readPlugs(reader, catalogue, plugs, componentHost(spec)),
    ),
    virtualFeeds: readVirtualFeeds(reader, parts.virtual, spec),
    ...(parts.clockMaster && { clockMaster: true }),
    place: reader.place(element),
  };
}

function checkNames(
  reader: Reader,
  element: XmlElement,
  standing: Standing,
  name: string | undefined,
  worker: string | undefined,
): void {
  const problem = name === undefined ? undefined : nameProblem(name);
  if (problem) reader.error(element, problem);
  if (standing === 'manager') {
    if (worker !== undefined)
      reader.error(element, 'a component of the manager runs in the manager; remove worker', {
        field: 'worker',
      });
  } else if (worker === undefined) {
    reader.error(
      element,
      `<component> ${quoted(name ?? '')} needs the attribute worker, the name of a worker`,
      { field: 'worker' },
    );
  } else {
    const bad = workerNameProblem(worker);
    if (bad) reader.error(element, bad, { field: 'worker' });
  }
}

function split(reader: Reader, element: XmlElement, standing: Standing): Parts {
  const parts: Parts = { properties: [], eaters: [], plugs: [], virtual: [], clockMaster: undefined };
  const keep = (list: XmlElement[]) => (child: XmlElement) => void list.push(child);
  const common = {
    property: keep(parts.properties),
    'compound-property': keep(parts.properties),
    plugs: keep(parts.plugs),
  };
  const inFlow = {
    eater: keep(parts.eaters),
    source: keep(parts.eaters),
    'virtual-feed': keep(parts.virtual),
    'clock-master': (child: XmlElement) => {
      parts.clockMaster = readBool(reader, child);
    },
  };
  reader.children(element, standing === 'flow' ? { ...common, ...inFlow } : common, ['clock-master']);
  return parts;
}

function readBool(reader: Reader, element: XmlElement): boolean | undefined {
  const text = reader.text(element);
  return (
    parseBool(text) ??
    void reader.error(element, `<${element.name}> ${quoted(text.trim())} is neither true nor false`)
  );
}

function findSpec(
  reader: Reader,
  catalogue: ConfigCatalogue,
  element: XmlElement,
  type: string,
  use: RetiredUse,
): AnyComponentSpec | undefined {
  const spec = catalogue.find(type);
  if (spec) return spec;
  const guess = didYouMean(type, catalogue.types()) || '; flumotion-inspect lists the types there are';
  const unknown = `unknown component type ${quoted(type)}${guess}`;
  const reason = catalogue.why?.(type);
  const unusable = reason && `component type ${quoted(type)} cannot be used: ${reason}`;
  reader.error(element, unusable ?? retiredText(type, 'component', use) ?? unknown, { field: 'type' });
  return undefined;
}

function readVirtualFeeds(
  reader: Reader,
  elements: readonly XmlElement[],
  spec: AnyComponentSpec,
): Readonly<Record<string, string>> {
  const feeders = Object.keys(spec.feeders ?? {});
  const feeds: Record<string, string> = {};
  for (const element of elements) {
    const { name, real } = reader.attributes(element, { required: ['name', 'real'] });
    if (reader.text(element).trim() !== '') reader.error(element, '<virtual-feed> has no content');
    if (real !== undefined && !feeders.includes(real)) {
      const guess = guidance(real, feeders);
      reader.error(element, `${spec.type} has no feeder ${quoted(real)}${guess}`);
    }
    const feed = name === undefined ? undefined : readFeedId(reader, element, name);
    if (feed === undefined || real === undefined) continue;
    if (Object.hasOwn(feeds, feed)) reader.error(element, `virtual feed ${quoted(feed)} is given twice`);
    feeds[feed] = real;
  }
  return feeds;
}
