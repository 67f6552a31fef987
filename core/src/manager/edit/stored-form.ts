import { createHmac } from 'node:crypto';
import type { ComponentConfig, Flow } from '../../model/planet';
import { componentJson } from '../../model/planet-json';

/** Whether two values say the same, in whatever order their parts stand. */
export function sameValue(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

/** Whether components say the same, wherever they are written. */
export function sameComponents(
  one: readonly ComponentConfig[] | undefined,
  other: readonly ComponentConfig[] | undefined,
): boolean {
  return sameValue(one?.map(componentJson), other?.map(componentJson));
}

/**
 * The entity tag of a flow or component, in quotes: another one whenever anything that is stored of it is another.
 * @param key without which the tag of a secret value cannot be guessed.
 */
export function entityTag(key: string, part: Flow | ComponentConfig): string {
  const plain =
    'components' in part ? { ...part, components: part.components.map(componentJson) } : componentJson(part);
  return `"${createHmac('sha256', key)
    .update(String(canonical(plain)))
    .digest('base64url')
    .slice(0, 27)}"`;
}

/** Text of a value with the keys of its objects in order; undefined for undefined. */
function canonical(given: unknown): string | undefined {
  return JSON.stringify(given, (_, value: unknown) =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? value
      : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}
