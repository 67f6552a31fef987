import type { RegistryEntry } from '@flumotion/registry';
import { escapeText } from '../log/logger';
import { defaultText, flagsOf, rangeText, typeText } from '../model/property-text';
import { withDefaults } from '../model/values';
import {
  pipelineText,
  type AnyComponentSpec,
  type ComponentDefinition,
  type PropertySpec,
  type PropertySpecs,
} from '../plugin';

const LABEL = 24;

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
  ].join('\n\n');
}

function section(title: string, lines: readonly string[], none = ''): string {
  return lines.length === 0 ? none : [`${title}:`, ...lines].join('\n');
}

function indent(line: string): string {
  return `  ${escapeText(line)}`;
}

function row(label: string, value: string, depth = 1): string {
  return `${'  '.repeat(depth)}${label.padEnd(LABEL - 2 * (depth - 1))} ${escapeText(value)}`;
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

function packageDetails({ package: about }: RegistryEntry<ComponentDefinition>): string[] {
  return [
    row('Name', about.name),
    row('Version', about.version),
    row('Description', about.description),
    row('Plugin API', about.api),
    row('Folder', about.dir),
  ];
}

function eaters(spec: AnyComponentSpec): string[] {
  return Object.entries(spec.eaters ?? {}).flatMap(([name, eater]) => [
    indent(name),
    row('Caps', eater.caps, 2),
    row('Required', eater.required === false ? 'no' : 'yes', 2),
    row('Feeds', eater.multiple ? 'any number' : 'one', 2),
    ...(eater.description === undefined ? [] : [row('Description', eater.description, 2)]),
  ]);
}

function feeders(spec: AnyComponentSpec): string[] {
  return Object.entries(spec.feeders ?? {}).flatMap(([name, feeder]) => [
    indent(name),
    row('Caps', feeder.caps, 2),
    ...(feeder.description === undefined ? [] : [row('Description', feeder.description, 2)]),
  ]);
}

function pipeline(spec: AnyComponentSpec): string[] {
  if (spec.pipeline === undefined) return [];
  const lines = (text: string): string[] =>
    text
      .trim()
      .split(/\s*\n\s*/)
      .map(indent);
  if (typeof spec.pipeline === 'string') return lines(spec.pipeline);
  try {
    const text = pipelineText(spec, withDefaults(spec.properties ?? {}, {})) ?? '';
    return ['  chosen by the properties; with their defaults:', ...lines(text)];
  } catch {
    // The author's function wants a value that has no default.
    return ['  chosen by the properties'];
  }
}

function needs(spec: AnyComponentSpec): string[] {
  const { elements = [], devices = [] } = spec.needs ?? {};
  return [
    ...(elements.length > 0 ? [row('Elements', elements.join(', '))] : []),
    ...(devices.length > 0 ? [row('Devices', devices.join(', '))] : []),
  ];
}

function stats(spec: AnyComponentSpec): string[] {
  const entries = Object.entries(spec.stats ?? {});
  const width = widest(entries.map(([name]) => name));
  return entries.flatMap(([name, stat]) => [
    `  ${name.padEnd(width)}: ${escapeText(stat.description)}`,
    `${' '.repeat(width + 4)}${sentence(stat.kind, stat.unit === undefined ? '' : `in ${stat.unit}`)}`,
  ]);
}

/** Properties as gst-inspect-1.0 shows them; those inside a compound stand below it, as `compound:name`. */
export function propertyLines(specs: PropertySpecs): string[] {
  const flat = flatten(specs, '');
  const width = widest(flat.map(([name]) => name));
  const below = ' '.repeat(width + 4);
  return flat.flatMap(([name, spec]) => [
    `  ${name.padEnd(width)}: ${escapeText(spec.description)}`,
    `${below}flags: ${flagWords(spec)}`,
    `${below}${valueLine(spec)}`,
    ...(spec.retired === undefined ? [] : [`${below}No longer means anything: ${escapeText(spec.retired)}`]),
    ...(spec.aliases ? [`${below}Old spellings: ${spec.aliases.join(', ')}`] : []),
  ]);
}

function flatten(specs: PropertySpecs, above: string): [string, PropertySpec][] {
  return Object.entries(specs).flatMap(([name, spec]) => [
    [above + name, spec] as [string, PropertySpec],
    ...(spec.type === 'compound' ? flatten(spec.properties, `${above}${name}:`) : []),
  ]);
}

function flagWords(spec: PropertySpec): string {
  const flags = flagsOf(spec);
  const words = {
    live: 'changeable while running',
    required: 'required',
    secret: 'secret',
    retired: 'retired',
  };
  const said = flags.map((flag) => words[flag as keyof typeof words]);
  return [...(spec.required ? [] : ['optional']), ...said].join(', ');
}

function valueLine(spec: PropertySpec): string {
  const range = rangeText(spec);
  const fallback = defaultText(spec);
  const values = range === '' ? '' : spec.type === 'enum' ? `One of: ${range}` : `Range: ${range}`;
  const shown = 'min' in spec || 'max' in spec || spec.type === 'enum' ? values : range;
  return escapeText(sentence(typeText(spec), shown, fallback === undefined ? '' : `Default: ${fallback}`));
}

function sentence(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('. ');
}

function widest(names: readonly string[]): number {
  return Math.max(...names.map((name) => name.length), 0) + 1;
}
