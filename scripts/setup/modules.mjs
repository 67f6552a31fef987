import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { follow } from './run.mjs';
import { Failure, progress } from './say.mjs';
import { done, hash, isDone } from './stamps.mjs';

const BINDING = 'node_modules/node-gtk/lib/binding';

/** Makes sure that node_modules is what package-lock.json says, with the binding compiled for this Node. */
export async function nodeModules(root) {
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  const stamp = hash(lock, process.version, process.arch);
  if (isDone('modules', stamp) && existsSync(path.join(root, BINDING))) return;
  if (!installed(root, JSON.parse(lock))) await install(root);
  done('modules', stamp);
}

/** Whether npm itself has put there what the lock file says, as after `npm install` by hand. */
function installed(root, lock) {
  const file = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(file) || !bindingFits(root)) return false;
  const there = JSON.parse(readFileSync(file, 'utf8')).packages;
  return Object.entries(lock.packages)
    .filter(([name, entry]) => name.startsWith('node_modules/') && !entry.optional && !entry.link)
    .every(([name, entry]) => there[name]?.version === entry.version);
}

function bindingFits(root) {
  const folder = path.join(root, BINDING);
  return (
    existsSync(folder) &&
    readdirSync(folder).some((name) => name.startsWith(`node-v${process.versions.modules}-`))
  );
}

async function install(root) {
  const step = progress(
    'installing the npm packages (the binding to GStreamer is compiled, a minute or two)',
  );
  step.now = 'downloading';
  let compiled = 0;
  const result = await follow(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--foreground-scripts', '--loglevel=error'],
    {
      cwd: root,
      env: { ...process.env, JOBS: 'max', ...headers() },
      line: (text) => {
        if (!/^\s*CXX\(target\)/.test(text)) return;
        compiled += 1;
        step.now = `compiling node-gtk, file ${compiled} of ${sources(root)}`;
      },
    },
  );
  step.stop();
  if (result.status === 0) return step.done();
  throw new Failure(`npm ci failed; its last words were:\n${result.last.slice(-15).join('\n')}`);
}

/** Node's own headers where they came with it, so that the compiler needs no download. */
function headers() {
  const prefix = path.dirname(path.dirname(process.execPath));
  return existsSync(path.join(prefix, 'include/node/node_version.h')) ? { npm_config_nodedir: prefix } : {};
}

function sources(root) {
  const folder = path.join(root, 'node_modules/node-gtk/src');
  return readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.cc')).length;
}
