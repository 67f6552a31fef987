import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Places } from './discover';

/** Most files and folders that are looked at for one stamp. */
const MAX_LOOKED_AT = 2000;

/**
 * A text that is another one after packages were installed, changed or taken away. It costs a look at some tens of
 * files: nothing is read. npm writes `node_modules/.package-lock.json` as the last step of each installation.
 * @param known folders of packages already found, whose manifests are looked at too.
 */
export function stampOf(places: Places, known: readonly string[] = []): string {
  const looked = new Set<string>();
  for (const root of places.roots) {
    for (const level of upwards(resolve(root))) {
      const modules = join(level, 'node_modules');
      looked.add(join(level, 'package.json')).add(modules).add(join(modules, '.package-lock.json'));
    }
  }
  for (const folder of places.folders ?? []) {
    const dir = resolve(folder);
    looked.add(dir).add(join(dir, 'package.json'));
    for (const name of names(dir)) looked.add(join(dir, name, 'package.json'));
  }
  for (const dir of known) looked.add(dirname(dir)).add(join(dir, 'package.json'));
  return [...looked].slice(0, MAX_LOOKED_AT).map(mark).join('\n');
}

function mark(path: string): string {
  try {
    const { ino, mtimeMs, size } = statSync(path);
    return `${ino}:${mtimeMs}:${size}`;
  } catch {
    return '-';
  }
}

function names(dir: string): readonly string[] {
  try {
    return readdirSync(dir).sort();
  } catch {
    return [];
  }
}

function* upwards(dir: string): Generator<string> {
  for (let at = dir; ; at = dirname(at)) {
    yield at;
    if (dirname(at) === at) return;
  }
}
