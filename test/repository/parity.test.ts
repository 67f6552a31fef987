import { jest } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Catalogue } from '../../core/src/catalogue';
import { RETIRED_TYPES } from '../../core/src/config/retired-types';

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

const { components, plugs } = parity(ROOT, RETIRED_TYPES);
const brought = [...components, ...plugs].filter((entry) => entry.package !== undefined);
const catalogue = Catalogue.scan({ roots: [ROOT], folders: [] });

test('the page is in step with the packages; "npm run docs:update" mends it', () => {
  expect(withParityTable(PAGE, ROOT, RETIRED_TYPES)).toBe(PAGE);
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
