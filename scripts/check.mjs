/**
 * Everything that must hold before a change goes in, each step whatever the others said: format, types, lint, unit and
 * GStreamer tests, API documentation, tests with real processes. Ends with a table and with the totals of all tests.
 *
 *   node scripts/check.mjs [step …]   only the named steps
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './setup.mjs';
import { packages } from './setup/build.mjs';
import { main, say } from './setup/say.mjs';

const scratch = mkdtempSync(path.join(tmpdir(), 'flumotion-check-'));

const jest = (project, ...options) => [
  'jest/bin/jest.js',
  ['--selectProjects', project, ...options, '--json', `--outputFile=${path.join(scratch, project)}`],
];

/** Program of node_modules and its arguments, by step. */
const STEPS = {
  format: [['prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']]],
  types: [
    ['typescript/bin/tsc', ['-b', ...packages(ROOT)]],
    ['typescript/bin/tsc', ['-p', 'tsconfig.test.json']],
  ],
  lint: [['eslint/bin/eslint.js', ['.']]],
  unit: [jest('unit', '--maxWorkers=2')],
  // They mostly wait for media to play at its own pace.
  gst: [jest('gst', '--maxWorkers=3')],
  docs: [['typedoc/bin/typedoc', []]],
  e2e: [jest('e2e', '--runInBand')],
};

function run(step) {
  const began = Date.now();
  say(`\n== ${step}`);
  const ok = STEPS[step].every(([program, args]) => {
    // The JSON report goes to its file; people read the standard error.
    const { status } = spawnSync(process.execPath, [path.join('node_modules', program), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return status === 0;
  });
  return { step, ok, seconds: ((Date.now() - began) / 1000).toFixed(1) };
}

/** Passed and failed tests of a step; a test file that could not run counts as one failure. */
function totals({ step, ok }) {
  if (!['unit', 'gst', 'e2e'].includes(step)) return { passed: 0, failed: 0 };
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(path.join(scratch, step), 'utf8'),
    );
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: ok ? 0 : 1 };
  }
}

await main('check', () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((step) => !(step in STEPS));
  if (unknown !== undefined) {
    say(`check: there is no step ${unknown}; the steps are ${Object.keys(STEPS).join(', ')}`);
    process.exit(1);
  }
  const results = (wanted.length > 0 ? wanted : Object.keys(STEPS)).map(run);
  const counts = results.map(totals);
  const sum = (key) => counts.reduce((all, count) => all + count[key], 0);
  const line = `${sum('passed')} passed, ${sum('failed')} failed`;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(path.join(ROOT, '.flumotion'), { recursive: true });
  writeFileSync(path.join(ROOT, '.flumotion', 'check.txt'), `${line}\n`);

  say('');
  for (const { step, ok, seconds } of results)
    say(`${step.padEnd(8)} ${ok ? 'ok' : 'FAILED'} ${seconds.padStart(ok ? 12 : 8)} s`);
  say(line);
  process.exit(results.every(({ ok }) => ok) ? 0 : 1);
});
