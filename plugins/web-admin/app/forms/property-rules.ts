import type { PropertySpec, PropertySpecs, PropertyValue, PropertyValues } from '../api/types';

/** What is wrong with a value, in words; undefined when nothing is. The manager judges again. */
export function complaint(spec: PropertySpec, value: PropertyValue | undefined): string | undefined {
  if (value === undefined || value === null || value === '')
    return spec.required === true ? 'A value is needed.' : undefined;
  if (spec.multiple === true) {
    if (!Array.isArray(value)) return undefined;
    return value.map((one) => complaintOfOne(spec, one as PropertyValue)).find((one) => one !== undefined);
  }
  return complaintOfOne(spec, value);
}

function complaintOfOne(spec: PropertySpec, value: PropertyValue): string | undefined {
  switch (spec.type) {
    case 'int':
    case 'long':
      if (!Number.isSafeInteger(value)) return 'A whole number is needed.';
      return outOfRange(spec, value as number);
    case 'float':
      if (!Number.isFinite(value)) return 'A number is needed.';
      return outOfRange(spec, value as number);
    case 'fraction': {
      const [numerator, denominator] = value as readonly [number, number];
      if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || denominator < 1)
        return 'A fraction of two whole numbers is needed, such as 30000/1001.';
      return outOfRange(spec, numerator / denominator);
    }
    case 'enum':
      return spec.values?.includes(value as string) === true
        ? undefined
        : `One of ${(spec.values ?? []).join(', ')} is needed.`;
    default:
      return undefined;
  }
}

function outOfRange({ min, max, unit }: PropertySpec, value: number): string | undefined {
  const [least, most] = [asNumber(min), asNumber(max)];
  const words = (text: string): string => `${text}${unit === undefined ? '' : ` ${unit}`}.`;
  if (least !== undefined && value < least) return words(`At least ${boundText(min)}`);
  if (most !== undefined && value > most) return words(`At most ${boundText(max)}`);
  return undefined;
}

function asNumber(bound: PropertySpec['min']): number | undefined {
  return typeof bound === 'object' ? bound[0] / bound[1] : bound;
}

function boundText(bound: PropertySpec['min']): string {
  return typeof bound === 'object' ? bound.join('/') : String(bound);
}

/** Range, unit and default of a property in a few words, for below its field. */
export function hint({ type, min, max, unit, default: usual, multiple }: PropertySpec): string {
  const range =
    min !== undefined && max !== undefined
      ? `${boundText(min)} to ${boundText(max)}`
      : min !== undefined
        ? `from ${boundText(min)}`
        : max !== undefined
          ? `up to ${boundText(max)}`
          : undefined;
  const parts = [
    range === undefined ? undefined : `${range}${unit === undefined ? '' : ` ${unit}`}`,
    usual === undefined || usual === '' ? undefined : `${valueText(usual)} unless given`,
    multiple === true && type !== 'compound' ? 'several may be given' : undefined,
  ];
  return parts.filter((part) => part !== undefined).join('; ');
}

/** A value for people, in the form that planet files have. */
export function valueText(value: PropertyValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) {
    const fraction = value.length === 2 && value.every((one) => typeof one === 'number');
    return fraction ? value.join('/') : value.map((one) => valueText(one as PropertyValue)).join(', ');
  }
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, one]) => `${name}: ${valueText(one as PropertyValue)}`)
      .join(', ');
  }
  return String(value);
}

/** Properties in the order of a form: required ones, the rest, and none that no longer means anything. */
export function formOrder(specs: PropertySpecs): readonly (readonly [string, PropertySpec])[] {
  const usable = Object.entries(specs).filter(([, { retired }]) => retired === undefined);
  return [
    ...usable.filter(([, { required }]) => required === true),
    ...usable.filter(([, { required }]) => required !== true),
  ];
}

/** Names of the properties whose values differ. */
export function changedNames(before: PropertyValues, after: PropertyValues): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/**
 * What somebody has typed, over what is there now when somebody else has changed it meanwhile: each property that was
 * typed stays as typed, all others are as they are now. `clash` names those that both have changed, differently.
 */
export function rebased(
  before: PropertyValues,
  typed: PropertyValues,
  now: PropertyValues,
): { readonly values: PropertyValues; readonly clash: readonly string[] } {
  const mine = changedNames(givenValues(before), givenValues(typed));
  const theirs = new Set(changedNames(givenValues(before), givenValues(now)));
  const apart = new Set(changedNames(givenValues(typed), givenValues(now)));
  const own = Object.fromEntries(mine.map((name) => [name, typed[name]]));
  return {
    values: mine.length === 0 ? now : { ...now, ...own },
    clash: mine.filter((name) => theirs.has(name) && apart.has(name)),
  };
}

/** Values without those that say nothing: empty texts, empty lists. */
export function givenValues(values: PropertyValues): PropertyValues {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
