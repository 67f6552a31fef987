import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { loadPackage, scan, scanManifests } from '../../registry/src';
import { FIXTURE_PLUGINS, fixturePlugin } from '../support/plugin-fixtures';
import { recogniseBranded as recognise } from '../support/recognise-branded';

const api = '1.0.0';

function scanFolders(...names: string[]) {
  // What hangs costs as much; what does not may be slow on a busy machine.
  return scan({ roots: [], folders: names.map(fixturePlugin), api, recognise, deadline: 2000 });
}

describe('a good package', () => {
  test('is found by its type, with its package', () => {
    const registry = scanFolders('good');
    expect(registry.problems()).toEqual([]);
    expect(registry.find('good-producer')).toMatchObject({ type: 'good-producer' });
    expect(registry.packageOf('good-producer')).toMatchObject({
      name: 'flumotion-plugin-fixture-good',
      version: '1.2.3',
      dir: fixturePlugin('good'),
    });
    expect(registry.find('other-producer')).toBeUndefined();
    expect(registry.why('other-producer')).toBeUndefined();
  });

  test('may hold several components', () => {
    const registry = scanFolders('two-in-one');
    expect(registry.list().map((entry) => entry.type)).toEqual(['first-producer', 'second-producer']);
    expect(registry.problems()).toEqual([]);
  });

  test('is loaded alone, without looking at others', () => {
    const registry = loadPackage(fixturePlugin('good'), recognise, api);
    expect(registry.list().map((entry) => entry.type)).toEqual(['good-producer']);
  });
});

describe('a bad package is a problem with its reason', () => {
  test.each([
    ['no-manifest', 'the key is missing'],
    ['manifest-invalid', 'must be a version range'],
    ['manifest-unreadable', 'must be valid JSON'],
    ['wrong-api', 'it wants ^7.0.0, this is 1.0.0'],
    ['no-entry', 'build it'],
    ['missing-dependency', 'a-module-that-nobody-has'],
    ['throws', 'the flux capacitor is empty'],
    ['hangs', 'after 2 s'],
    ['not-a-component', 'the brand is missing'],
    ['bad-declaration', 'unsound-producer: it has no description'],
    ['types-differ', 'listed-producer is listed, not exported'],
  ])('%s', (name, words) => {
    const registry = scanFolders(name, 'good');
    expect(registry.problems()).toHaveLength(1);
    expect(registry.problems()[0]).toMatchObject({
      reason: name,
      dir: fixturePlugin(name),
      text: expect.stringContaining(words) as string,
    });
    expect(registry.find('good-producer')).toBeDefined();
  });

  test.each([
    ['ends', 'exit'],
    ['kills', 'kill'],
  ])('a package that %s the process', (name, how) => {
    const registry = scanFolders(name, 'good');
    expect(registry.problems()).toMatchObject([
      {
        reason: 'throws',
        text: expect.stringContaining(`it calls process.${how}() while it is loaded`) as string,
      },
    ]);
    expect(() => process.kill(process.pid, 0)).not.toThrow();
    expect(registry.find('good-producer')).toBeDefined();
  });

  test('a package that changes the working folder of the process while it is loaded has it put back', () => {
    const before = process.cwd();
    expect(scanFolders('wanders', 'good').problems()).toEqual([]);
    expect(process.cwd()).toBe(before);
  });

  test('a folder where nothing is', () => {
    expect(scanFolders('never-made', 'good').problems()).toMatchObject([{ reason: 'absent' }]);
  });

  test('a type that a nearer package brought already', () => {
    const registry = scanFolders('good', 'duplicate-type');
    expect(registry.problems()).toMatchObject([
      {
        reason: 'duplicate-type',
        package: 'flumotion-plugin-fixture-duplicate-type',
        text: expect.stringContaining('good-producer is taken from flumotion-plugin-fixture-good') as string,
      },
    ]);
    expect(registry.packageOf('good-producer')?.name).toBe('flumotion-plugin-fixture-good');
  });

  test('its sound components stay usable', () => {
    const registry = scanFolders('bad-declaration');
    expect(registry.list().map((entry) => entry.type)).toEqual(['sound-producer']);
    expect(registry.why('unsound-producer')?.reason).toBe('bad-declaration');
  });

  test('an export that throws when it is looked at', () => {
    const registry = scan({
      roots: [],
      folders: [fixturePlugin('good')],
      api,
      recognise: () => {
        throw Object.defineProperty({}, 'message', {
          get: () => {
            throw new Error('do not look');
          },
        }) as Error;
      },
    });
    expect(registry.problems()).toMatchObject([{ reason: 'throws' }]);
  });

  test('why a type cannot be had is told by its manifest', () => {
    expect(scanFolders('wrong-api').why('wrong-api-producer')?.reason).toBe('wrong-api');
  });
});

test('manifests are read without running any code', () => {
  const index = scanManifests({ roots: [], folders: [FIXTURE_PLUGINS], api });
  expect(index.packageOf('hangs-producer')?.name).toBe('flumotion-plugin-fixture-hangs');
  expect(index.packageOf('throws-producer')).toBeDefined();
  expect(index.packageOf('wrong-api-producer')).toBeUndefined();
  expect(index.problems.map((one) => one.reason).sort()).toEqual([
    'manifest-invalid',
    'manifest-unreadable',
    'no-manifest',
    'wrong-api',
  ]);
});

test('ES modules load, those that await at the top are a problem', () => {
  const program = `
    const { scan } = require(${JSON.stringify(join(__dirname, '../../registry/src'))});
    const { recogniseBranded: recognise } = require(${JSON.stringify(join(__dirname, '../support/recognise-branded'))});
    const folders = ${JSON.stringify([fixturePlugin('esm'), fixturePlugin('top-level-await')])};
    const registry = scan({ roots: [], folders, api: '1.0.0', recognise });
    console.log(JSON.stringify({
      types: registry.list().map((entry) => entry.type),
      problems: registry.problems().map((one) => [one.reason, one.package]),
    }));`;
  const hook = join(__dirname, '../support/typescript-hook.cjs');
  const printed = execFileSync(
    process.execPath,
    ['--no-warnings', '--conditions=source', '-r', hook, '-e', program],
    { encoding: 'utf8', timeout: 20_000 },
  );
  expect(JSON.parse(printed)).toEqual({
    types: ['esm-producer'],
    problems: [['top-level-await', 'flumotion-plugin-fixture-top-level-await']],
  });
});
