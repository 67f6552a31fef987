import type { Types } from '../../manager/planet';
import { capsCanMeet } from '../../model/media-type';
import { guidance } from '../../model/nearest';
import { quoted } from '../../model/problem';
import type { ComponentConfig, FeedLink } from '../../model/planet';
import type { AnyComponentSpec } from '../../plugin';
import { wrong, type LaunchComponent, type LaunchEnd, type LaunchLink, type LaunchText } from './syntax';
import { settingValues } from './values';

/** Name of the one worker, which is the command itself. */
export const WORKER = 'launch';

interface Part {
  readonly component: LaunchComponent;
  readonly spec: AnyComponentSpec;
  readonly eaters: Record<string, FeedLink[]>;
}

/**
 * Turns a typed pipeline into components as a planet file describes them: feeders and eaters that were not named are
 * chosen, settings become values.
 * @throws FlumotionError `launch-invalid` or `component-type-unknown`.
 */
export function configure(text: LaunchText, types: Types): readonly ComponentConfig[] {
  const parts = new Map<string, Part>();
  for (const component of text.components) {
    parts.set(component.name, { component, spec: types.definition(component.type).spec, eaters: {} });
  }
  for (const link of text.links) connect(parts, link);
  return [...parts.values()].map(({ component: { name, type, settings }, spec, eaters }) => ({
    name,
    type,
    worker: WORKER,
    eaters,
    properties: settingValues(name, spec.properties ?? {}, settings),
    plugs: [],
    virtualFeeds: {},
  }));
}

function connect(parts: ReadonlyMap<string, Part>, { from, to }: LaunchLink): void {
  const source = parts.get(from.component);
  const target = parts.get(to.component);
  if (!source || !target) throw wrong('a link leads to no component');
  const feeder = feederOf(source, from);
  const caps = source.spec.feeders?.[feeder]?.caps ?? 'ANY';
  const eater = eaterOf(target, to, caps, `${from.component}:${feeder}`);
  const feeds = (target.eaters[eater] ??= []);
  feeds.push({
    feed: `${from.component}:${feeder}`,
    alias: feeds.length === 0 ? eater : `${eater}-${feeds.length}`,
  });
}

function feederOf({ component, spec }: Part, { port }: LaunchEnd): string {
  const names = Object.keys(spec.feeders ?? {});
  if (port !== undefined) {
    if (names.includes(port)) return port;
    throw wrong(`${component.name} has no feeder ${quoted(port)}${guidance(port, names)}`);
  }
  const only = names.length === 1 ? names[0] : names.find((name) => name === 'default');
  if (only !== undefined) return only;
  if (names.length === 0) throw wrong(`${component.name} feeds nothing, so nothing can be linked after it`);
  throw wrong(
    `${component.name} has several feeders; name one of them, as ${component.name}.${names[0] ?? ''}`,
  );
}

/** The named eater, or the first one that is free and takes such media. */
function eaterOf({ component, spec, eaters }: Part, { port }: LaunchEnd, caps: string, feed: string): string {
  const declared = Object.entries(spec.eaters ?? {});
  const names = declared.map(([name]) => name);
  if (port !== undefined) {
    if (names.includes(port)) return port;
    throw wrong(`${component.name} has no eater ${quoted(port)}${guidance(port, names)}`);
  }
  if (names.length === 0) throw wrong(`${component.name} eats nothing, so nothing can be linked to it`);
  const free = declared.filter(([name, eater]) => eater.multiple || !eaters[name]);
  const fitting = free.find(([, eater]) => capsCanMeet(caps, eater.caps)) ?? free[0];
  if (fitting) return fitting[0];
  throw wrong(`${component.name} has no free eater for ${feed}`);
}
