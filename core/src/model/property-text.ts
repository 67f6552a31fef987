import type { PropertySpec, PropertyValue } from '../plugin';

/** Kind of value, as people read it: `int`, `enum`, `list of string`. */
export function typeText(spec: PropertySpec): string {
  return spec.multiple ? `list of ${spec.type}` : spec.type;
}

/** Values a property may have, as `1000 to 16000000 bit/s`, `tcp, ssl`, or empty text when any will do. */
export function rangeText(spec: PropertySpec): string {
  if (spec.type === 'enum') return spec.values.join(', ');
  if (!('min' in spec) && !('max' in spec)) return unitText(spec);
  const { min, max } = spec as { min?: PropertyValue; max?: PropertyValue };
  const unit = spec.unit === undefined ? '' : ` ${spec.unit}`;
  if (min !== undefined && max !== undefined) return `${valueText(min)} to ${valueText(max)}${unit}`;
  return min === undefined ? `at most ${valueText(max ?? '')}${unit}` : `at least ${valueText(min)}${unit}`;
}

function unitText(spec: PropertySpec): string {
  return spec.unit === undefined ? '' : `in ${spec.unit}`;
}

/** Default value as text; undefined when there is none or it is secret. */
export function defaultText(spec: PropertySpec): string | undefined {
  if (!('default' in spec)) return undefined;
  return spec.secret ? undefined : valueText(spec.default);
}

/** A value as it stands in planet files; fractions as `25/1`. */
export function valueText(value: PropertyValue): string {
  if (Array.isArray(value)) return value.map((part: PropertyValue) => valueText(part)).join('/');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What else holds for a property: `required`, `live`, `secret`, `retired`. */
export function flagsOf(spec: PropertySpec): readonly string[] {
  const flags = {
    required: spec.required === true,
    live: spec.live === true,
    secret: spec.secret === true,
    retired: spec.retired !== undefined,
  };
  return Object.entries(flags).flatMap(([flag, holds]) => (holds ? [flag] : []));
}
