import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { follow } from './run.mjs';
import { Failure, progress, say } from './say.mjs';
import { done, hash, isDone } from './stamps.mjs';

/** The package whose pages are built beside its sources. */
const PAGES = 'plugins/web-admin';
/** The folder of what is compiled from C. */
const NATIVE = 'plugins/http-streamer/native';

/** Folders of the packages that are built. */
export function packages(root) {
  const plugins = readdirSync(path.join(root, 'plugins')).map((name) => `plugins/${name}`);
  return ['registry', 'core', 'admin', 'web', 'player-page', ...plugins, 'create-flumotion-plugin'].filter(
    (folder) => existsSync(path.join(root, folder, 'tsconfig.json')),
  );
}

/** Name, size and time of every file that the build depends on. */
function inputs(root) {
  const files = [
    'package-lock.json',
    'tsconfig.base.json',
    `${PAGES}/build.mjs`,
    `${PAGES}/vite.config.mjs`,
    `${NATIVE}/build.mjs`,
    `${NATIVE}/fan-out.c`,
  ];
  for (const folder of packages(root)) {
    files.push(`${folder}/tsconfig.json`, `${folder}/package.json`);
    for (const sources of ['src', 'browser', 'app'].filter((name) =>
      existsSync(path.join(root, folder, name)),
    ))
      for (const entry of readdirSync(path.join(root, folder, sources), {
        recursive: true,
        withFileTypes: true,
      }))
        if (entry.isFile()) files.push(path.relative(root, path.join(entry.parentPath, entry.name)));
  }
  return files.sort().map((file) => {
    const { mtimeMs, size } = statSync(path.join(root, file));
    return `${file} ${mtimeMs} ${size}`;
  });
}

/** Makes sure that every package's `dist` is built from the sources as they are. */
export async function build(root) {
  const stamp = hash(...inputs(root));
  const there =
    packages(root).every((folder) => existsSync(path.join(root, folder, 'dist/.tsbuildinfo'))) &&
    existsSync(path.join(root, PAGES, 'dist/app/index.html'));
  if (there && isDone('build', stamp)) return;
  const step = progress('building');
  const compiled = await run(
    root,
    'node_modules/typescript/bin/tsc',
    '-b',
    '--pretty',
    'false',
    ...packages(root),
  );
  const pages = compiled.status === 0 ? await run(root, `${PAGES}/build.mjs`) : undefined;
  step.stop();
  if (!pages) throw new Failure(`the sources do not compile:\n${compiled.last.slice(0, 20).join('\n')}`);
  if (pages.status !== 0)
    throw new Failure(`the pages of the web admin cannot be built:\n${pages.last.slice(-20).join('\n')}`);
  const native = await run(root, `${NATIVE}/build.mjs`);
  step.done();
  for (const line of native.last) say(line);
  done('build', stamp);
}

function run(root, ...args) {
  return follow(process.execPath, args, { cwd: root });
}
