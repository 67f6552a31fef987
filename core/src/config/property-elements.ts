import { quoted } from '../model/problem';
import { missing, specOf, unknownProperty } from '../model/values';
import type { CompoundSpec, PropertySpec, PropertySpecs, PropertyValue, PropertyValues } from '../plugin';
import type { Reader } from './reader';
import { readValue } from './values';
import type { XmlElement } from './xml';

interface Declared {
  readonly name: string;
  readonly spec: PropertySpec;
}

/**
 * Reads `<property>` and `<compound-property>` elements by their declarations. Every error is reported to the reader;
 * what is returned holds the values without errors.
 * @param owner the element whose properties they are, as the place of what is missing.
 */
export function readProperties(
  reader: Reader,
  owner: XmlElement,
  elements: readonly XmlElement[],
  specs: PropertySpecs,
): PropertyValues {
  const given = new Map<string, PropertyValue[]>();
  for (const element of elements) {
    const declared = findDeclared(reader, element, specs);
    if (declared) add(reader, element, declared, given);
  }
  for (const name of missing(specs, Object.fromEntries(given))) {
    reader.error(owner, `property ${quoted(name)} of ${describe(owner)} is required and missing`);
  }
  const values: Record<string, PropertyValue> = {};
  for (const [name, list] of given) {
    const value = specOf(specs, name)?.multiple ? list : list[0];
    if (value !== undefined && (!Array.isArray(value) || value.length > 0)) values[name] = value;
  }
  return values;
}

/** Finds the declaration under its name or an old one; warns of retired and old names. */
function findDeclared(reader: Reader, element: XmlElement, specs: PropertySpecs): Declared | undefined {
  const { name } = reader.attributes(element, { required: ['name'] });
  if (name === undefined) return undefined;
  const declared = byNameOrAlias(specs, name);
  if (!declared) {
    reader.error(element, unknownProperty(name, specs));
    return undefined;
  }
  if (declared.spec.retired !== undefined) {
    reader.warn(element, `property ${quoted(name)} is ignored: ${declared.spec.retired}`);
    return undefined;
  }
  if (declared.name !== name) {
    reader.warn(element, `property ${quoted(name)} is now called ${quoted(declared.name)}`);
  }
  return declared;
}

function byNameOrAlias(specs: PropertySpecs, name: string): Declared | undefined {
  const spec = specOf(specs, name);
  if (spec) return { name, spec };
  const alias = Object.entries(specs).find(([, each]) => each.aliases?.includes(name));
  return alias && { name: alias[0], spec: alias[1] };
}

function add(
  reader: Reader,
  element: XmlElement,
  declared: Declared,
  given: Map<string, PropertyValue[]>,
): void {
  const { name, spec } = declared;
  const list = given.get(name) ?? [];
  given.set(name, list);
  if (list.length > 0 && !spec.multiple) {
    reader.error(element, `property ${quoted(name)} is given twice; it takes one value`);
    return undefined;
  }
  const value = read(reader, element, declared);
  // A wrong value still counts as given, so that it is not also reported as missing.
  list.push(value ?? '');
}

function read(reader: Reader, element: XmlElement, { name, spec }: Declared): PropertyValue | undefined {
  if (spec.type === 'compound') return compound(reader, element, name, spec);
  if (element.name === 'compound-property') {
    reader.error(element, `property ${quoted(name)} is a single value; write <property name="${name}">`);
    return undefined;
  }
  const judged = readValue(spec, reader.text(element));
  return judged.ok ? judged.value : void reader.error(element, `property ${quoted(name)}: ${judged.problem}`);
}

function compound(
  reader: Reader,
  element: XmlElement,
  name: string,
  spec: CompoundSpec,
): PropertyValue | undefined {
  if (element.name !== 'compound-property') {
    reader.error(
      element,
      `property ${quoted(name)} is a block of properties; write <compound-property name="${name}">`,
    );
    return undefined;
  }
  const inner: XmlElement[] = [];
  const keep = (child: XmlElement): void => void inner.push(child);
  reader.children(element, { property: keep, 'compound-property': keep });
  return readProperties(reader, element, inner, spec.properties);
}

function describe(owner: XmlElement): string {
  const name = owner.attributes['name'] ?? owner.attributes['type'];
  return name === undefined ? `<${owner.name}>` : `<${owner.name}> ${quoted(name)}`;
}
