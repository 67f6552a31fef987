import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { ROOT } from '../support/installation';
import { TestProcess } from '../support/process';

const { says } = jest.requireActual<{ says: (tag: string, text: string) => boolean }>(
  '../../scripts/jest/e2e-runner.js',
);
const FIXTURE = join(ROOT, 'test/fixtures/e2e-runner');
let meeting: string;

beforeEach(() => {
  meeting = mkdtempSync(join(tmpdir(), 'flumotion-meeting-'));
});
afterEach(() => {
  rmSync(meeting, { recursive: true, force: true });
});

/** Runs the files of the fixture: two that can meet, and one that wants to be alone. */
async function run(atOnce: boolean, path = process.env['PATH'] ?? ''): Promise<TestProcess> {
  const env = { ...process.env, MEETING: meeting, AT_ONCE: atOnce ? 'yes' : 'no', PATH: path };
  const options = ['--config', join(FIXTURE, 'jest.config.js'), '--maxWorkers=2'];
  const program = join(ROOT, 'node_modules/jest/bin/jest.js');
  const started = new TestProcess('jest', process.execPath, [program, ...options], { cwd: FIXTURE, env });
  await started.end(50_000);
  return started;
}

/** Whether a program of ours can have a network of its own on this machine. */
async function networks(): Promise<boolean> {
  const env = { ...process.env, REAL_NODE: process.execPath };
  const tried = new TestProcess('sh', join(ROOT, 'scripts/jest/own-network.sh'), ['-e', ''], { env });
  return (await tried.end()).status === 0;
}

test('files run at once on the same port, and who wants to be alone comes last', async () => {
  const atOnce = await networks();
  const { output } = await run(atOnce);
  expect(output).toMatch(/Tests: +3 passed, 3 total/);
  expect(/one file at a time/.test(output)).toBe(!atOnce);
});

test('where networks cannot be made it says why, and the files run one at a time', async () => {
  const unshare = join(meeting, 'unshare');
  writeFileSync(unshare, '#!/bin/sh\necho "not today" >&2\nexit 1\n');
  chmodSync(unshare, 0o755);
  const { output } = await run(false, `${meeting}:${process.env['PATH'] ?? ''}`);
  expect(output).toContain('e2e: one file at a time, for networks cannot be made here: not today\n');
  for (const name of ['one', 'two']) expect(output).toMatch(new RegExp(`PASS.*${name}\\.test\\.js`));
});

test('a network of its own has a loopback interface and nothing else', async () => {
  const program =
    'console.log(Object.keys(require("node:os").networkInterfaces()).join(), process.getuid?.())';
  const env = { ...process.env, REAL_NODE: process.execPath };
  const started = new TestProcess('sh', join(ROOT, 'scripts/jest/own-network.sh'), ['-e', program], { env });
  const { status } = await started.end();
  if (status === 0) expect(started.stdout).toBe(`lo ${process.getuid?.()}\n`);
  else expect(started.output).not.toBe('');
});

test.each([
  ['/** @alone It measures time. */\nimport x;', true],
  ['/**\n * @alone\n * It measures time.\n */\nimport x;', true],
  ['/** @long It waits. @alone It measures time. */\nimport x;', true],
  ['/** @long It waits. */\nimport x;', false],
  ['/** Together. */\nimport x;\n/** @alone no */', false],
  ['import x;\n/** @alone no */', false],
  ['/** Not @aloneness. */', false],
])('%j is alone: %p', (text, alone) => {
  expect(says('alone', text)).toBe(alone);
});
