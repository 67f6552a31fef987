import type { Catalogue } from '../catalogue';
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

/** All components by kind with their packages, and what is wrong with packages. */
export function listText(catalogue: Catalogue): string {
  const entries = catalogue.list();
  const width = Math.max(...entries.map(({ type }) => type.length), 1);
  const groups = KINDS.flatMap((kind) => {
    const lines = entries
      .filter(({ value }) => value.spec.kind === kind)
      .map(({ type, value, package: { name, version } }) => {
        const text = escapeText(value.spec.description);
        return `  ${type.padEnd(width)}  ${text} (${name} ${version})`;
      });
    return lines.length > 0 ? [`${kind}:`, ...lines, ''] : [];
  });
  const packages = new Set(entries.map(({ package: { name } }) => name)).size;
  const total = `${entries.length} components from ${packages} packages`;
  const problems = catalogue.problems().map(({ text }) => `  ${escapeText(text)}`);
  const unusable = problems.length === 0 ? [] : ['', 'Problems:', ...problems];
  return [...groups, total, ...unusable].join('\n');
}
