import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KINDS } from '../../create-flumotion-plugin/src';
import { folderWithCore, generate } from '../support/generated-package';

const HOOK = resolve(__dirname, '../support/typescript-hook.cjs');

let parent: string;
beforeEach(() => {
  parent = folderWithCore();
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

function node(args: readonly string[], timeout: number): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: parent,
    encoding: 'utf8',
    timeout,
  });
  return { status, said: stdout + stderr };
}

/** Runs generated tests on the sources of the core; nothing here needs a build. */
function runTests(files: readonly string[]): { status: number | null; said: string } {
  return node(['--conditions=source', '-r', HOOK, '--test', '--test-concurrency=2', ...files], 100_000);
}

test('the generated tests of every kind pass in JavaScript', () => {
  const files = KINDS.map((kind) =>
    join(generate(parent, { name: `owl-${kind}`, kind }), 'test/index.test.js'),
  );
  const { status, said } = runTests(files);
  expect([status, said]).toEqual([0, expect.stringMatching(/^# tests 12$/m)]);
});

test('the generated tests of every kind pass in TypeScript', () => {
  const files = KINDS.map((kind) =>
    join(generate(parent, { name: `owl-${kind}`, kind, language: 'ts' }), 'test/index.test.ts'),
  );
  const { status, said } = runTests(files);
  expect([status, said]).toEqual([0, expect.stringMatching(/^# tests 12$/m)]);
});
