import type { RegistryEntry } from '@flumotion/registry';
import type { Catalogue, Definition } from '../catalogue';
import { escapeText } from '../log/logger';
import type { ComponentKind } from '../plugin';

/** Kinds in the order a flow runs through them. */
const KINDS: readonly ComponentKind[] = [
  'producer',
  'converter',
  'encoder',
  'decoder',
  'combiner',
  'muxer',
  'consumer',
  'bouncer',
  'porter',
  'misc',
];

/** All components by kind and plugs by socket, with their packages, and what is wrong with packages. */
export function listText(catalogue: Catalogue): string {
  const entries = catalogue.list();
  const plugs = catalogue.plugs();
  const width = Math.max(...[...entries, ...plugs].map(({ type }) => type.length), 1);
  const line = ({ type, value, package: { name, version } }: RegistryEntry<Definition>): string =>
    `  ${type.padEnd(width)}  ${escapeText(value.spec.description)} (${name} ${version})`;
  const groups = KINDS.flatMap((kind) => {
    const lines = entries.filter(({ value }) => value.spec.kind === kind).map(line);
    return lines.length > 0 ? [`${kind}:`, ...lines, ''] : [];
  });
  for (const socket of [...new Set(plugs.map(({ value }) => value.spec.socket))].sort()) {
    const lines = plugs.filter(({ value }) => value.spec.socket === socket).map(line);
    groups.push(`plugs, socket ${socket}:`, ...lines, '');
  }
  const packages = new Set([...entries, ...plugs].map(({ package: { name } }) => name)).size;
  const brought = plugs.length > 0 ? ` and ${plugs.length} plugs` : '';
  const total = `${entries.length} components${brought} from ${packages} packages`;
  const problems = catalogue.problems().map(({ text }) => `  ${escapeText(text)}`);
  const unusable = problems.length === 0 ? [] : ['', 'Problems:', ...problems];
  return [...groups, total, ...unusable].join('\n');
}
