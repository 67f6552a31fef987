import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Scanner, stampOf, versionFit } from '../../registry/src';
import { recogniseBranded as recognise } from '../support/recognise-branded';

const HOOK = join(__dirname, '../support/typescript-hook.cjs');
const SOURCE = join(__dirname, '../../registry/src');
const RECOGNISER = join(__dirname, '../support/recognise-branded');

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'flumotion-scanner-')));
  writeFileSync(join(root, 'package.json'), '{"name":"host"}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Installs a package as npm does: the folder, then npm's note of it. */
function install(name: string, version: string, code = component(name, version)): string {
  const dir = join(root, 'node_modules', name);
  mkdirSync(dir, { recursive: true });
  const manifest = {
    name,
    version,
    main: 'index.js',
    keywords: ['flumotion-plugin'],
    flumotion: { api: '^1.0.0', components: [`${name}-producer`] },
  };
  writeFileSync(join(dir, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(dir, 'index.js'), code);
  writeFileSync(join(root, 'node_modules/.package-lock.json'), `{"${name}":"${version}"}`);
  return dir;
}

function component(name: string, version: string): string {
  const spec = { type: `${name}-producer`, description: `of ${version}` };
  return `globalThis.loads = (globalThis.loads ?? 0) + 1; module.exports = { $kind: 'flumotion.component/1', spec: ${JSON.stringify(spec)} };`;
}

function scanner(): Scanner<{ type: string; description: string }> {
  return new Scanner({ roots: [root], api: '1.0.0', recognise });
}

test('a package installed later is known after a refresh, which costs nothing when nothing changed', () => {
  const looking = scanner();
  expect(looking.registry.list()).toEqual([]);
  expect(looking.refresh()).toBe(false);
  install('flumotion-plugin-one', '1.0.0');
  expect(looking.refresh()).toBe(true);
  expect(looking.registry.list().map(({ type }) => type)).toEqual(['flumotion-plugin-one-producer']);
  expect(looking.refresh()).toBe(false);
});

test('a package taken away is gone, and one that cannot be loaded is a problem beside those that can', () => {
  const gone = install('flumotion-plugin-one', '1.0.0');
  install('flumotion-plugin-two', '1.0.0');
  const looking = scanner();
  rmSync(gone, { recursive: true });
  install('flumotion-plugin-three', '1.0.0', "throw new Error('no luck today');");
  expect(looking.refresh()).toBe(true);
  expect(looking.registry.list().map(({ type }) => type)).toEqual(['flumotion-plugin-two-producer']);
  expect(looking.registry.problems()).toMatchObject([
    { reason: 'throws', package: 'flumotion-plugin-three' },
  ]);
});

test('another version is loaded afresh, a package that stayed the same is not loaded again', () => {
  install('flumotion-plugin-one', '1.0.0');
  install('flumotion-plugin-two', '1.0.0');
  const manifest = join(root, 'node_modules/flumotion-plugin-one/package.json');
  const program = `
    const { readFileSync, writeFileSync } = require('node:fs');
    const { Scanner } = require(${JSON.stringify(SOURCE)});
    const { recogniseBranded: recognise } = require(${JSON.stringify(RECOGNISER)});
    const looking = new Scanner({ roots: [${JSON.stringify(root)}], api: '1.0.0', recognise });
    const manifest = ${JSON.stringify(manifest)};
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('1.0.0', '1.1.0'));
    const index = manifest.replace('package.json', 'index.js');
    writeFileSync(index, readFileSync(index, 'utf8').replace('of 1.0.0', 'of 1.1.0'));
    const looked = looking.refresh();
    const { value, package: about } = looking.registry.list()[0];
    console.log(JSON.stringify([looked, about.version, value.description, globalThis.loads]));`;
  const options = ['--no-warnings', '--conditions=source', '-r', HOOK, '-e', program];
  const printed = execFileSync(process.execPath, options, { encoding: 'utf8', timeout: 20_000 });
  expect(JSON.parse(printed)).toEqual([true, '1.1.0', 'of 1.1.0', 3]);
});

test.each([
  [
    'replaces what the language has',
    `Array.prototype.map = () => { throw new Error('mine'); };
     Object.prototype.get = () => 1;
     delete String.prototype.split;
     JSON.parse = Map.prototype.get = Array.prototype[Symbol.iterator] = undefined;
     Array.prototype.brought = () => 'brought';`,
    'put back were Object.prototype.get, ',
    ['changes-builtins'],
  ],
  [
    'does so and throws',
    "Array.prototype.map = String.prototype.replace = null; throw new Error('no luck');",
    'Array.prototype.map',
    ['throws', 'changes-builtins'],
  ],
  [
    'does so and hangs',
    'Array.prototype.push = String.prototype.replace = null; for (;;);',
    'was still loading after 0.5 s',
    ['hangs'],
  ],
  [
    'does so for good',
    "Object.defineProperty(Math, 'max', { value: null, writable: false, configurable: false });",
    'Math.max cannot be put back; take the package away',
    ['changes-builtins'],
  ],
])('a package that %s leaves it to others as it was', (_, code, detail, reasons) => {
  install('flumotion-plugin-one', '1.0.0', `${code}\n${component('flumotion-plugin-one', '1.0.0')}`);
  install('flumotion-plugin-two', '1.0.0');
  const program = `
    const { Scanner } = require(${JSON.stringify(SOURCE)});
    const { recogniseBranded: recognise } = require(${JSON.stringify(RECOGNISER)});
    const looking = new Scanner({ roots: [${JSON.stringify(root)}], api: '1.0.0', recognise, deadline: 500 });
    const { registry } = looking;
    const fine = [1].map((one) => one + 1)[0] === 2 && 'a b'.split(' ').length === 2 && JSON.parse('[1]').length === 1;
    console.log(JSON.stringify([fine, [].brought?.(), registry.list().map(({ type }) => type), registry.problems()]));`;
  const options = ['--no-warnings', '--conditions=source', '-r', HOOK, '-e', program];
  const printed = execFileSync(process.execPath, options, { encoding: 'utf8', timeout: 20_000 });
  const [fine, brought, types, problems] = JSON.parse(printed) as [
    boolean,
    unknown,
    string[],
    { reason: string; text: string }[],
  ];
  expect(fine).toBe(true);
  expect(brought).toBe(detail.includes('Object.prototype') ? 'brought' : null);
  const usable = reasons[0] === 'changes-builtins' ? ['flumotion-plugin-one-producer'] : [];
  expect(types).toEqual([...usable, 'flumotion-plugin-two-producer']);
  expect(problems.map(({ reason }) => reason)).toEqual(reasons);
  expect(problems.at(-1)?.text).toContain(detail);
});

test('the stamp changes with what npm writes and with manifests, and not otherwise', () => {
  const places = { roots: [root] };
  const empty = stampOf(places);
  const dir = install('flumotion-plugin-one', '1.0.0');
  const one = stampOf(places, [dir]);
  expect(one).not.toBe(empty);
  expect(stampOf(places, [dir])).toBe(one);
  writeFileSync(join(dir, 'package.json'), '{"name":"another, longer manifest"}');
  expect(stampOf(places, [dir])).not.toBe(one);
});

test.each([
  ['1.2.3', '1.2.3', 'same'],
  ['1.2.3', '1.3.0', 'newer'],
  ['1.2.3', '1.2.2', 'older'],
  ['1.2.3', '2.0.0', 'apart'],
  ['2.0.0', '1.9.9', 'apart'],
  ['0.2.0', '0.2.1', 'newer'],
  ['0.2.0', '0.3.0', 'apart'],
  ['1.2.3', '1.3.0-beta.1', 'newer'],
  ['1.0.0', 'yesterday', 'apart'],
])('seen from %s, %s is %s', (known, found, fit) => {
  expect(versionFit(known, found)).toBe(fit);
});

test('a package that brings down the process that loads it harms nobody, and is looked at again when it has changed', () => {
  install('flumotion-plugin-one', '1.0.0');
  install(
    'flumotion-plugin-deadly',
    '1.0.0',
    "require('node:child_process').execFileSync('sh', ['-c', 'kill -SEGV $PPID; sleep 1']);",
  );
  install('flumotion-plugin-greedy', '1.0.0', 'const all = []; for (;;) all.push(new Array(1e6).fill(1.5));');
  install('flumotion-plugin-two', '1.0.0');
  const looking = scanner();
  expect(looking.registry.list()).toHaveLength(2);
  expect(looking.registry.problems().map(({ reason, package: name }) => [name, reason])).toEqual([
    ['flumotion-plugin-deadly', 'dies'],
    ['flumotion-plugin-greedy', 'dies'],
  ]);
  expect(looking.registry.why('flumotion-plugin-deadly-producer')?.text).toContain('signal SIGSEGV');
  install('flumotion-plugin-greedy', '1.0.1');
  expect(looking.refresh()).toBe(true);
  expect(looking.registry.list()).toHaveLength(3);
});
