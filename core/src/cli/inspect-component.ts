import type { RegistryEntry } from '@flumotion/registry';
import type { AnyComponentSpec, CapsByValue, ComponentDefinition, EaterSpec } from '../plugin';
import { actionsOf, tablesOf } from '../model/offers';
import {
  actions,
  indent,
  needs,
  packageDetails,
  pipeline,
  propertyLines,
  row,
  section,
  stats,
  tables,
} from './inspect-parts';

/** Everything about one component, laid out as gst-inspect-1.0 does. */
export function componentText(entry: RegistryEntry<ComponentDefinition>): string {
  const { spec } = entry.value;
  return [
    section('Factory Details', details(spec)),
    section('Package Details', packageDetails(entry)),
    section('Eaters', eaters(spec), 'Component has no eaters.'),
    section('Feeders', feeders(spec), 'Component has no feeders.'),
    section('Pipeline', pipeline(spec), 'Component has no pipeline: it carries no media.'),
    section('Needs on the worker', needs(spec), 'Component needs nothing beside its elements.'),
    spec.clock
      ? `Clocking: follows the clock of the flow; priority ${spec.clock.priority} as its master`
      : 'Component has no clocking interaction.',
    section('Sockets', (spec.sockets ?? []).map(indent), 'Component has no sockets for plugs.'),
    section('Component Properties', propertyLines(spec.properties ?? {}), 'Component has no properties.'),
    section('Statistics', stats(spec), 'Component has no statistics of its own.'),
    section('Tables', tables(tablesOf(spec)), 'Component has no tables.'),
    section('Actions', actions(actionsOf(spec)), 'Component has no actions.'),
  ].join('\n\n');
}

function details(spec: AnyComponentSpec): string[] {
  const wizard = spec.wizard;
  return [
    row('Type', spec.type),
    row('Kind', spec.kind),
    row('Description', spec.description),
    ...(wizard ? [row('Wizard', `${wizard.label}, step ${wizard.step}, rank ${wizard.rank ?? 0}`)] : []),
  ];
}

function eaters(spec: AnyComponentSpec): string[] {
  return Object.entries(spec.eaters ?? {}).flatMap(([name, eater]) => [
    indent(name),
    row('Caps', eater.caps, 2),
    ...capsBy(eater),
    row('Required', eater.required === false ? 'no' : 'yes', 2),
    row('Feeds', eater.multiple ? feedsText(eater) : 'one', 2),
    ...(eater.alike === undefined ? [] : [row('Like', `the same kind of media as ${eater.alike}`, 2)]),
    ...(eater.description === undefined ? [] : [row('Description', eater.description, 2)]),
  ]);
}

function feeders(spec: AnyComponentSpec): string[] {
  return Object.entries(spec.feeders ?? {}).flatMap(([name, feeder]) => [
    indent(name),
    row('Caps', feeder.caps, 2),
    ...capsBy(feeder),
    ...(feeder.description === undefined ? [] : [row('Description', feeder.description, 2)]),
  ]);
}

function capsBy({ capsBy: by }: { readonly capsBy?: CapsByValue }): string[] {
  return by ? Object.entries(by.caps).map(([value, caps]) => row(`${by.property} ${value}`, caps, 3)) : [];
}

function feedsText({ most }: EaterSpec): string {
  const limits = Object.entries(most ?? {}).map(([medium, limit]) => `${limit} with ${medium}`);
  return limits.length === 0 ? 'any number' : `at most ${limits.join(' and ')}`;
}
