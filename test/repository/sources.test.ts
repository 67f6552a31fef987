import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '../..');
const FOLDERS = [
  'core/src',
  'core/bin',
  'registry/src',
  'plugins',
  'scripts',
  'test',
  'create-flumotion-plugin',
  'admin/src',
  'admin/bin',
];
const ELSEWHERE = ['node_modules', 'dist', 'generated', 'fixtures'];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (ELSEWHERE.includes(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.[cm]?[jt]s$/.test(entry.name) ? [relative(ROOT, path)] : [];
  });
}

const files = FOLDERS.flatMap((folder) => sources(join(ROOT, folder)));

function text(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

test('no source is longer than 400 lines', () => {
  const long = files.filter((file) => text(file).split('\n').length > 401);
  expect(long).toEqual([]);
});

test('no source leaves something for later', () => {
  const later = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'not ' + 'implemented'].join('|'));
  expect(files.filter((file) => later.test(text(file)))).toEqual([]);
});

test('every stated dependency is used by the sources of its package', () => {
  const folders = [
    'registry',
    'core',
    'admin',
    'web',
    'player-page',
    'create-flumotion-plugin',
    ...readdirSync(join(ROOT, 'plugins')).map((name) => `plugins/${name}`),
  ];
  const unused = folders.flatMap((folder) => {
    const { dependencies = {} } = JSON.parse(text(`${folder}/package.json`)) as {
      dependencies?: Readonly<Record<string, string>>;
    };
    const code = ['src', 'native']
      .map((name) => join(ROOT, folder, name))
      .filter((path) => existsSync(path))
      .flatMap(sources)
      .map(text)
      .join('\n');
    return Object.keys(dependencies)
      .filter((name) => !new RegExp(`['"]${name}(/[^'"]*)?['"]`).test(code))
      .map((name) => `${folder}: ${name}`);
  });
  expect(unused).toEqual([]);
});

test.each([
  ['core', 'src/cli'],
  ['admin', 'src/main'],
])('every command that %s installs has its program', (folder, programs) => {
  const { bin } = JSON.parse(text(`${folder}/package.json`)) as { bin: Readonly<Record<string, string>> };
  for (const [name, file] of Object.entries(bin)) {
    expect(existsSync(join(ROOT, folder, file))).toBe(true);
    expect(existsSync(join(ROOT, folder, programs, `${name.replace('flumotion-', '')}.ts`))).toBe(true);
  }
});
