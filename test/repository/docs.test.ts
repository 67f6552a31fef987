import { jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ERRORS } from '../../core/src/errors';
import { openApi } from '../../core/src/manager/api/openapi';
import { TAGS } from '../../core/src/manager/api/operation';
import { OPERATIONS } from '../../core/src/manager/api/operations';

const ROOT = join(__dirname, '../..');
const ELSEWHERE = ['node_modules', 'dist', 'api', '.git', '.flumotion', 'fixtures'];

const { withOperationTables } = jest.requireActual<{
  withOperationTables: (page: string, operations: readonly object[], tags: object) => string;
}>('../../scripts/docs/operation-table.js');

const { withErrorTable } = jest.requireActual<{
  withErrorTable: (page: string, errors: object) => string;
}>('../../scripts/docs/error-table.js');

interface Package {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function pages(folder = ROOT): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (ELSEWHERE.includes(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pages(path);
    return entry.name.endsWith('.md') ? [relative(ROOT, path)] : [];
  });
}

/** Targets of the links of a page that are not addresses, without what follows a hash. */
function links(page: string): string[] {
  const text = read(page).replace(/```[^]*?```/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

describe('the documentation', () => {
  test.each(pages())('%s has no dead link', (page) => {
    const dead = links(page).filter((target) => !existsSync(join(ROOT, dirname(page), target)));
    expect(dead).toEqual([]);
  });

  test('every error is documented and every documented error exists; "npm run docs:update" mends it', () => {
    const page = read('docs/reference/errors.md');
    expect(withErrorTable(page, ERRORS)).toBe(page);
  });

  test('every operation of the API is documented; "npm run docs:update" mends it', () => {
    const page = read('docs/manager-api.md');
    expect(withOperationTables(page, OPERATIONS, TAGS)).toBe(page);
  });

  test('the web admin has the types of the API as it is; "npm run docs:update" mends it', () => {
    const document = JSON.stringify(openApi(OPERATIONS, { cookie: '' }));
    const { stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/docs/api-types.mjs')], {
      ...{ input: document, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    });
    expect(stderr).toBe('');
    expect(read('plugins/web-admin/app/api/generated/openapi.ts') === stdout).toBe(true);
  });

  test('the changelog has the current version', () => {
    const { version } = JSON.parse(read('package.json')) as Package;
    expect(read('CHANGELOG.md')).toContain(`\n## ${version}\n`);
  });

  test('every dependency is explained, and nothing else is', () => {
    const packages = [
      'package.json',
      'registry/package.json',
      'core/package.json',
      'admin/package.json',
      'create-flumotion-plugin/package.json',
      'web/package.json',
      'player-page/package.json',
    ].concat(readdirSync(join(ROOT, 'plugins')).map((name) => `plugins/${name}/package.json`));
    const wanted = packages.flatMap((file) => {
      const { dependencies, devDependencies } = JSON.parse(read(file)) as Package;
      return Object.keys({ ...dependencies, ...devDependencies });
    });
    const page = read('docs/decisions/dependencies.md');
    const rows = [...page.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = '']) => [
      ...cell.matchAll(/`([^`]+)`/g),
    ]);
    const outside = [...new Set(wanted)].filter((name) => !/^@flumotion\/|^@types\/(?!jest)/.test(name));
    expect(
      rows
        .map(([, name]) => name)
        .filter((name) => name !== '@types/*')
        .sort(),
    ).toEqual(outside.sort());
  });
});
