/**
 * Makes a checkout ready to run on a machine that has Node.js and nothing else: system packages, npm packages, build.
 * Each step looks first and does only what is missing, so that the second run takes no time.
 *
 *   node scripts/setup.mjs                what running needs
 *   node scripts/setup.mjs --test         what testing needs besides
 *   node scripts/setup.mjs --no-install   never install system packages: only print the line that does
 */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './setup/build.mjs';
import { nodeModules } from './setup/modules.mjs';
import { endFollowed } from './setup/run.mjs';
import { Failure, main } from './setup/say.mjs';
import { systemPackages } from './setup/system.mjs';

/** Top of the checkout. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const OLDEST = [20, 19];

function nodeVersion() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    throw new Failure(
      `this is Node.js ${process.version}, and ${OLDEST.join('.')} or newer is needed; get it from https://nodejs.org or your distribution`,
    );
}

/** @throws Failure in one sentence for people. */
export async function setup({ test = false, install = true } = {}) {
  nodeVersion();
  await systemPackages({ test, install });
  await nodeModules(ROOT);
  await build(ROOT);
}

/** What the command line asks of the set-up. */
export function setupOptions(argv = process.argv) {
  return { test: argv.includes('--test'), install: !argv.includes('--no-install') };
}

function endOnSignals() {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(name, () => {
      endFollowed();
      process.exit(1);
    });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await main('setup', () => {
    endOnSignals();
    return setup(setupOptions());
  });
