/**
 * Everything that must hold before a change goes in, each step whatever the others said: format, types, lint, unit and
 * GStreamer tests, API documentation, tests with real processes. Ends with a table, with what failed, and with the totals
 * of all tests.
 *
 *   node scripts/check.mjs [step …]   only the named steps
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { failures, totals } from './check/report.mjs';
import { runQuietly, runShown } from './check/run.mjs';
import { ROOT } from './setup.mjs';
import { packages } from './setup/build.mjs';
import { main, say } from './setup/say.mjs';

const scratch = mkdtempSync(path.join(tmpdir(), 'flumotion-check-'));

const report = (project) => path.join(scratch, project);
const jest = (project, workers) => [
  'jest/bin/jest.js',
  ['--selectProjects', project, `--maxWorkers=${workers}`, '--json', `--outputFile=${report(project)}`],
];

/** Program of node_modules and its arguments, by step. */
const STEPS = {
  build: [
    ['typescript/bin/tsc', ['-b', ...packages(ROOT)]],
    ['../plugins/web-admin/build.mjs', []],
    ['../plugins/http-streamer/native/build.mjs', []],
  ],
  format: [['prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']]],
  types: [
    ['typescript/bin/tsc', ['-p', 'tsconfig.test.json']],
    ['typescript/bin/tsc', ['-p', 'plugins/web-admin/app']],
  ],
  lint: [['eslint/bin/eslint.js', ['.']]],
  docs: [['typedoc/bin/typedoc', []]],
  // More than there are cores, for files wait: for a deadline to pass, for media to play at its own pace.
  unit: [jest('unit', 3)],
  gst: [jest('gst', 4)],
  e2e: [jest('e2e', 3)],
};

/** Steps that need a core for as long as they last. They take what the unit and GStreamer tests leave, which is enough. */
const ASIDE = ['format', 'types', 'lint', 'docs'];
/** Tests among which are some that measure time: nothing else runs then. */
const LAST = ['e2e'];

const results = new Map();

/** Does a step in sight, or aside: then what it says is kept until there is a place for it. */
async function run(step, aside = false) {
  const began = Date.now();
  if (!aside) say(`\n== ${step}`);
  let [ok, output] = [true, ''];
  for (const [program, args] of STEPS[step]) {
    const command = [process.execPath, [path.join('node_modules', program), ...args], ROOT];
    const result = aside ? await runQuietly(...command) : await runShown(...command);
    output += result.output;
    ok &&= result.ok;
  }
  results.set(step, { ok, seconds: ((Date.now() - began) / 1000).toFixed(1) });
  return { step, ok, output };
}

/** Does some steps one after the other, hidden; `told` are those that have ended. */
function runAside(steps) {
  const told = [];
  const ended = (async () => {
    for (const step of steps) {
      const result = await run(step, true);
      if (!result.ok) say(`\n${step} FAILED; what it says stands below`);
      told.push(result);
    }
  })();
  return {
    ended,
    tell() {
      for (const { step, output } of told.splice(0)) say(`\n== ${step}\n${output}`.trimEnd());
    },
  };
}

async function check(wanted) {
  const [aside, shown] = [true, false].map((which) =>
    wanted.filter((step) => ASIDE.includes(step) === which),
  );
  // Nothing may be built while tests run what was built.
  if (shown.includes('build')) await run('build');
  const tests = shown.filter((step) => step !== 'build');
  if (tests.length === 0) {
    for (const step of aside) await run(step);
    return;
  }
  if (aside.length > 0) say(`\nbeside the tests, with the lowest priority: ${aside.join(', ')}`);
  const others = runAside(aside);
  for (const step of tests) {
    if (LAST.includes(step)) await others.ended;
    others.tell();
    await run(step);
  }
  await others.ended;
  others.tell();
}

await main('check', async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((step) => !(step in STEPS));
  if (unknown !== undefined) {
    say(`check: there is no step ${unknown}; the steps are ${Object.keys(STEPS).join(', ')}`);
    process.exit(1);
  }
  const began = Date.now();
  // What is built is judged by the compiler, too.
  if (wanted.includes('types')) wanted.push('build');
  const steps = Object.keys(STEPS).filter((step) => wanted.length === 0 || wanted.includes(step));
  await check(steps);

  const counts = steps.map((step) => totals(step, results.get(step).ok, report(step)));
  const sum = (key) => counts.reduce((all, count) => all + count[key], 0);
  const line = `${sum('passed')} passed, ${sum('failed')} failed`;
  say('');
  for (const step of steps) for (const failure of failures(report(step))) say(`${step}: ${failure}`);
  say('');
  for (const step of steps) {
    const { ok, seconds } = results.get(step);
    const remark = ASIDE.includes(step) && results.size > 1 ? '   beside tests' : '';
    say(`${step.padEnd(8)} ${ok ? 'ok' : 'FAILED'} ${seconds.padStart(ok ? 12 : 8)} s${remark}`);
  }
  say(`${'all'.padEnd(8)} ${((Date.now() - began) / 1000).toFixed(1).padStart(15)} s`);
  say(line);
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(path.join(ROOT, '.flumotion'), { recursive: true });
  writeFileSync(path.join(ROOT, '.flumotion', 'check.txt'), `${line}\n`);
  process.exit([...results.values()].every(({ ok }) => ok) ? 0 : 1);
});
