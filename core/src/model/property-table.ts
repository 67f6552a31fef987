import type { PropertySpec, PropertySpecs } from '../plugin';
import { defaultText, flagsOf, rangeText, typeText } from './property-text';

const BEGIN = '<!-- properties -->';
const END = '<!-- /properties -->';

const FLAG_WORDS: Readonly<Record<string, string>> = {
  required: 'Required.',
  live: 'May change while running.',
  secret: 'Secret.',
};

/** A component or plug, as far as its table is concerned. */
export interface Documented {
  readonly type: string;
  readonly properties?: PropertySpecs;
}

/** Property tables of a package's components and plugs in Markdown, as they stand in its README. */
export function propertyTables(specs: readonly Documented[]): string {
  return specs
    .map(({ type, properties = {} }) => {
      const title = specs.length > 1 ? `### ${type}\n\n` : '';
      return `${title}${table(properties)}`;
    })
    .join('\n\n');
}

/**
 * A README with the tables between `<!-- properties -->` and `<!-- /properties -->` brought up to date.
 * @returns undefined when the README lacks one of the two lines.
 */
export function withPropertyTables(readme: string, specs: readonly Documented[]): string | undefined {
  const begin = readme.indexOf(`${BEGIN}\n`);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) return undefined;
  return `${readme.slice(0, begin)}${BEGIN}\n\n${propertyTables(specs)}\n\n${readme.slice(end)}`;
}

function table(properties: PropertySpecs): string {
  const flat = flatten(properties, '');
  const usable = flat.filter(([, spec]) => spec.retired === undefined);
  const retired = flat.filter(([, spec]) => spec.retired !== undefined);
  const rows = usable.map(([name, spec]) => [
    `\`${name}\``,
    typeText(spec),
    values(spec),
    fallback(spec),
    about(spec),
  ]);
  const lines = [
    ['Property', 'Type', 'Values', 'Default', 'Meaning'],
    ['---', '---', '---', '---', '---'],
    ...rows,
  ];
  const markdown =
    rows.length === 0 ? 'No properties.' : lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  if (retired.length === 0) return markdown;
  const gone = retired.map(([name, spec]) => `- \`${name}\`: ${spec.retired ?? ''}`);
  return `${markdown}\n\nAccepted in old files, with a warning, and without effect:\n\n${gone.join('\n')}`;
}

function flatten(specs: PropertySpecs, above: string): [string, PropertySpec][] {
  return Object.entries(specs).flatMap(([name, spec]) => [
    [above + name, spec] as [string, PropertySpec],
    ...(spec.type === 'compound' ? flatten(spec.properties, `${above}${name}:`) : []),
  ]);
}

function values(spec: PropertySpec): string {
  return cell(rangeText(spec));
}

function fallback(spec: PropertySpec): string {
  const text = defaultText(spec);
  return text === undefined || text === '' ? '' : `\`${cell(text)}\``;
}

function about(spec: PropertySpec): string {
  const flags = flagsOf(spec).flatMap((flag) => FLAG_WORDS[flag] ?? []);
  return cell([spec.description, ...flags].join(' '));
}

function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
}
