/**
 * Compiles fan-out.c, unless that has been done since it was last changed. npm runs it when the package is installed, and
 * the build of a checkout does. Where it cannot be compiled, http-streamer works without, at a higher cost.
 *
 *   node native/build.mjs
 */
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const HOME = import.meta.dirname;
const SOURCE = path.join(HOME, 'fan-out.c');
const PROGRAM = path.join(HOME, 'fan-out.node');
/** Milliseconds that the compiler may take. */
const DEADLINE = 60_000;

function compile() {
  const { include_dir: headers } = createRequire(import.meta.url)('node-api-headers');
  // Into a file of its own first: a streamer that starts meanwhile finds the one before, or none.
  const half = `${PROGRAM}.${process.pid}`;
  const options = ['-O2', '-fPIC', '-shared', '-Wall', '-Wextra', '-I', headers, '-o', half, SOURCE];
  const { status, stderr, error } = spawnSync('cc', options, { encoding: 'utf8', timeout: DEADLINE });
  if (status === 0) renameSync(half, PROGRAM);
  else {
    rmSync(half, { force: true });
    throw new Error(error?.message ?? stderr);
  }
}

if (!existsSync(PROGRAM) || statSync(PROGRAM).mtimeMs < statSync(SOURCE).mtimeMs) {
  try {
    compile();
  } catch ({ message }) {
    console.warn(`http-streamer: fan-out.c is not compiled, listeners will cost a little more: ${message}`);
  }
}
