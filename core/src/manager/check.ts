import { aliasesOf, findCycle, links, offers, type Link, type Offer } from '../model/graph';
import { didYouMean } from '../model/nearest';
import type { PlugConfig } from '../model/planet';
import { withDefaults } from '../model/values';
import { pipelineText, type Behaviour, type PropertySpecs } from '../plugin';
import { askForeign, complaintOf } from '../plugs/foreign';
import { checkPlugValues } from '../plugs/running-plug';
import { unfitFeeds, wrongMedia } from './media-check';
import { wrongNames } from './name-check';
import type { Planet, PlanetComponent, Types } from './planet';
import { problem, type PlanetProblem } from './planet-problem';
import { portsTwice } from './port-check';

/** Judges a whole planet; an empty list means that it can be started. */
export function checkPlanet(planet: Planet): readonly PlanetProblem[] {
  return [
    ...componentsTwice(planet.components),
    ...planet.components.flatMap((component) => [...worker(component), ...ownProperties(component)]),
    ...planet.components.flatMap((component) =>
      wrongNames(component, planet).map(({ property, text }) => ({
        ...problem('component-missing', component, text),
        property,
      })),
    ),
    ...planet.flows().flatMap((flow) => checkFlow(planet.inFlow(flow))),
    ...portsTwice(planet.components),
  ];
}

/** Judges the values of the manager's own plugs. */
export function checkManagerPlugs(
  plugs: readonly PlugConfig[],
  types: Pick<Types, 'plugDefinition'>,
): readonly PlanetProblem[] {
  return plugs.flatMap(({ type, properties, place }) => {
    const definition = types.plugDefinition?.(type);
    const complaint = definition && checkPlugValues(definition, properties);
    if (complaint === undefined) return [];
    const text = `plug ${type} of the manager: ${complaint}`;
    return [{ id: 'properties-refused', text, component: '/manager', ...(place ? { place } : {}) } as const];
  });
}

function checkFlow(components: readonly PlanetComponent[]): PlanetProblem[] {
  const configs = components.map(({ config }) => config);
  const byName = new Map(components.map((component) => [component.config.name, component]));
  const feeders = new Map(components.map(({ spec }) => [spec.type, Object.keys(spec.feeders ?? {})]));
  const feedersOf = (type: string): readonly string[] => feeders.get(type) ?? [];
  const offered = offers(configs, feedersOf);
  const problems = components.flatMap((component) => [
    ...checkEaters(component),
    ...unfitFeeds(component, { offered, byName }),
  ]);
  for (const link of links(configs)) {
    const eating = byName.get(link.component);
    if (eating) problems.push(...checkLink(eating, link, offered, byName));
  }
  const circle = findCycle(configs, feedersOf);
  const first = byName.get(circle?.[0] ?? '');
  if (circle && first) {
    const text = `the feeds go round in a circle: ${circle.join(' → ')}; take one of these feeds away`;
    problems.push(problem('feed-cycle', first, text));
  }
  const [master, second] = components.filter(({ config }) => config.clockMaster === true);
  if (master && second) {
    const text = `${second.config.name} is a clock master, as ${master.config.name} is; a flow can have one`;
    problems.push({ ...problem('clock-master-twice', second, text), field: 'clockMaster' });
  }
  return problems;
}

function checkEaters(component: PlanetComponent): PlanetProblem[] {
  const { config, spec } = component;
  const declared = spec.eaters ?? {};
  const problems: PlanetProblem[] = [];
  for (const [name, feeds] of Object.entries(config.eaters)) {
    const eater = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (!eater) {
      const names = Object.keys(declared);
      const advice = names.length === 0 ? `; ${spec.type} eats nothing` : `; there are ${names.join(', ')}`;
      const text = `${config.name} has no eater ${JSON.stringify(name)}${didYouMean(name, names) || advice}`;
      problems.push({ ...problem('eater-unknown', component, text), eater: name });
    } else if (feeds.length > 1 && !eater.multiple) {
      const seen = feeds.map(({ feed }) => feed).join(', ');
      const text = `eater ${name} of ${config.name} takes one feed, not ${feeds.length} (${seen})`;
      problems.push({ ...problem('eater-overfed', component, text), eater: name });
    }
  }
  for (const [name, eater] of Object.entries(declared)) {
    if (eater.required === false || (config.eaters[name]?.length ?? 0) > 0) continue;
    const text = `eater ${name} of ${config.name} has no feed; ${spec.type} needs one that carries ${eater.caps}`;
    problems.push({ ...problem('eater-unfed', component, text), eater: name });
  }
  return problems;
}

