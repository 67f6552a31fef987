import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Catalogue } from '../../core/src/catalogue';
import { withPropertyTables } from '../../core/src/model/property-table';
import { isPlug } from '../../core/src/plugin';
import { checkComponent, checkPlug } from '../../core/src/testing';

const ROOT = join(__dirname, '../..');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly files: readonly string[];
  readonly flumotion: { readonly components?: readonly string[]; readonly plugs?: readonly string[] };
}

function read(...path: string[]): string {
  return readFileSync(join(ROOT, ...path), 'utf8');
}

const { version } = JSON.parse(read('package.json')) as { version: string };
const plugins = readdirSync(join(ROOT, 'plugins'));
const catalogue = Catalogue.scan({ roots: [ROOT], folders: [] });

test('no plugin here has a problem', () => {
  expect(catalogue.problems()).toEqual([]);
});

test('every producer follows the clock of its flow: the times of its feeds are those of the flow', () => {
  const astray = catalogue.list().filter(({ value }) => {
    const { spec } = value;
    return spec.kind === 'producer' && !spec.clock;
  });
  expect(astray.map(({ type }) => type)).toEqual([]);
});

describe.each(plugins)('plugins/%s', (folder) => {
  const dir = join(ROOT, 'plugins', folder);
  const manifest = JSON.parse(read('plugins', folder, 'package.json')) as Manifest;
  const { components = [], plugs = [] } = manifest.flumotion;
  const here = [...catalogue.list(), ...catalogue.plugs()];
  const entries = here.filter((entry) => entry.package.dir === dir);

  test('has components or plugs, each declared without a complaint', () => {
    const complaints = entries.map(({ value }) => (isPlug(value) ? checkPlug(value) : checkComponent(value)));
    expect(complaints).toEqual([...components, ...plugs].map(() => []));
    expect(entries).not.toEqual([]);
  });

  test('its manifest lists exactly what it has', () => {
    const types = entries.map(({ type }) => type);
    expect(types).toEqual([...[...components].sort(), ...[...plugs].sort()]);
  });

  test('is named after its folder, versioned with the rest, described and built', () => {
    expect(manifest).toMatchObject({ name: `@flumotion/plugin-${folder}`, version });
    expect(manifest.description).not.toBe('');
    expect(existsSync(join(dir, 'tsconfig.json'))).toBe(true);
  });

  test('publishes every folder it needs at run time', () => {
    const assets = ['assets'].filter((name) => existsSync(join(dir, name)));
    expect(manifest.files).toEqual(expect.arrayContaining(['dist', ...assets]));
  });

  test('its README is in step with the declarations; "npm run docs:update" mends it', () => {
    const readme = read('plugins', folder, 'README.md');
    expect(
      withPropertyTables(
        readme,
        entries.map(({ value }) => value.spec),
      ),
    ).toBe(readme);
  });
});
