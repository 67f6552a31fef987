import { aliasesOf, findCycle, links, offers, type Link, type Offer } from '../model/graph';
import { capsCanMeet } from '../model/media-type';
import { didYouMean } from '../model/nearest';
import type { Place, PlugConfig } from '../model/planet';
import { withDefaults } from '../model/values';
import type { Behaviour } from '../plugin';
import { checkPlugValues } from '../plugs/running-plug';
import { feederCaps } from './feed-caps';
import { wrongNames } from './name-check';
import type { Planet, PlanetComponent, Types } from './planet';

/** Addresses that stand for all of the machine. */
const ANY_ADDRESS: readonly string[] = ['', '0.0.0.0', '::'];

/** Something in the planet that cannot work, found before anything starts. */
export interface PlanetProblem {
  /** Stable id of the kind of problem. */
  readonly id:
    | 'component-twice'
    | 'component-missing'
    | 'worker-missing'
    | 'eater-unknown'
    | 'eater-unfed'
    | 'eater-overfed'
    | 'feed-unknown'
    | 'media-types-differ'
    | 'feed-cycle'
    | 'clock-master-twice'
    | 'port-twice'
    | 'elements-missing'
    | 'device-missing'
    | 'properties-refused';
  /** What was seen, what was expected and what to do, in one sentence. */
  readonly text: string;
  /** `/flow/component`; `/manager` for what is the manager's own. */
  readonly component: string;
  /** The eater of the component that it is about. */
  readonly eater?: string;
  /** The feed of that eater that it is about, `component:feeder`. */
  readonly feed?: string;
  readonly place?: Place;
}

/** Judges a whole planet; an empty list means that it can be started. */
export function checkPlanet(planet: Planet): readonly PlanetProblem[] {
  return [
    ...componentsTwice(planet.components),
    ...planet.components.flatMap((component) => [...worker(component), ...ownProperties(component)]),
    ...planet.components.flatMap((component) =>
      wrongNames(component, planet).map((text) => problem('component-missing', component, text)),
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

/** A problem as people read it: `file:line: text`. */
export function planetProblemText({ text, place }: PlanetProblem): string {
  return place ? `${place.file}:${place.line}: ${text}` : text;
}

function checkFlow(components: readonly PlanetComponent[]): PlanetProblem[] {
  const configs = components.map(({ config }) => config);
  const byName = new Map(components.map((component) => [component.config.name, component]));
  const feeders = new Map(components.map(({ spec }) => [spec.type, Object.keys(spec.feeders ?? {})]));
  const feedersOf = (type: string): readonly string[] => feeders.get(type) ?? [];
  const offered = offers(configs, feedersOf);
  const problems = components.flatMap((component) => checkEaters(component));
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
    problems.push(problem('clock-master-twice', second, text));
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
      problems.push(problem('eater-unknown', component, text));
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
  const taken = eating.spec.eaters?.[link.eater]?.caps;
  if (taken === undefined) return [];
  return offering.flatMap((offer) => {
    const { caps: given, from } = feederCaps(offer, { offered, byName });
    if (capsCanMeet(given, taken)) return [];
    const origin = from.length > 0 ? `, which comes from ${from.join(', ')}` : '';
    const text =
      `${eating.config.name} cannot eat ${offer.component}:${offer.feeder}: its eater ${link.eater} takes ${taken}, ` +
      `the feed carries ${given}${origin}; put a component between that turns one into the other`;
    return [{ ...problem('media-types-differ', eating, text, link.place), eater, feed }];
  });
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
    return [problem('component-twice', component, text)];
  });
}

function worker(component: PlanetComponent): PlanetProblem[] {
  if (component.config.worker !== undefined) return [];
  const text = `${component.config.name} names no worker; add worker="NAME" to it`;
  return [problem('worker-missing', component, text)];
}

function ownProperties(component: PlanetComponent): PlanetProblem[] {
  const { config, spec, definition, plugs = [] } = component;
  const behaviour = definition.behaviour as Behaviour;
  const complaint = behaviour.check?.(
    withDefaults(spec.properties ?? {}, config.properties),
    aliasesOf(config.eaters),
  );
  const complaints = complaint === undefined ? [] : [complaint];
  for (const [index, plug] of plugs.entries()) {
    const wrong = checkPlugValues(plug, config.plugs[index]?.properties ?? {});
    if (wrong !== undefined) complaints.push(`plug ${plug.spec.type}: ${wrong}`);
  }
  return complaints.map((text) => problem('properties-refused', component, `${config.name}: ${text}`));
}

/** A port that a component listens on. */
interface Listening {
  readonly component: PlanetComponent;
  readonly kind: string;
  readonly port: number;
  /** Undefined for all addresses of the machine. */
  readonly address: string | undefined;
}

/** Two components of one worker that would listen on the same port. */
function portsTwice(components: readonly PlanetComponent[]): PlanetProblem[] {
  const all = new Map<string, Listening[]>();
  const problems: PlanetProblem[] = [];
  for (const component of components) {
    for (const listening of listeningPorts(component)) {
      const { kind, port, address } = listening;
      const key = JSON.stringify([component.config.worker, kind, port]);
      const others = all.get(key) ?? [];
      const other = others.find((one) => one.component.id !== component.id && meet(one.address, address));
      if (other) {
        const where = `on worker ${component.config.worker ?? ''}`;
        const text = `${component.config.name} and ${other.component.config.name} both listen on port ${port} ${where}; give one of them another port`;
        problems.push(problem('port-twice', component, text));
      } else all.set(key, [...others, listening]);
    }
  }
  return problems;
}

function meet(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

function listeningPorts(component: PlanetComponent): Listening[] {
  const { spec, config } = component;
  const declared = spec.properties ?? {};
  const values = withDefaults(declared, config.properties);
  return Object.entries(declared).flatMap(([name, property]) => {
    const value = values[name];
    if ((property.type !== 'int' && property.type !== 'long') || typeof value !== 'number') return [];
    const [other, unless] = property.listensUnless ?? [];
    const silent = value === 0 || (other !== undefined && values[other] === unless);
    if (property.listens === undefined || silent) return [];
    const at = property.listensAt === undefined ? undefined : values[property.listensAt];
    const address = typeof at === 'string' && !ANY_ADDRESS.includes(at) ? at : undefined;
    return [{ component, kind: property.listens, port: value, address }];
  });
}

/** A problem of a component, at the place of the component when there is no better one. */
function problem(
  id: PlanetProblem['id'],
  component: PlanetComponent,
  text: string,
  place = component.config.place,
): PlanetProblem {
  return { id, text, component: component.id, ...(place ? { place } : {}) };
}
