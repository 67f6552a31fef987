import { isDeepStrictEqual } from 'node:util';
import { specOf } from '../../model/values';
import type { PropertySpec, PropertySpecs, PropertyValue, PropertyValues } from '../../plugin';

/** Values as somebody gives them, not judged yet. */
export type GivenValues = Readonly<Record<string, unknown>>;

/** Values without the secret ones, and where those are: `password`, `input.key`, `input.0.key`. */
export interface Hidden {
  readonly values: PropertyValues;
  readonly secrets: readonly string[];
}

/** Takes the secret values away. */
export function hideSecrets(specs: PropertySpecs, values: PropertyValues): Hidden {
  const shown: Record<string, PropertyValue> = {};
  const secrets: string[] = [];
  const inside = (name: string, inner: PropertySpecs, value: PropertyValue): PropertyValues => {
    const hidden = hideSecrets(inner, value as PropertyValues);
    secrets.push(...hidden.secrets.map((secret) => `${name}.${secret}`));
    return hidden.values;
  };
  for (const [name, value] of Object.entries(values)) {
    const spec = specOf(specs, name);
    if (!spec || value === undefined) continue;
    if (spec.secret) secrets.push(name);
    else if (spec.type !== 'compound') shown[name] = value;
    else if (!spec.multiple) shown[name] = inside(name, spec.properties, value);
    else {
      const list = value as readonly PropertyValue[];
      shown[name] = list.map((one, at) => inside(`${name}.${at}`, spec.properties, one));
    }
  }
  return { values: shown, secrets };
}

/**
 * Gives back the secret values that were left out, and takes away what is null. In a list of blocks, a block is the one
 * that shows the same values, else the one at its place as long as there are as many as before.
 */
export function keepSecrets(
  specs: PropertySpecs,
  given: GivenValues,
  stored: PropertyValues,
): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const spec = specOf(specs, name);
    if (value !== null && value !== undefined)
      kept[name] = spec ? keepInside(spec, value, stored[name]) : value;
  }
  for (const [name, spec] of Object.entries(specs)) {
    const value = stored[name];
    if (spec.secret && value !== undefined && given[name] === undefined) kept[name] = value;
  }
  return kept;
}

/** The partner of each of some things among those that were there: one that looks the same, else the one at its place. */
export function partners<N, S>(
  given: readonly N[],
  stored: readonly S[],
  same: (given: N, stored: S) => boolean,
): readonly (S | undefined)[] {
  const free = new Set(stored);
  const found = given.map((one) => {
    const partner = [...free].find((other) => same(one, other));
    if (partner !== undefined) free.delete(partner);
    return partner;
  });
  if (given.length !== stored.length) return found;
  return found.map((partner, at) => {
    const there = stored[at];
    return partner ?? (there !== undefined && free.has(there) ? there : undefined);
  });
}

function keepInside(spec: PropertySpec, value: unknown, stored: PropertyValue | undefined): unknown {
  if (spec.type !== 'compound' || stored === undefined) return value;
  const inner = spec.properties;
  if (!spec.multiple) return isBlock(value) ? keepSecrets(inner, value, stored as PropertyValues) : value;
  if (!Array.isArray(value)) return value;
  const blocks: readonly unknown[] = value;
  const before = stored as readonly PropertyValues[];
  const same = (one: unknown, other: PropertyValues): boolean =>
    isBlock(one) && isDeepStrictEqual(visible(inner, one), visible(inner, other));
  const old = partners(blocks, before, same);
  return blocks.map((one, at) => (isBlock(one) ? keepSecrets(inner, one, old[at] ?? {}) : one));
}

/** What can be seen of values that were given or are stored, secret ones left out at any depth. */
export function visible(specs: PropertySpecs, given: GivenValues): GivenValues {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      const spec = specOf(specs, name);
      if (spec?.secret) return [];
      if (spec?.type !== 'compound') return [[name, value]];
      const inside = (one: unknown): unknown => (isBlock(one) ? visible(spec.properties, one) : one);
      return [[name, Array.isArray(value) ? value.map(inside) : inside(value)]];
    }),
  );
}

function isBlock(value: unknown): value is GivenValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
