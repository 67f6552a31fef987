import type { PropertySpec, PropertySpecs, PropertyValue, PropertyValues } from '../plugin';

/** Text given for strings; it must not turn up in pipeline text. */
const TEXT = 'flumotion-check-text';
/** An unlikely number given where the range permits; it must not turn up either. */
const NUMBER = 7919;

/** Whether a text contains one of the sample values. */
export function sampleText(text: string): boolean {
  return text.includes(TEXT) || new RegExp(`\\b${NUMBER}\\b`).test(text);
}

/**
 * Values to try a declaration with: the defaults with what is required; the same with every property given; and for
 * each of these, every value of each enum and both values of each bool.
 */
export function* sampleValues(specs: PropertySpecs): Generator<PropertyValues> {
  const names = Object.keys(specs).filter((name) => specs[name]?.retired === undefined);
  const sparse: Record<string, PropertyValue | undefined> = {};
  const full: Record<string, PropertyValue | undefined> = {};
  for (const name of names) {
    const spec = specs[name] as PropertySpec;
    const sample = sampleOf(spec);
    full[name] = spec.multiple === true ? [sample] : sample;
    if (spec.multiple === true) sparse[name] = spec.required === true ? [sample] : [];
    else if (spec.type !== 'compound' && spec.default !== undefined) sparse[name] = spec.default;
    else if (spec.required === true) sparse[name] = sample;
  }
  for (const base of [sparse, full]) {
    yield base;
    for (const name of names) {
      for (const value of alternatives(specs[name] as PropertySpec)) yield { ...base, [name]: value };
    }
  }
  for (const name of names) yield { ...sparse, [name]: full[name] };
}

function alternatives(spec: PropertySpec): readonly PropertyValue[] {
  if (spec.multiple === true) return [];
  if (spec.type === 'enum') return spec.values;
  return spec.type === 'bool' ? [true, false] : [];
}

function sampleOf(spec: PropertySpec): PropertyValue {
  switch (spec.type) {
    case 'int':
    case 'long':
    case 'float':
      return Math.min(Math.max(NUMBER, spec.min ?? NUMBER), spec.max ?? NUMBER);
    case 'bool':
      return true;
    case 'enum':
      return spec.values[0] ?? TEXT;
    case 'fraction':
      return spec.default ?? spec.max ?? spec.min ?? [25, 1];
    case 'compound':
      return Object.fromEntries(
        Object.entries(spec.properties).map(([name, inner]) => [
          name,
          inner.multiple === true ? [sampleOf(inner)] : sampleOf(inner),
        ]),
      );
    default:
      return TEXT;
  }
}