function checkLink(
  eating: PlanetComponent,
  link: Link,
  offered: ReadonlyMap<string, readonly Offer[]>,
  byName: ReadonlyMap<string, PlanetComponent>,
): PlanetProblem[] {
  const offering = offered.get(link.feed);
  const { eater, feed } = link;
  if (!offering) {
    const text = unknownFeed(eating, link, offered, byName);
    return [{ ...problem('feed-unknown', eating, text, link.place), eater, feed }];
  }
  return wrongMedia(eating, link, offering, { offered, byName });
}

function unknownFeed(
  eating: PlanetComponent,
  link: Link,
  offered: ReadonlyMap<string, readonly Offer[]>,
  byName: ReadonlyMap<string, PlanetComponent>,
): string {
  const [component = '', feeder = ''] = link.feed.split(':');
  const there = byName.get(component);
  const start = `eater ${link.eater} of ${eating.config.name} wants the feed ${JSON.stringify(link.feed)}`;
  if (!there) {
    return `${start}, but the flow has no component ${JSON.stringify(component)}${didYouMean(component, byName.keys())}`;
  }
  const feeders = [...offered.keys()].filter((feed) => feed.startsWith(`${component}:`));
  if (feeders.length === 0) return `${start}, but ${there.spec.type} feeds nothing`;
  const names = feeders.map((feed) => feed.slice(component.length + 1));
  const advice = didYouMean(feeder, names) || `; there are ${names.join(', ')}`;
  return `${start}, but ${component} has no feeder ${JSON.stringify(feeder)}${advice}`;
}

function componentsTwice(components: readonly PlanetComponent[]): PlanetProblem[] {
  const first = new Map<string, PlanetComponent>();
  return components.flatMap((component) => {
    const other = first.get(component.id);
    if (!other) {
      first.set(component.id, component);
      return [];
    }
    const text = `${component.id} is there twice, first in ${other.file}; rename one of them`;
    return [{ ...problem('component-twice', component, text), field: 'name' as const }];
  });
}

function worker(component: PlanetComponent): PlanetProblem[] {
  if (component.config.worker !== undefined) return [];
  const text = `${component.config.name} names no worker; add worker="NAME" to it`;
  return [{ ...problem('worker-missing', component, text), field: 'worker' }];
}

function ownProperties(component: PlanetComponent): PlanetProblem[] {
  const { config, spec, definition, plugs = [] } = component;
  const behaviour = definition.behaviour as Behaviour;
  const values = withDefaults(spec.properties ?? {}, config.properties);
  const complaints: { readonly text: string; readonly property?: string; readonly plug?: number }[] = [];
  const complaint = behaviour.check && complaintOf(() => behaviour.check?.(values, aliasesOf(config.eaters)));
  const isChosen = complaint === undefined && typeof spec.pipeline === 'function';
  const chosen = isChosen ? askForeign(() => pipelineText(spec, values)) : undefined;
  if (complaint !== undefined)
    complaints.push({ text: complaint, ...aboutWhich(complaint, spec.properties) });
  else if (chosen?.ok === false) complaints.push({ text: `its pipeline cannot be chosen: ${chosen.reason}` });
  for (const [index, plug] of plugs.entries()) {
    const wrong = checkPlugValues(plug, config.plugs[index]?.properties ?? {});
    if (wrong !== undefined) {
      const about = aboutWhich(wrong, plug.spec.properties);
      complaints.push({ text: `plug ${plug.spec.type}: ${wrong}`, plug: index, ...about });
    }
  }
  return complaints.map(({ text, ...about }) => ({
    ...problem('properties-refused', component, `${config.name}: ${text}`),
    ...about,
  }));
}

/** The property that a complaint of a component is about: the one with whose name it begins. */
function aboutWhich(complaint: string, specs: PropertySpecs = {}): { readonly property?: string } {
  const first = /^[\w-]+/.exec(complaint)?.[0];
  return first !== undefined && Object.hasOwn(specs, first) ? { property: first } : {};
}
