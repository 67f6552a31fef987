import type { Fraction, PropertySpec, PropertyValue } from '../plugin';
import { expectation, foldLines, refused, shown, validateSingle, type Judged } from '../model/values';

const TRUE = ['true', 'True', 'yes', 'Yes', '1'];
const FALSE = ['false', 'False', 'no', 'No', '0'];

/**
 * Reads one value of a property from text, as it stands in files and on command lines. For a property that may be given
 * several times this is one of its values. A compound has no text form.
 */
export function readValue(spec: PropertySpec, text: string): Judged<PropertyValue> {
  switch (spec.type) {
    case 'int':
    case 'long':
      return judge(spec, text, parseInteger(text.trim()));
    case 'float':
      return judge(spec, text, parseFloatStrictly(text.trim()));
    case 'bool':
      return judge(spec, text, parseBool(text));
    case 'fraction':
      return judge(spec, text, parseFraction(text.trim()));
    case 'enum':
      return validateSingle(spec, text.trim());
    case 'string':
      return validateSingle(spec, foldLines(text));
    case 'rawstring':
      return validateSingle(spec, text);
    case 'compound':
      return refused(`text was given where ${expectation(spec)} belongs`);
  }
}

/** Text of a value, which `readValue` turns back into the same value. */
export function writeValue(value: number | boolean | string | Fraction): string {
  return Array.isArray(value) ? value.join('/') : String(value);
}

/** Truth of a word; undefined for any other word. Flumotion took every other word for false. */
export function parseBool(text: string): boolean | undefined {
  const word = text.trim();
  return TRUE.includes(word) ? true : FALSE.includes(word) ? false : undefined;
}

/** A whole number: decimal, `0x` hexadecimal, `0b` binary, and octal with `0o` or, as in Flumotion, a leading zero. */
export function parseInteger(text: string): number | undefined {
  const match = /^([+-]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/.exec(text);
  if (!match) return undefined;
  const [, sign, hex, binary, octal, decimal] = match;
  const digits = hex ?? binary ?? octal ?? decimal ?? '';
  const radix = hex !== undefined ? 16 : binary !== undefined ? 2 : octal !== undefined ? 8 : 10;
  const value = parseInt(digits, radix) * (sign === '-' ? -1 : 1);
  return Number.isSafeInteger(value) ? value + 0 : undefined;
}

function parseFloatStrictly(text: string): number | undefined {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** `n/d`, a whole number, or a decimal number such as `12.5`, which becomes 25/2. */
export function parseFraction(text: string): Fraction | undefined {
  const pair = /^([+-]?\d{1,15})\s*\/\s*(\d{1,15})$/.exec(text);
  if (pair) return Number(pair[2]) > 0 ? [Number(pair[1]), Number(pair[2])] : undefined;
  const decimal = /^([+-]?\d{1,9})(?:\.(\d{1,6}))?$/.exec(text);
  if (!decimal) return undefined;
  const scale = 10 ** (decimal[2]?.length ?? 0);
  const numerator = Number(`${decimal[1]}${decimal[2] ?? ''}`);
  const divisor = gcd(Math.abs(numerator), scale);
  return [numerator / divisor, scale / divisor];
}

function judge(spec: PropertySpec, text: string, value: PropertyValue | undefined): Judged<PropertyValue> {
  return value === undefined
    ? refused(`${shown(spec, text)} is not ${expectation(spec)}`)
    : validateSingle(spec, value);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
