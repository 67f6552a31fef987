import type {
  CompoundSpec,
  Fraction,
  PropertySpec,
  PropertySpecs,
  PropertyValue,
  PropertyValues,
} from '../plugin';
import { didYouMean, guidance } from './nearest';
import { quoted } from './problem';

/** A value that was judged: the value as it is kept, or what is wrong with it and what was expected. */
export type Judged<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** What is wrong with one property; `property` is a path such as `input.alpha` inside compound properties. */
export interface ValueProblem {
  readonly property: string;
  readonly problem: string;
}

/** Shorthand for a refused value. */
export function refused(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}

/**
 * Judges the value of one property, in the form that files, the API and jobs share: numbers, booleans, text, fractions
 * as `[numerator, denominator]`, objects for compounds, arrays for properties that may be given several times.
 */
export function validateValue(spec: PropertySpec, value: unknown): Judged<PropertyValue> {
  if (!spec.multiple) return validateSingle(spec, value);
  if (!Array.isArray(value)) return refused(`${shown(spec, value)} is not a list of values`);
  const values: PropertyValue[] = [];
  for (const one of value as readonly unknown[]) {
    const judged = validateSingle(spec, one);
    if (!judged.ok) return judged;
    values.push(judged.value);
  }
  return { ok: true, value: values };
}

/** Judges one value of a property, also of one that may be given several times. */
export function validateSingle(spec: PropertySpec, value: unknown): Judged<PropertyValue> {
  switch (spec.type) {
    case 'int':
    case 'long':
      return Number.isSafeInteger(value) ? ranged(spec, value as number) : wrong(spec, value);
    case 'float':
      return Number.isFinite(value) ? ranged(spec, value as number) : wrong(spec, value);
    case 'bool':
      return typeof value === 'boolean' ? { ok: true, value } : wrong(spec, value);
    case 'string':
    case 'rawstring':
      return typeof value === 'string' ? text(spec.type, value) : wrong(spec, value);
    case 'enum':
      if (typeof value === 'string' && spec.values.includes(value)) return { ok: true, value };
      return refused(
        `${shown(spec, value)} is not one of ${spec.values.join(', ')}${didYouMean(String(value), spec.values)}`,
      );
    case 'fraction':
      if (typeof value === 'string')
        return refused(
          `${shown(spec, value)} is text; a fraction is given as its two numbers, such as [25, 1]`,
        );
      return isFraction(value) ? ranged(spec, value) : wrong(spec, value);
    case 'compound':
      return compound(spec, value);
  }
}

/**
 * Judges a set of values against their declarations: unknown names, wrong values, required properties without a value.
 * Retired properties are dropped.
 */
export function validateValues(
  specs: PropertySpecs,
  values: Readonly<Record<string, unknown>>,
): { readonly values: PropertyValues; readonly problems: readonly ValueProblem[] } {
  const kept: Record<string, PropertyValue> = {};
  const problems: ValueProblem[] = [];
  for (const [name, value] of Object.entries(values)) {
    const spec = specOf(specs, name);
    if (!spec) problems.push({ property: name, problem: unknownProperty(name, specs) });
    else if (value !== undefined && spec.retired === undefined) {
      const judged = validateValue(spec, value);
      if (judged.ok) kept[name] = judged.value;
      else problems.push({ property: name, problem: judged.problem });
    }
  }
  for (const name of missing(specs, values)) {
    problems.push({ property: name, problem: 'a value is required' });
  }
  return { values: kept, problems };
}

/** Names of required properties that have neither a value nor a default. */
export function missing(specs: PropertySpecs, values: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(specs)
    .filter(([name, spec]) => spec.required && spec.retired === undefined && isEmpty(values[name]))
    .filter(([, spec]) => !('default' in spec))
    .map(([name]) => name);
}

/** The values with the defaults of what was not given; properties that may be given several times become arrays. */
export function withDefaults(specs: PropertySpecs, values: PropertyValues): PropertyValues {
  const filled: Record<string, PropertyValue | undefined> = { ...values };
  for (const [name, spec] of Object.entries(specs)) {
    const value = filled[name];
    if (value === undefined) {
      if ('default' in spec) filled[name] = spec.multiple ? [spec.default] : spec.default;
      else if (spec.multiple) filled[name] = [];
    } else if (spec.type === 'compound') {
      filled[name] = spec.multiple
        ? (value as readonly PropertyValues[]).map((one) => withDefaults(spec.properties, one))
        : withDefaults(spec.properties, value as PropertyValues);
    }
  }
  return filled;
}

