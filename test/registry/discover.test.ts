import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discover, scanManifests } from '../../registry/src';
import { fixturePlugin } from '../support/plugin-fixtures';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'flumotion-discover-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, json: object): string {
  const dir = join(root, path);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'package.json'), JSON.stringify(json));
  return dir;
}

const plugin = (name: string) => ({
  name,
  version: '1.0.0',
  keywords: ['flumotion-plugin'],
  flumotion: { api: '^1.0.0', components: [name.replace(/\W+/g, '-')] },
});

test('workspaces, also behind links, once each', () => {
  put('', { workspaces: ['core', 'plugins/*'] });
  put('core', { name: 'core' });
  const here = put('plugins/here', plugin('here'));
  mkdirSync(join(root, 'node_modules/@flumotion'), { recursive: true });
  symlinkSync(here, join(root, 'node_modules/@flumotion/plugin-here'));
  expect(discover({ roots: [root, join(root, 'core')] })).toEqual([here]);
});

test('dependencies of the root that are plugins, and packages named like plugins', () => {
  put('', { dependencies: { any: '1', other: '1', absent: '1', '../../escape': '1' } });
  const any = put('node_modules/any', plugin('any'));
  put('node_modules/other', { name: 'other' });
  put('node_modules/unasked', plugin('unasked'));
  const named = put('node_modules/@me/flumotion-plugin-mine', plugin('@me/flumotion-plugin-mine'));
  expect(discover({ roots: [root] })).toEqual([any, named]);
});

test('the nearer of two copies is used, the other is told of', () => {
  put('', { dependencies: { any: '1' } });
  put('node_modules/any', plugin('any'));
  put('inner', { dependencies: { any: '1' } });
  const near = put('inner/node_modules/any', plugin('any'));
  const index = scanManifests({ roots: [join(root, 'inner')], api: '1.0.0' });
  expect(index.packages.map((one) => one.dir)).toEqual([near]);
  expect(index.problems).toMatchObject([{ reason: 'shadowed' }]);
});

test('explicit folders: of one package, of many, and of nothing', () => {
  cpSync(fixturePlugin('good'), join(root, 'many/good'), { recursive: true });
  mkdirSync(join(root, 'many/empty'));
  const folders = [join(root, 'many'), join(root, 'nothing')];
  expect(discover({ roots: [], folders })).toEqual([join(root, 'many/good'), join(root, 'nothing')]);
});

test('a broken package.json of a project hides nothing else', () => {
  mkdirSync(join(root, 'inner'));
  writeFileSync(join(root, 'inner/package.json'), '{');
  put('', { dependencies: { any: '1' } });
  const any = put('node_modules/any', plugin('any'));
  expect(discover({ roots: [join(root, 'inner')] })).toEqual([any]);
});
