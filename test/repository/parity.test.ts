import { jest } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Catalogue } from '../../core/src/catalogue';
import { judgePlanet } from '../../core/src/config/planet-file';
import { RETIRED_TYPES } from '../../core/src/config/retired-types';
import { readValue } from '../../core/src/config/values';
import type { PropertySpec, PropertySpecs } from '../../core/src/plugin';

const ROOT = join(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/reference/parity.md'), 'utf8');

interface Entry {
  readonly type: string;
  readonly package?: string;
  readonly tests?: readonly string[];
  readonly retired?: object;
}

const { parity, withParityTable } = jest.requireActual<{
  parity: (root: string, retired: object) => { components: Entry[]; plugs: Entry[] };
  withParityTable: (page: string, root: string, retired: object) => string;
}>('../../scripts/docs/parity-table.js');

interface OldProperty {
  readonly type: string;
  readonly name: string;
  readonly before: {
    readonly kind: string;
    readonly multiple: boolean;
    readonly live: boolean;
    readonly default?: string;
  };
  readonly spec?: PropertySpec;
  readonly note?: string;
}

const { oldProperties, changedProperties, withPropertyTable } = jest.requireActual<{
  oldProperties: (propertiesOf: (type: string) => PropertySpecs | undefined) => OldProperty[];
  changedProperties: readonly string[];
  withPropertyTable: (page: string, propertiesOf: (type: string) => PropertySpecs | undefined) => string;
}>('../../scripts/docs/property-parity.js');

const { components, plugs } = parity(ROOT, RETIRED_TYPES);
const brought = [...components, ...plugs].filter((entry) => entry.package !== undefined);
const catalogue = Catalogue.scan({ roots: [ROOT], folders: [] });

const old = oldProperties(propertiesOf);

function propertiesOf(type: string): PropertySpecs | undefined {
  const spec = catalogue.find(type) ?? catalogue.findPlug(type);
  return spec && (spec.properties ?? {});
}

test('the page is in step with the packages; "npm run docs:update" mends it', () => {
  expect(withParityTable(PAGE, ROOT, RETIRED_TYPES)).toBe(PAGE);
  expect(withPropertyTable(PAGE, propertiesOf)).toBe(PAGE);
});

test('the page has one row for each of the 56 components and 22 plugs', () => {
  expect([components.length, plugs.length]).toEqual([56, 22]);
  expect(new Set([...components, ...plugs].map(({ type }) => type)).size).toBe(78);
  for (const { type } of [...components, ...plugs]) expect(PAGE).toContain(`\n| \`${type}\` | `);
});

test.each(brought)('$type is in the catalogue, from $package, and its tests are there', (entry) => {
  const found = [...catalogue.list(), ...catalogue.plugs()].find(({ type }) => type === entry.type);
  expect(found?.package.name).toBe(entry.package);
  expect(entry.tests).not.toEqual([]);
  for (const file of entry.tests ?? []) expect(existsSync(join(ROOT, file))).toBe(true);
});

test('what is retired is a type of the original and of no package', () => {
  const known = new Map([...components, ...plugs].map((entry) => [entry.type, entry]));
  for (const type of Object.keys(RETIRED_TYPES)) {
    expect(known.get(type)).toMatchObject({ type, retired: expect.anything() });
    expect(catalogue.find(type) ?? catalogue.findPlug(type)).toBeUndefined();
  }
});

test('each property of the original is known, of its kind, and works as it did unless the page says otherwise', () => {
  expect(old.length).toBeGreaterThan(350);
  const strange = old.filter(({ spec, before, note }) => {
    if (spec?.retired !== undefined || note !== undefined) return false;
    const kind = spec?.type === 'enum' ? 'string' : spec?.type;
    return (
      kind !== before.kind ||
      (spec?.multiple === true) !== before.multiple ||
      (before.live && spec?.live !== true) ||
      !sameDefault(spec, before.default)
    );
  });
  expect(strange.map(({ type, name }) => `${type}/${name}`)).toEqual([]);
});

/** Where one of both says nothing the element decides, as it did. */
function sameDefault(spec: PropertySpec | undefined, before: string | undefined): boolean {
  if (!spec || spec.type === 'compound' || before === undefined || spec.default === undefined) return true;
  const judged = readValue(spec, before);
  return judged.ok && JSON.stringify(judged.value) === JSON.stringify(spec.default);
}

test('what the page says of properties is of properties that the original had and that are not gone', () => {
  const working = old.filter(({ spec }) => spec !== undefined && spec.retired === undefined);
  const known = new Set(working.map(({ type, name }) => `${type}/${name}`));
  expect(changedProperties.filter((key) => !known.has(key))).toEqual([]);
});

test('a property without meaning is a warning with its line, never an error', () => {
  const values: Record<string, string> = { int: '1', bool: 'true' };
  const gone = old.filter(({ spec }) => spec?.retired !== undefined);
  expect(gone.length).toBeGreaterThan(15);
  for (const { type, name, spec } of gone) {
    const value = values[spec?.type ?? ''] ?? 'something';
    const text = `<planet><flow name="a"><component name="c" type="${type}" worker="w">\n<property name="${name}">${value}</property></component></flow></planet>`;
    const { warnings, errors } = judgePlanet(text, 'planet.xml', catalogue);
    expect(errors.filter((error) => error.text.includes(name))).toEqual([]);
    expect(warnings).toEqual([expect.objectContaining({ text: expect.stringContaining(name) })]);
  }
});
