import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../setup.mjs';

/** Jest's report in a file; undefined when it wrote none. */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

const TESTS = ['unit', 'gst', 'e2e'];

/** Passed and failed tests of a step; a test file that could not run counts as one failure. */
export function totals(step, ok, file) {
  if (!TESTS.includes(step)) return { passed: 0, failed: 0 };
  const report = read(file);
  if (!report) return { passed: 0, failed: ok ? 0 : 1 };
  return { passed: report.numPassedTests, failed: report.numFailedTests + report.numRuntimeErrorTestSuites };
}

/** Each failed test of a report, as `file: name`. */
export function failures(file) {
  if (!existsSync(file)) return [];
  return (read(file)?.testResults ?? [])
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      const names = failed.length > 0 ? failed.map(({ fullName }) => fullName) : ['could not run'];
      return names.map((test) => `${path.relative(ROOT, name)}: ${test}`);
    });
}
