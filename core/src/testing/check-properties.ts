import { silences } from '../model/conditions';
import type { Fraction, PropertySpec, PropertySpecs } from '../plugin';
import { checkDescription, NAME } from './check-text';

const TYPES = ['int', 'long', 'float', 'bool', 'string', 'rawstring', 'enum', 'fraction', 'compound'];

/**
 * Complaints about declared properties, compounds included.
 * @param hooked whether the behaviour has a hook that can act on values.
 */
export function* checkProperties(specs: PropertySpecs, hooked: boolean, path = ''): Generator<string> {
  const aliases = new Map<string, string>();
  for (const [name, spec] of Object.entries(specs)) {
    const where = `property "${path}${name}"`;
    if (!NAME.test(name)) yield `${where}: expected lower-case words joined by dashes`;
    if (!TYPES.includes(spec.type)) {
      yield `${where} has type "${spec.type}": expected one of ${TYPES.join(', ')}`;
      continue;
    }
    yield* checkDescription(where, spec.description);
    yield* checkFlags(where, spec);
    yield* checkRange(where, spec);
    yield* checkDefault(where, spec);
    yield* checkDriving(where, spec, hooked);
    yield* checkListening(where, spec, specs);
    if (spec.type === 'compound') yield* checkProperties(spec.properties, hooked, `${path}${name}/`);
    for (const alias of spec.aliases ?? []) {
      if (Object.hasOwn(specs, alias)) yield `${where} has the alias "${alias}", which is a property itself`;
      const other = aliases.get(alias);
      if (other !== undefined) yield `${where} has the alias "${alias}", which ${other} has too`;
      aliases.set(alias, where);
    }
  }
}

function defaultOf(spec: PropertySpec): unknown {
  return spec.type === 'compound' ? undefined : spec.default;
}

function* checkFlags(where: string, spec: PropertySpec): Generator<string> {
  const given = defaultOf(spec) !== undefined;
  if (spec.required === true && given) yield `${where} is required and has a default; choose one`;
  if (spec.multiple === true && given) {
    yield `${where} may be given several times and has a default; without values it is an empty list`;
  }
  if (spec.secret === true && given) yield `${where} is secret and has a default, which everybody can read`;
  if (spec.secret === true && spec.type !== 'string' && spec.type !== 'rawstring') {
    yield `${where} is secret and no text; only text can be a password or a key`;
  }
  if (spec.control === true && spec.live !== true) yield `${where} has "control" and is not live`;
  if (spec.retired === undefined) return;
  if (spec.retired.trim() === '') yield `${where} is retired without a reason`;
  if (spec.required === true || given || spec.live === true || targetsOf(spec).length > 0) {
    yield `${where} is retired and yet required, live, with a default or "sets"`;
  }
}

function quotient([numerator, denominator]: Fraction): number {
  return numerator / denominator;
}

/** Range of a spec as numbers; undefined for kinds without. */
function rangeOf(spec: PropertySpec): { min: number; max: number } | undefined {
  switch (spec.type) {
    case 'int':
    case 'long':
    case 'float':
      return { min: spec.min ?? -Infinity, max: spec.max ?? Infinity };
    case 'fraction':
      return {
        min: spec.min ? quotient(spec.min) : -Infinity,
        max: spec.max ? quotient(spec.max) : Infinity,
      };
    default:
      return undefined;
  }
}

function* checkRange(where: string, spec: PropertySpec): Generator<string> {
  const range = rangeOf(spec);
  if (range && !(range.min <= range.max)) yield `${where} has a minimum above its maximum`;
  if ((spec.type === 'int' || spec.type === 'long') && spec.labels && range) {
    const alien = Object.keys(spec.labels).find((key) => {
      const number = Number(key);
      return !Number.isSafeInteger(number) || number < range.min || number > range.max;
    });
    if (alien !== undefined) yield `${where} has a label for ${alien}, which is out of its range`;
  }
  if (spec.type === 'enum') {
    if (spec.values.length === 0) yield `${where} has no values`;
    if (new Set(spec.values).size < spec.values.length) yield `${where} has a value twice`;
  }
}

function* checkDefault(where: string, spec: PropertySpec): Generator<string> {
  const value = defaultOf(spec);
  if (value === undefined) return;
  if (!hasKind(spec, value)) {
    yield `${where} has the default ${JSON.stringify(value)}, which is no ${spec.type}`;
    return;
  }
  if (spec.type === 'enum' && !spec.values.includes(value as string)) {
    yield `${where} has the default "${value as string}", which is not one of its values`;
  }
  const range = rangeOf(spec);
  const size = spec.type === 'fraction' ? quotient(value as Fraction) : (value as number);
  if (range && (size < range.min || size > range.max)) {
    yield `${where} has the default ${JSON.stringify(value)}, which is out of its range`;
  }
}

function hasKind(spec: PropertySpec, value: unknown): boolean {
  switch (spec.type) {
    case 'int':
    case 'long':
      return Number.isSafeInteger(value);
    case 'float':
      return Number.isFinite(value);
    case 'bool':
      return typeof value === 'boolean';
    case 'fraction':
      return (
        Array.isArray(value) &&
        value.length === 2 &&
        value.every(Number.isSafeInteger) &&
        Number(value[1]) > 0
      );
    case 'compound':
      return false;
    default:
      return typeof value === 'string';
  }
}

function* checkDriving(where: string, spec: PropertySpec, hooked: boolean): Generator<string> {
  if (spec.type === 'compound') return;
  const targets = targetsOf(spec);
  for (const target of targets) {
    if (!/^[\w-]+\.[\w-]+(::offset)?$/.test(target))
      yield `${where} sets "${target}": expected element.property`;
  }
  if (spec.to !== undefined && targets.length === 0) yield `${where} has "to" without "sets"`;
  if (spec.live === true && targets.length === 0 && !hooked) {
    yield `${where} is live, yet nothing acts on a change: neither "sets" nor a hook`;
  }
  if (spec.multiple === true && targets.length > 0) {
    yield `${where} may be given several times; "sets" takes one value`;
  }
}

function* checkListening(where: string, spec: PropertySpec, specs: PropertySpecs): Generator<string> {
  if (spec.type !== 'int' && spec.type !== 'long') return;
  const { listens, listensAfter, listensAt } = spec;
  const conditions = silences(spec).map(([name]) => name);
  if (
    listens === undefined &&
    (listensAfter !== undefined || listensAt !== undefined || conditions.length > 0)
  )
    yield `${where} says where or when it listens and has no "listens"`;
  for (const name of [...conditions, listensAfter, listensAt]) {
    if (name !== undefined && !Object.hasOwn(specs, name))
      yield `${where} listens by the value of "${name}", which is no property`;
  }
}

/** What a property drives, always as a list. */
export function targetsOf(spec: PropertySpec): readonly string[] {
  if (spec.type === 'compound' || spec.sets === undefined) return [];
  return typeof spec.sets === 'string' ? [spec.sets] : spec.sets;
}