/** The declaration of a property; never one that objects inherit, such as `constructor`. */
export function specOf(specs: PropertySpecs, name: string): PropertySpec | undefined {
  return Object.hasOwn(specs, name) ? specs[name] : undefined;
}

/** Complaint about a property that is not declared, with the nearest one that is. */
export function unknownProperty(name: string, specs: PropertySpecs): string {
  const names = Object.keys(specs);
  return `unknown property ${quoted(name)}${guidance(name, names)}`;
}

/** What a value of the property has to look like, for error messages. */
export function expectation(spec: PropertySpec): string {
  switch (spec.type) {
    case 'int':
    case 'long':
      return `a whole number${range(spec)}`;
    case 'float':
      return `a number${range(spec)}`;
    case 'bool':
      return 'true or false';
    case 'string':
    case 'rawstring':
      return 'text';
    case 'enum':
      return `one of ${spec.values.join(', ')}`;
    case 'fraction':
      return `a fraction such as 25/1${range(spec)}`;
    case 'compound':
      return `a block of the properties ${Object.keys(spec.properties).join(', ')}`;
  }
}

/** A refused value as messages show it; never what is secret. */
export function shown(spec: PropertySpec, value: unknown): string {
  if (spec.secret) return 'the value';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (spec.type === 'fraction' && isFractionLike(value)) return value.join('/');
  if (typeof value !== 'object') return `something of type ${typeof value}`;
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object';
}

function wrong(spec: PropertySpec, value: unknown): Judged<never> {
  return refused(`${shown(spec, value)} is not ${expectation(spec)}`);
}

type Ranged = Extract<PropertySpec, { readonly min?: unknown }>;

function ranged(spec: Ranged, value: number | Fraction): Judged<PropertyValue> {
  const amount = quotient(value);
  const low = spec.min !== undefined && amount < quotient(spec.min);
  const high = spec.max !== undefined && amount > quotient(spec.max);
  return low || high ? wrong(spec, value) : { ok: true, value };
}

function quotient(value: number | Fraction): number {
  return typeof value === 'number' ? value : value[0] / value[1];
}

function range(spec: Ranged): string {
  const limit = (value: number | Fraction): string =>
    typeof value === 'number' ? `${value}` : value.join('/');
  const unit = spec.unit === undefined ? '' : ` ${spec.unit}`;
  if (spec.min !== undefined && spec.max !== undefined)
    return ` from ${limit(spec.min)} to ${limit(spec.max)}${unit}`;
  if (spec.min !== undefined) return `, ${limit(spec.min)}${unit} or more`;
  return spec.max === undefined ? '' : `, ${limit(spec.max)}${unit} or less`;
}

/** A `string` is kept as files hold it: line breaks folded. Control characters cannot be stored in XML. */
function text(type: 'string' | 'rawstring', value: string): Judged<string> {
  const bad = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(value);
  if (bad) return refused(`the text contains the control character ${quoted(bad[0])}`);
  return { ok: true, value: type === 'string' ? foldLines(value) : value };
}

/** Line breaks become single spaces, and each line loses the white space around it; other text stays as it is. */
export function foldLines(value: string): string {
  if (!/[\r\n]/.test(value)) return value;
  return value
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .join(' ')
    .trim();
}

function isFraction(value: unknown): value is Fraction {
  return isFractionLike(value) && value.every(Number.isSafeInteger) && value[1] > 0;
}

function isFractionLike(value: unknown): value is Fraction {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number');
}

function compound(spec: CompoundSpec, value: unknown): Judged<PropertyValue> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(spec, value);
  const { values, problems } = validateValues(spec.properties, value as Readonly<Record<string, unknown>>);
  if (problems.length === 0) return { ok: true, value: values };
  return refused(problems.map((each) => `${each.property}: ${each.problem}`).join('; '));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
