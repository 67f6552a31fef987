import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createPackage, KINDS, LANGUAGES, LICENSES, nameProblem } from '../../create-flumotion-plugin/src';
import { createCommand } from '../../create-flumotion-plugin/src/command';
import { Catalogue } from '../../core/src/catalogue';
import { parsePlanet } from '../../core/src/config/planet-file';
import { API_VERSION } from '../../core/src/plugin';
import { VERSION } from '../../core/src/version';
import { folderWithCore, generate } from '../support/generated-package';

const ROOT = join(__dirname, '../..');
const EACH = KINDS.flatMap((kind) => LANGUAGES.map((language) => ({ kind, language })));

let parent: string;
beforeEach(() => {
  parent = folderWithCore();
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

function texts(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return new Map(
    files.map((one) => join(one.parentPath, one.name)).map((path) => [path, readFileSync(path, 'utf8')]),
  );
}

test.each(EACH)('a $kind in $language is whole, named as wished, and leaves no stand-in', (wish) => {
  const folder = generate(parent, wish);
  const found = texts(folder);
  const source = wish.language === 'ts' ? 'src/index.ts' : 'index.js';
  const testFile = wish.language === 'ts' ? 'test/index.test.ts' : 'test/index.test.js';
  for (const file of ['package.json', 'README.md', 'LICENSE', '.gitignore', source, testFile])
    expect(found.get(join(folder, file))?.trim()).toBeTruthy();
  for (const text of found.values()) expect(text).not.toMatch(/my-thing|\{\{|\}\}\}/);
  const manifest = JSON.parse(found.get(join(folder, 'package.json')) ?? '') as Record<string, unknown>;
  expect(manifest).toMatchObject({
    name: 'flumotion-plugin-night-owl',
    license: 'MIT',
    author: 'Ada',
    keywords: ['flumotion-plugin'],
    flumotion: { api: `^${API_VERSION}` },
    peerDependencies: { '@flumotion/core': `^${VERSION}` },
  });
  expect(found.get(join(folder, 'LICENSE'))).toContain(`${new Date().getFullYear()} Ada`);
});

test.each(KINDS)('the registry takes the %s, and the planet of its README loads', (kind) => {
  const folder = generate(parent, { kind });
  const catalogue = Catalogue.scan({ roots: [ROOT], folders: [folder] });
  expect(catalogue.problems().filter(({ dir }) => dir === realpathSync(folder))).toEqual([]);
  const type = `night-owl-${kind}`;
  expect([...catalogue.types(), ...catalogue.plugTypes()]).toContain(type);
  const xml = /```xml\n([^]*?)```/.exec(readFileSync(join(folder, 'README.md'), 'utf8'))?.[1] ?? '';
  expect(xml).toContain(`type="${type}"`);
  const { warnings } = parsePlanet(`<planet><flow name="f">${xml}</flow></planet>`, 'readme.xml', catalogue);
  expect(warnings).toEqual([]);
});

test.each(LANGUAGES)(
  'a working encoder with its test is at most 40 lines of the author, in %s',
  (language) => {
    const folder = generate(parent, { language });
    const own = [...texts(folder)].filter(([path]) => /index(\.test)?\.[jt]s$/.test(path));
    expect(own).toHaveLength(2);
    const lines = own.map(([, text]) => text.trimEnd().split('\n').length);
    expect(lines.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(40);
  },
);

test('a folder that is there already is left alone', () => {
  mkdirSync(join(parent, 'night-owl'));
  expect(() => generate(parent)).toThrow(/night-owl is there already/);
  expect(readdirSync(join(parent, 'night-owl'))).toEqual([]);
});

test.each([
  '',
  'My-Thing',
  '../thing',
  'a thing',
  '-thing',
  'thing-',
  '@you',
  '@you/',
  'über',
  'x'.repeat(61),
  'thing\n',
])('the name %j is refused, and nothing is written', (name) => {
  expect(nameProblem(name)).toMatch(/cannot be the name/);
  expect(() => generate(parent, { name })).toThrow(/cannot be the name/);
  expect(readdirSync(parent)).toEqual(['node_modules']);
});

test.each([
  ['thing', 'flumotion-plugin-thing', 'thing'],
  ['flumotion-plugin-thing', 'flumotion-plugin-thing', 'thing'],
  ['@you/flumotion-plugin-thing-2', '@you/flumotion-plugin-thing-2', 'thing-2'],
  ['@you/thing', '@you/flumotion-plugin-thing', 'thing'],
])('%s becomes %s in the folder %s', (name, packageName, folder) => {
  const { names } = createPackage(
    { name, kind: 'plug', language: 'js', license: 'Apache-2.0', author: 'Ada' },
    parent,
  );
  expect(names).toEqual({ package: packageName, bare: folder, type: `${folder}-plug` });
  expect(existsSync(join(parent, folder, 'package.json'))).toBe(true);
});

test.each(LICENSES)('%s brings its text', (license) => {
  const text = readFileSync(join(generate(parent, { license }), 'LICENSE'), 'utf8');
  expect(text).toMatch(
    { MIT: /MIT License/, 'Apache-2.0': /Apache License/, 'LGPL-2.1-or-later': /LESSER/ }[license],
  );
});

test('the README of the generator names every option with its values', () => {
  const readme = readFileSync(join(ROOT, 'create-flumotion-plugin/README.md'), 'utf8');
  const row = (option: string): string => new RegExp(`^\\| \`--${option}\`.*$`, 'm').exec(readme)?.[0] ?? '';
  for (const kind of KINDS) expect(row('kind')).toContain(`\`${kind}\``);
  for (const language of LANGUAGES) expect(row('language')).toContain(`\`${language}\``);
  for (const license of LICENSES) expect(row('license')).toContain(`\`${license}\``);
  for (const option of createCommand().options) expect(row(option.long?.slice(2) ?? '')).toBeTruthy();
});
