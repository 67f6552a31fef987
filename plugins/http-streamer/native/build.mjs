/**
 * Compiles fan-out.c, unless what is there was made since that was last changed and can be loaded here. npm runs it when the
 * package is installed, and the build of a checkout does. Where it cannot be compiled, http-streamer works without, at a
 * higher cost. The compiler is `$CC`, or `cc`.
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
/** Milliseconds that a process may take. */
const DEADLINE = 60_000;

/** @throws Error with what the process said last when it fails. */
function run(program, args) {
  const { status, signal, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: DEADLINE });
  if (status !== 0)
    throw new Error(error?.message || stderr.trim() || `${program} ended with ${signal ?? status}`);
}

/** Loads it in a process of its own: one that is broken, or made for another machine, may kill the process. */
const load = (file) =>
  run(process.execPath, [
    '-e',
    'process.exit(typeof require(process.argv[1]).fanOut === "function" ? 0 : 1)',
    file,
  ]);

function isThere() {
  try {
    if (!existsSync(PROGRAM) || statSync(PROGRAM).mtimeMs < statSync(SOURCE).mtimeMs) return false;
    load(PROGRAM);
    return true;
  } catch {
    return false;
  }
}

function compile() {
  const { include_dir: headers } = createRequire(import.meta.url)('node-api-headers');
  // Into a file of its own first: a streamer that starts meanwhile finds the one before, or none.
  const half = path.join(HOME, `half-${process.pid}.node`);
  try {
    // What is there is of no use, and might do harm.
    rmSync(PROGRAM, { force: true });
    run(process.env.CC || 'cc', [
      '-O2',
      '-fPIC',
      '-shared',
      '-Wall',
      '-Wextra',
      '-I',
      headers,
      '-o',
      half,
      SOURCE,
    ]);
    load(half);
    renameSync(half, PROGRAM);
  } finally {
    rmSync(half, { force: true });
  }
}

if (!isThere()) {
  try {
    compile();
  } catch ({ message }) {
    console.warn(`http-streamer: fan-out.c is not compiled, listeners will cost a little more: ${message}`);
  }
}
