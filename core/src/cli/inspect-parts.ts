import type { RegistryEntry } from '@flumotion/registry';
import { escapeText } from '../log/logger';
import { defaultText, flagsOf, rangeText, typeText } from '../model/property-text';
import { withDefaults } from '../model/values';
import {
  pipelineText,
  type ActionSpecs,
  type AnyComponentSpec,
  type ColumnSpecs,
  type NeededDevice,
  type PropertySpec,
  type PropertySpecs,
  type TableSpecs,
} from '../plugin';

const LABEL = 24;

/** A titled block of lines; other text, or nothing, when there are none. */
export function section(title: string, lines: readonly string[], none = ''): string {
  return lines.length === 0 ? none : [`${title}:`, ...lines].join('\n');
}

/** A line of outside text, indented. */
export function indent(line: string): string {
  return `  ${escapeText(line)}`;
}

/** A label and its value in columns. */
export function row(label: string, value: string, depth = 1): string {
  return `${'  '.repeat(depth)}${label.padEnd(LABEL - 2 * (depth - 1))} ${escapeText(value)}`;
}

/** The package that has a type. */
export function packageDetails({ package: about }: RegistryEntry<unknown>): string[] {
  return [
    row('Name', about.name),
    row('Version', about.version),
    row('Description', about.description),
    row('Plugin API', about.api),
    row('Folder', about.dir),
  ];
}

/** Launch text; that with the defaults when the properties choose it. */
export function pipeline(spec: Pick<AnyComponentSpec, 'pipeline' | 'userPipeline' | 'properties'>): string[] {
  if (spec.userPipeline !== undefined) {
    return [`  the text of the property ${spec.userPipeline}, on workers that allow it`];
  }
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

/** What must be on the worker. */
export function needs(spec: Pick<AnyComponentSpec, 'needs'>): string[] {
  const { elements = [], devices = [] } = spec.needs ?? {};
  return [
    ...(elements.length > 0 ? [row('Elements', elements.join(', '))] : []),
    ...(devices.length > 0 ? [row('Devices', devices.map(deviceText).join(', '))] : []),
  ];
}

function deviceText(device: string | NeededDevice): string {
  return typeof device === 'string' ? device : `${device.name} (${device.files})`;
}

/** Declared figures. */
export function stats(spec: Pick<AnyComponentSpec, 'stats'>): string[] {
  const entries = Object.entries(spec.stats ?? {});
  const width = widest(entries.map(([name]) => name));
  return entries.flatMap(([name, stat]) => [
    `  ${name.padEnd(width)}: ${escapeText(stat.description)}`,
    `${' '.repeat(width + 4)}${sentence(stat.kind, stat.unit === undefined ? '' : `in ${stat.unit}`, stat.each === undefined ? '' : `for each ${stat.each}`)}`,
  ]);
}

/** Tables with their columns. */
export function tables(specs: TableSpecs): string[] {
  return Object.entries(specs).flatMap(([name, { description, columns }]) => [
    `  ${name}: ${escapeText(description)}`,
    ...columnLines(columns),
  ]);
}

/** Actions with their parameters and what they answer. */
export function actions(specs: ActionSpecs): string[] {
  return Object.entries(specs).flatMap(([name, { description, parameters = {}, answer = {} }]) => [
    `  ${name}: ${escapeText(description)}`,
    ...propertyLines(parameters).map(indent),
    ...(Object.keys(answer).length > 0 ? ['    Answers:', ...columnLines(answer).map(indent)] : []),
  ]);
}

function columnLines(columns: ColumnSpecs): string[] {
  const width = widest(Object.keys(columns));
  return Object.entries(columns).map(
    ([name, { kind, unit, description }]) =>
      `    ${name.padEnd(width)}: ${kind}${unit === undefined ? '' : ` in ${unit}`}. ${escapeText(description)}`,
  );
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
