import { capsWith, narrowedBy, valuesFor } from '../model/caps-by-value';
import { canonicalFeed, type Link, type Offer } from '../model/graph';
import { capsCanMeet, mediaTypes, mediumOf, surelyLack, type Medium } from '../model/media-type';
import type { EaterSpec, FeederSpec } from '../plugin';
import { feederCaps, valuesOf, type FlowParts } from './feed-caps';
import type { PlanetComponent } from './planet';
import { problem, type PlanetProblem } from './planet-problem';

/** How media are called for people. */
const WORDS: Readonly<Record<Medium, string>> = { video: 'pictures', audio: 'sound' };

/** What is wrong with the media of one link. @param offering - who offers its feed. */
export function wrongMedia(
  eating: PlanetComponent,
  link: Link,
  offering: readonly Offer[],
  flow: FlowParts,
): PlanetProblem[] {
  const eater = eaterOf(eating, link.eater);
  if (!eater) return [];
  const values = valuesOf(eating);
  const taken = capsWith(eater, values);
  return offering.flatMap((offer) => {
    const { caps: given, from } = feederCaps(offer, flow);
    if (capsCanMeet(given, taken)) return [];
    const origin = from.length > 0 ? `, which comes from ${from.join(', ')}` : '';
    const cause = narrowedBy(eater, values);
    const fitting = eater.capsBy ? valuesFor(eater, given) : [];
    const other =
      fitting.length > 0 ? `set ${eater.capsBy?.property ?? ''} to ${fitting.join(' or ')}, or ` : '';
    const text =
      `${link.component} cannot eat ${offer.component}:${offer.feeder}: its eater ${link.eater} takes ${taken}` +
      `${cause === undefined ? '' : ` with ${cause}`}, the feed carries ${given}${origin}; ` +
      `${other}put a component between that turns one into the other`;
    return [about(eating, link, text)];
  });
}

/** What is wrong with the feeds of a component together, and with what it is to make of them. */
export function unfitFeeds(component: PlanetComponent, flow: FlowParts): PlanetProblem[] {
  const { eaters = {}, feeders = {} } = component.spec;
  return [
    ...Object.entries(eaters).flatMap(([name, eater]) => tooMany(component, name, eater, flow)),
    ...Object.entries(eaters).flatMap(([name, eater]) => unlike(component, name, eater, flow)),
    ...Object.entries(feeders).flatMap(([name, feeder]) => nothingToDecode(component, name, feeder, flow)),
  ];
}

/** More feeds of a medium than an eater takes. */
function tooMany(
  component: PlanetComponent,
  name: string,
  { caps, most }: EaterSpec,
  flow: FlowParts,
): PlanetProblem[] {
  const feeds = most ? feedsOf(component, name, flow) : [];
  return (['video', 'audio'] as const).flatMap((medium) => {
    const limit = most?.[medium];
    const found = feeds.filter((feed) => mediumOf(commonTypes(feed.caps, caps)) === medium);
    const extra = limit === undefined ? undefined : found[limit];
    if (!extra) return [];
    const seen = found.map(({ link }) => link.feed).join(', ');
    const text =
      `eater ${name} of ${component.config.name} takes at most ${String(limit)} ${limit === 1 ? 'feed' : 'feeds'} with ` +
      `${WORDS[medium]}, not ${found.length} (${seen}); take ${found.length - Number(limit) > 1 ? 'the others' : 'one'} away, ` +
      `or use another type of ${component.spec.kind} than ${component.spec.type}`;
    return [{ ...about(component, extra.link, text), id: 'eater-overfed' as const }];
  });
}

/** Eaters that stand for each other, fed with different media. */
function unlike(
  component: PlanetComponent,
  name: string,
  { alike }: EaterSpec,
  flow: FlowParts,
): PlanetProblem[] {
  if (alike === undefined) return [];
  const others = feedsOf(component, alike, flow);
  for (const mine of feedsOf(component, name, flow)) {
    const other = others.find(({ caps }) => !capsCanMeet(caps, mine.caps));
    if (!other) continue;
    const text =
      `the eaters ${alike} and ${name} of ${component.config.name} must be fed the same kind of media, but ${other.link.feed} ` +
      `carries ${other.caps} and ${mine.link.feed} ${mine.caps}; feed both with pictures or both with sound`;
    return [about(component, mine.link, text)];
  }
  return [];
}

/** A feed that surely has nothing of what a decoder is to make of it. */
function nothingToDecode(
  component: PlanetComponent,
  name: string,
  feeder: FeederSpec,
  flow: FlowParts,
): PlanetProblem[] {
  const values = valuesOf(component);
  const medium = mediumOf(capsWith(feeder, values));
  if (feeder.outOf === undefined || !medium || !isWanted(component, name, flow)) return [];
  return feedsOf(component, feeder.outOf, flow).flatMap(({ link, caps }) => {
    if (!surelyLack(caps, medium)) return [];
    const cause = narrowedBy(feeder, values);
    const made = `${component.config.name} is to decode ${WORDS[medium]}${cause === undefined ? ` for its feeder ${name}` : ` (${cause})`}`;
    const other = medium === 'video' ? 'audio' : 'video';
    const own = Object.entries(feeder.capsBy?.caps ?? {}).find(([, each]) => mediumOf(each) === other)?.[0];
    const advice =
      own === undefined || surelyLack(caps, other)
        ? `let nothing eat ${component.config.name}:${name}`
        : `set ${feeder.capsBy?.property ?? ''} to ${own}`;
    const text = `${made}, but the feed ${link.feed} carries ${caps}, which has none; feed it a stream that has, or ${advice}`;
    return [about(component, link, text)];
  });
}

/** Whether something eats a feeder; the only one of a component counts as eaten. */
function isWanted(component: PlanetComponent, feeder: string, { offered, byName }: FlowParts): boolean {
  if (Object.keys(component.spec.feeders ?? {}).length === 1) return true;
  return [...byName.values()]
    .flatMap(({ config }) => Object.values(config.eaters).flat())
    .flatMap(({ feed }) => offered.get(canonicalFeed(feed)) ?? [])
    .some((offer) => offer.component === component.config.name && offer.feeder === feeder);
}

interface FedBy {
  readonly link: Link;
  /** What the feed carries, as far as it is known. */
  readonly caps: string;
}

/** The feeds of an eater, each with what whoever offers it may give. */
function feedsOf({ config }: PlanetComponent, eater: string, flow: FlowParts): readonly FedBy[] {
  return (config.eaters[eater] ?? []).map((given) => {
    const feed = canonicalFeed(given.feed);
    const caps = (flow.offered.get(feed) ?? []).map((offer) => feederCaps(offer, flow).caps);
    return {
      link: { ...given, component: config.name, eater, feed },
      caps: caps.length === 0 ? 'ANY' : [...new Set(caps)].join('; '),
    };
  });
}

/** Of the media types that a feed may have, those that an eater takes. */
function commonTypes(given: string, taken: string): string {
  return mediaTypes(given)
    .filter((type) => capsCanMeet(type, taken))
    .join('; ');
}

function eaterOf({ spec }: PlanetComponent, name: string): EaterSpec | undefined {
  const eaters = spec.eaters ?? {};
  return Object.hasOwn(eaters, name) ? eaters[name] : undefined;
}

function about(component: PlanetComponent, { eater, feed, place }: Link, text: string): PlanetProblem {
  return { ...problem('media-types-differ', component, text, place), eater, feed };
}
